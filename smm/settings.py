"""One settings module, fed by typed environment readers. Everything has a safe default; `.env.example` lists all names.

Without DATABASE_URL this is a development machine. With it a missing key refuses the start.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import drf_spectacular_sidecar as sidecar
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from core import environment as env
from smm.ticks import TICKS

django_stubs_ext.monkeypatch()  # generic classes such as ModelForm[User] at run time

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where we are -------------------------------------------------------------------------------------------------
RUNTIME = env.database("DATABASE_URL")
DEVELOPMENT = env.text("MEYDAN_ENV", "production" if RUNTIME else "development") == "development"
DEBUG = env.flag("MEYDAN_DEBUG")
DEMO = env.flag("DEMO")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("MEYDAN_ALLOWED_HOSTS") or [urlsplit(BASE_URL).hostname or "localhost"]
ALLOWED_HOSTS += ["localhost"] if DEVELOPMENT else []  # passkeys need a name, and 127.0.0.1 is none
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- Secrets ------------------------------------------------------------------------------------------------------
DEVELOPMENT_KEY = "only-for-development-and-tests-never-for-people-who-rely-on-it"
DEVELOPMENT_TOKEN_KEYS = "dev:ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="  # noqa: S105 - refused in production
SECRET_KEY = env.text("SECRET_KEY", DEVELOPMENT_KEY if DEVELOPMENT else "")
SECRET_KEY_FALLBACKS = env.words("MEYDAN_SECRET_KEY_FALLBACKS")
TOKEN_KEYS = env.text("TOKEN_KEYS", DEVELOPMENT_TOKEN_KEYS if DEVELOPMENT else "")
if not SECRET_KEY or not TOKEN_KEYS:
    raise ImproperlyConfigured(
        "DATABASE_URL is set, so this is production: set SECRET_KEY and TOKEN_KEYS too (.env.example says how)."
    )

# --- Rooms, lowest first ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "core",
    "accounts",
    "activity",
    "connections",
    "media_library",
    "strategy",
    "calendar_app",
    "approvals",
    "inbox",
    "analytics",
    "smm.apps.SmmConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.requests.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.middleware.BodyCapMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.DomainErrorMiddleware",
]
ROOT_URLCONF = "smm.urls"
WSGI_APPLICATION = "smm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smm.shell.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "core.templatetags.dates"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Database: the runtime role. Migrations run as DATABASE_OWNER_URL (see the command migrate) --------------------
LANE_LEASE_SECONDS = env.number("MEYDAN_LANE_LEASE_SECONDS", 20)
# a machine that freezes inside a transaction must not keep its locks for longer than a lease
SILENCE = f"-c idle_in_transaction_session_timeout={max(1000, round(LANE_LEASE_SECONDS * 1000))}"
DATABASES = {
    "default": {
        "ENGINE": "core.tenancy.postgres",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, "application_name": "meydan", "options": SILENCE},
        **(RUNTIME or {"NAME": "meydan", "USER": "meydan_app", "HOST": "127.0.0.1"}),
    }
}
RUNTIME_ROLE = RUNTIME.get("USER", "meydan_app")
DATABASE_OWNER = env.database("DATABASE_OWNER_URL")
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the address is unique by Lower("email")
    "security.W021",  # whether a whole domain is preloaded by browsers is for its owner to decide
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- The API ------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "core.problems.handle",
    "DEFAULT_PARSER_CLASSES": ["core.problems.Parser"],
    "DEFAULT_RENDERER_CLASSES": ["core.problems.Renderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Meydan",
    "DESCRIPTION": "Plan, approve, publish, answer and measure. Every call acts inside one brand.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "OutgoingState": "core.outbox.states.State",
        "ConversationState": "inbox.models.conversation.Conversation.State",
        "ChannelHealth": "connections.models.channel.Health",
    },
}

# --- Valkey or Redis: doorbell and cache. Nothing a person does waits for it ---------------------------------------
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "core.cache.SoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "meydan",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 30,
    "queue_order_strategy": "round_robin",
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1_000_000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = TICKS

# --- Publishing (seconds; tests make them shorter; the lease stands with the database) ----------------------------
LANE_HEARTBEAT_SECONDS = env.number("MEYDAN_LANE_HEARTBEAT_SECONDS", 5)
SEND_DEADLINE_SECONDS = env.number("MEYDAN_SEND_DEADLINE_SECONDS", 15)
LOOK_AGAIN_SECONDS = env.number("MEYDAN_LOOK_AGAIN_SECONDS", 30)
UNDO_SECONDS = env.number("MEYDAN_UNDO_SECONDS", 10)
LANE_LONGEST_SECONDS = env.number("MEYDAN_LANE_LONGEST_SECONDS", 300)
BACKOFF_SECONDS = env.numbers("MEYDAN_BACKOFF_SECONDS", "5,30,120,600,1800")
HTTP_SECONDS = env.number("MEYDAN_HTTP_SECONDS", 30)
RESTORED = env.flag("RESTORED")

# --- The outside world --------------------------------------------------------------------------------------------
HTTP_ALLOW_ORIGINS = env.words("HTTP_ALLOW_ORIGINS")
SANDBOX_ORIGIN = env.text("MEYDAN_SANDBOX_ORIGIN")
EMAIL_URL = env.text("EMAIL_URL")
EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"
DEFAULT_FROM_EMAIL = env.text("MEYDAN_FROM_EMAIL", "Meydan <meydan@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
API_PAGE = "drf_spectacular_sidecar/swagger-ui-dist"
"""What the API's own page needs of its package, which brings another viewer of the same size."""
STATICFILES_DIRS = [
    BASE_DIR / "static" / "dist",
    (API_PAGE, Path(sidecar.__file__).parent / "static" / API_PAGE),
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STATIC_ROOT = Path(env.text("MEYDAN_STATIC_ROOT", str(BASE_DIR / ".data" / "static")))
MEDIA_ROOT = Path(env.text("MEYDAN_MEDIA_ROOT", str(BASE_DIR / ".data" / "media")))
MEDIA_ORIGIN = env.text("MEDIA_ORIGIN")
STORAGE = env.storage("STORAGE")
MEDIA_QUOTA_BYTES = round(env.number("MEYDAN_MEDIA_QUOTA_GB", 20) * 1_000_000_000)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
BODY_MAX_BYTES = 21_000_000

# --- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
OPEN_SIGNUP = env.flag("OPEN_SIGNUP", DEVELOPMENT)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.NameForm"
ACCOUNT_FORMS = {
    "login": "accounts.proofs.SignInForm",
    "change_password": "accounts.proofs.ChangePasswordForm",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # still through the second step, where she has one
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip"}  # the account's own: accounts.services.tries
MFA_ADAPTER = "accounts.second_factor_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.proofs.CodeForm",
    "reauthenticate": "accounts.proofs.AgainForm",
    "activate_totp": "accounts.proofs.AppForm",
    "add_webauthn": "accounts.proofs.PasskeyForm",
    "edit_webauthn": "accounts.proofs.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be 30 s off; accounts.services.second_factor lets each code through once
MFA_RECOVERY_CODE_COUNT = 10

# --- Languages and time -------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("tr", "Türkçe"), ("az", "Azərbaycanca")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LOCALE_PATHS = [BASE_DIR / "locale"]
FIRST_DAY_OF_WEEK = 1

# --- Safety -------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_ENGINE = "accounts.sessions"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = False
SECURE_SSL_REDIRECT = SECURE and env.flag("MEYDAN_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without the proxy
PROXIES = env.words("MEYDAN_PROXIES")  # core.proxies believes them, and nobody else
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MEDIA_ORIGINS = [MEDIA_ORIGIN] if MEDIA_ORIGIN else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MEDIA_ORIGINS],
        "media-src": [SELF, "blob:", *MEDIA_ORIGINS],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Seeing (docs/observing.md) -----------------------------------------------------------------------------------
METRICS_TOKEN = env.text("MEYDAN_METRICS_TOKEN")
HEARTBEAT_URL = env.text("MEYDAN_HEARTBEAT_URL")

# --- Logs ---------------------------------------------------------------------------------------------------------
LOG_FORMAT = env.choice("MEYDAN_LOG_FORMAT", ["plain", "json"], default="plain" if DEVELOPMENT else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "core.logs.FieldsFormatter"},
        "json": {"()": "core.logs.JsonFormatter"},
    },
    "filters": {"mask_addresses": {"()": "core.logs.MaskAddresses"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["mask_addresses"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("MEYDAN_LOG_LEVEL", "INFO")},
    "loggers": {
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "django.db.backends": {"level": "INFO"},  # its DEBUG lines hold the values of every statement
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}

KNOWN = frozenset(
    {
        "MEYDAN_ENV",
        "MEYDAN_DEBUG",
        "MEYDAN_ALLOWED_HOSTS",
        "MEYDAN_SECRET_KEY_FALLBACKS",
        "MEYDAN_LANE_LEASE_SECONDS",
        "MEYDAN_LANE_HEARTBEAT_SECONDS",
        "MEYDAN_SEND_DEADLINE_SECONDS",
        "MEYDAN_LOOK_AGAIN_SECONDS",
        "MEYDAN_UNDO_SECONDS",
        "MEYDAN_LANE_LONGEST_SECONDS",
        "MEYDAN_BACKOFF_SECONDS",
        "MEYDAN_HTTP_SECONDS",
        "MEYDAN_SANDBOX_ORIGIN",
        "MEYDAN_FROM_EMAIL",
        "MEYDAN_MEDIA_ROOT",
        "MEYDAN_MEDIA_QUOTA_GB",
        "MEYDAN_SSL_REDIRECT",
        "MEYDAN_STATIC_ROOT",
        "MEYDAN_PROXIES",
        "MEYDAN_PULSE",
        "MEYDAN_WEB_BIND",
        "MEYDAN_WEB_THREADS",
        "MEYDAN_WEB_WORKERS",
        "MEYDAN_LOG_LEVEL",
        "MEYDAN_LOG_FORMAT",
        "MEYDAN_METRICS_TOKEN",
        "MEYDAN_HEARTBEAT_URL",
    }
)
for name in env.unknown(KNOWN):
    warnings.warn(f"{name} is set, but no setting has this name", stacklevel=1)
