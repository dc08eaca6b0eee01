"""What `manage.py check` says about the installation as a whole; with `--deploy` what production must not have.

With `--database default` the database is asked too: whose role we are, how old it is, what its clock says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core import crypto, proxies
from core.checks import refuse_unsafe_role
from smm.figures import QUEUES

SKEW_SECONDS = 2.0
OLDEST_POSTGRES = 16
SHORTEST_KEY = 50
SHORTEST_TOKEN = 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Finder = Callable[[], Iterator[CheckMessage]]


def register() -> None:
    """Called once at start-up."""
    _add(ticks, checks.Tags.compatibility)
    _add(patience, checks.Tags.compatibility)
    for finder in (addresses, ways_out, secrets, files, proxies_listed, trial, logs):
        _add(finder, checks.Tags.security, deploy=True)
    _add(database, checks.Tags.database)


def _add(finder: Finder, tag: str, *, deploy: bool = False) -> None:
    def check(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
        """Django's shape of a check; those of the database run only when it is asked for."""
        if tag == checks.Tags.database and not databases:
            return []
        return list(finder())

    checks.register(check, tag, deploy=deploy)


def ticks() -> Iterator[CheckMessage]:
    """Every tick rings a task that exists, in a queue that somebody serves."""
    current_app.autodiscover_tasks(force=True)  # a worker's own loading would run the checks again
    for name, tick in settings.CELERY_BEAT_SCHEDULE.items():
        if tick["task"] not in current_app.tasks:
            yield Error(f"The tick {name!r} rings {tick['task']!r}, which is no task.", id="smm.E001")
        if tick["options"]["queue"] not in QUEUES:
            hint = f"The queues are {', '.join(QUEUES)}."
            yield Error(f"The tick {name!r} rings in a queue nobody serves.", hint=hint, id="smm.E002")


def patience() -> Iterator[CheckMessage]:
    """The broker does not give a task to a second worker while the first is at it; leases end before anybody asks."""
    options: dict[str, Any] = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    visible = options["visibility_timeout"]
    if visible < 2 * settings.LANE_LONGEST_SECONDS:
        hint = "It must be at least twice MEYDAN_LANE_LONGEST_SECONDS."
        yield Error(f"The broker repeats tasks after {visible} s, too early.", hint=hint, id="smm.E003")
    if settings.LANE_HEARTBEAT_SECONDS * 2 > settings.LANE_LEASE_SECONDS:
        hint = "MEYDAN_LANE_HEARTBEAT_SECONDS must be at most half of MEYDAN_LANE_LEASE_SECONDS."
        yield Error("A lane would be taken from a worker that is well.", hint=hint, id="smm.E004")
    if settings.SEND_DEADLINE_SECONDS >= settings.LANE_LEASE_SECONDS:
        hint = "MEYDAN_SEND_DEADLINE_SECONDS must be less than MEYDAN_LANE_LEASE_SECONDS."
        yield Error("A worker might send after its lane was given to another.", hint=hint, id="smm.E005")


