"""Settings of the tests: as in development, with cheap password hashes."""

from __future__ import annotations

from smm.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# the figures need a transaction of their own, which most tests do not give them
METRICS_TOKEN = "only-for-tests"
WHITENOISE_AUTOREFRESH = True
# static files are looked for when one is asked for: listing all of them anew for each test client is slow