def addresses() -> Iterator[CheckMessage]:
    """People come by https, under names that were said."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not settings.BASE_URL.startswith("https://") and host not in LOOPBACK:
        hint = "Put a proxy with a certificate in front and set BASE_URL to its https:// address."
        yield Error("BASE_URL is not https: passwords would travel in the open.", hint=hint, id="smm.E010")
    if any(name.startswith(("*", ".")) for name in settings.ALLOWED_HOSTS):
        hint = "Name each host, or leave MEYDAN_ALLOWED_HOSTS out: then it is the one of BASE_URL."
        yield Error("MEYDAN_ALLOWED_HOSTS lets others choose our name.", hint=hint, id="smm.E011")
    elif host not in settings.ALLOWED_HOSTS:
        yield Error("MEYDAN_ALLOWED_HOSTS lacks the host of BASE_URL.", id="smm.E012")
    if settings.MEDIA_ORIGIN and not settings.MEDIA_ORIGIN.startswith("https://"):
        yield Error("MEDIA_ORIGIN is not https: browsers would refuse the files.", id="smm.E013")
    if settings.MEDIA_ORIGIN == settings.BASE_URL:
        hint = "Leave MEDIA_ORIGIN out, or give uploaded files an origin of their own."
        yield Warning("MEDIA_ORIGIN is our own origin.", hint=hint, id="smm.W014")


def ways_out() -> Iterator[CheckMessage]:
    """Nothing passes the guard of outgoing calls."""
    if settings.HTTP_ALLOW_ORIGINS or settings.SANDBOX_ORIGIN:
        hint = "Leave HTTP_ALLOW_ORIGINS and MEYDAN_SANDBOX_ORIGIN out, unless this is an installation for trying out."
        yield Warning("Private addresses can be reached from here.", hint=hint, id="smm.W020")


def secrets() -> Iterator[CheckMessage]:
    """Keys are ours, long enough, and not each other's."""
    if settings.SECRET_KEY == settings.DEVELOPMENT_KEY or len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Error(f"SECRET_KEY needs {SHORTEST_KEY} random characters of your own.", id="smm.E030")
    if settings.SECRET_KEY in settings.SECRET_KEY_FALLBACKS:
        yield Warning("SECRET_KEY stands among its former values too: it was not changed.", id="smm.W031")
    known = crypto.parse_keys(settings.DEVELOPMENT_TOKEN_KEYS).values()
    if any(key in known for key in crypto.parse_keys(settings.TOKEN_KEYS).values()):
        yield Error("TOKEN_KEYS holds the key of development, which everybody knows.", id="smm.E032")
    if len(crypto.parse_keys(settings.TOKEN_KEYS)) < len(
        [one for one in settings.TOKEN_KEYS.split(",") if one.strip()]
    ):
        yield Error("Two keys of TOKEN_KEYS have the same name: one of them is never used.", id="smm.E033")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield Warning("MEYDAN_METRICS_TOKEN is short enough to be guessed.", id="smm.W034")


def files() -> Iterator[CheckMessage]:
    """The front end was collected, and with names that browsers may keep for ever."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        hint = "Run `node build.mjs`, then `manage.py collectstatic`."
        yield Error("The front end is not collected: pages would have no style.", hint=hint, id="smm.E040")


def proxies_listed() -> Iterator[CheckMessage]:
    """Only addresses of ours may say for whom they ask."""
    try:
        listed = proxies.parse(settings.PROXIES)
    except ValueError as error:
        yield Error(f"MEYDAN_PROXIES cannot be used: {error}.", id="smm.E050")
        return
    if any(network.is_global for network in listed):
        hint = "Right for a proxy of yours with a public address; nobody else's should be in it."
        yield Warning("MEYDAN_PROXIES believes public addresses.", hint=hint, id="smm.W051")


def trial() -> Iterator[CheckMessage]:
    """Nothing that is only for trying out."""
    if settings.DEMO:
        hint = "Leave DEMO out: the passwords of its people are shown at sign-in."
        yield Warning("DEMO is on.", hint=hint, id="smm.W060")
    if settings.OPEN_SIGNUP:
        hint = "Leave OPEN_SIGNUP out unless strangers may make organizations here."
        yield Warning("OPEN_SIGNUP is on.", hint=hint, id="smm.W061")
    if settings.RESTORED:
        hint = (
            "It holds everything due at each start. Leave RESTORED out once the restored database is in use."
        )
        yield Warning("RESTORED is on.", hint=hint, id="smm.W062")


def logs() -> Iterator[CheckMessage]:
    """Logs say what machines can read, and not everything there is."""
    told: dict[str, Any] = settings.LOGGING
    if told["root"]["level"].upper() == "DEBUG":
        yield Warning("MEYDAN_LOG_LEVEL is DEBUG: logs may show what people write.", id="smm.W070")


def database() -> Iterator[CheckMessage]:
    """The role cannot pass the wall, the server is new enough, its clock is ours."""
    if connection.settings_dict["USER"] == settings.RUNTIME_ROLE:  # and not the owner, who migrates
        try:
            refuse_unsafe_role()
        except ImproperlyConfigured as error:
            yield Error(str(error), id="smm.E080")
    with connection.cursor() as cursor:
        began = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        theirs, ended = float(cursor.fetchone()[0]), time.time()
    skew = max(began - theirs, theirs - ended, 0.0)
    if skew > SKEW_SECONDS:
        hint = "Keep both machines' clocks right (chrony, systemd-timesyncd). Posts go out by the database's."
        yield Warning(
            f"Our clock and the database's are {skew:.0f} s apart or more.", hint=hint, id="smm.W081"
        )
    if connection.pg_version < OLDEST_POSTGRES * 10_000:  # type: ignore[attr-defined]
        yield Error(f"PostgreSQL {OLDEST_POSTGRES} or newer is needed.", id="smm.E082")
