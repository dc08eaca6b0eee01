"""What `manage.py check` says about an installation."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection

from core.tenancy.owner import as_owner
from smm import checks
from tests.architecture.source import ROOT

KEY = "kT3-vQ9_mZ7xWc2" * 4
RING = "k1:bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4="

Finder = Callable[[], Iterator[CheckMessage]]


@pytest.fixture(autouse=True)
def sound(settings: Any, tmp_path: Path) -> Any:
    """An installation that nothing is to be said about."""
    (tmp_path / "staticfiles.json").touch()
    for name, value in {
        "BASE_URL": "https://meydan.example",
        "ALLOWED_HOSTS": ["meydan.example"],
        "MEDIA_ORIGIN": "https://media.meydan.example",
        "HTTP_ALLOW_ORIGINS": [],
        "SANDBOX_ORIGIN": "",
        "SECRET_KEY": KEY,
        "SECRET_KEY_FALLBACKS": ["former"],
        "TOKEN_KEYS": RING,
        "METRICS_TOKEN": "m" * 30,
        "STATIC_ROOT": tmp_path,
        "PROXIES": ["10.0.0.0/8"],
        "DEMO": False,
        "OPEN_SIGNUP": False,
        "RESTORED": False,
    }.items():
        setattr(settings, name, value)
    return settings


ALL = (
    checks.ticks,
    checks.patience,
    checks.addresses,
    checks.ways_out,
    checks.secrets,
    checks.files,
    checks.proxies_listed,
    checks.trial,
    checks.logs,
)


def ids(finder: Finder) -> list[str]:
    """What a check found."""
    return [str(found.id) for found in finder()]


@pytest.mark.parametrize("finder", ALL)
def test_a_sound_installation_is_left_in_peace(finder: Finder) -> None:
    assert ids(finder) == []


@pytest.mark.parametrize(
    ("finder", "change", "expected"),
    [
        (checks.ticks, {"CELERY_BEAT_SCHEDULE": {"x": ("core.nothing", "mail")}}, "smm.E001"),
        (checks.ticks, {"CELERY_BEAT_SCHEDULE": {"x": ("core.sweep", "nobody")}}, "smm.E002"),
        (checks.patience, {"CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 599}}, "smm.E003"),
        (checks.patience, {"LANE_HEARTBEAT_SECONDS": 11}, "smm.E004"),
        (checks.patience, {"SEND_DEADLINE_SECONDS": 20}, "smm.E005"),
        (checks.addresses, {"BASE_URL": "http://meydan.example"}, "smm.E010"),
        (checks.addresses, {"ALLOWED_HOSTS": ["*"]}, "smm.E011"),
        (checks.addresses, {"ALLOWED_HOSTS": [".meydan.example"]}, "smm.E011"),
        (checks.addresses, {"ALLOWED_HOSTS": ["other.example"]}, "smm.E012"),
        (checks.addresses, {"MEDIA_ORIGIN": "http://media.example"}, "smm.E013"),
        (checks.addresses, {"MEDIA_ORIGIN": "https://meydan.example"}, "smm.W014"),
        (checks.ways_out, {"HTTP_ALLOW_ORIGINS": ["http://10.0.0.1"]}, "smm.W020"),
        (checks.ways_out, {"SANDBOX_ORIGIN": "http://10.0.0.1"}, "smm.W020"),
        (checks.secrets, {"SECRET_KEY": "short"}, "smm.E030"),
        (checks.secrets, {"SECRET_KEY_FALLBACKS": [KEY]}, "smm.W031"),
        (
            checks.secrets,
            {"TOKEN_KEYS": f"{RING},dev:ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="},
            "smm.E032",
        ),
        (checks.secrets, {"TOKEN_KEYS": f"{RING},{RING}"}, "smm.E033"),
        (checks.secrets, {"METRICS_TOKEN": "1234"}, "smm.W034"),
        (checks.files, {"STATIC_ROOT": "/nowhere"}, "smm.E040"),
        (checks.proxies_listed, {"PROXIES": ["0.0.0.0/0"]}, "smm.E050"),
        (checks.proxies_listed, {"PROXIES": ["proxy.internal"]}, "smm.E050"),
        (checks.proxies_listed, {"PROXIES": ["8.8.8.8"]}, "smm.W051"),
        (checks.trial, {"DEMO": True}, "smm.W060"),
        (checks.trial, {"OPEN_SIGNUP": True}, "smm.W061"),
        (checks.trial, {"RESTORED": True}, "smm.W062"),
        (checks.logs, {"LOGGING": {"root": {"level": "debug"}}}, "smm.W070"),
    ],
)
def test_what_is_wrong_is_told(sound: Any, finder: Finder, change: dict[str, Any], expected: str) -> None:
    for name, value in change.items():
        setattr(sound, name, _ticks(value) if name == "CELERY_BEAT_SCHEDULE" else value)

    assert ids(finder) == [expected]
    assert all(len(found.msg) > 10 for found in finder())


def _ticks(told: dict[str, tuple[str, str]]) -> dict[str, Any]:
    return {name: {"task": task, "options": {"queue": queue}} for name, (task, queue) in told.items()}


def test_on_this_machine_http_is_enough_to_try_it_out(sound: Any) -> None:
    sound.BASE_URL, sound.ALLOWED_HOSTS = "http://127.0.0.1:8000", ["127.0.0.1"]

    assert ids(checks.addresses) == []


@pytest.mark.django_db
def test_the_database_of_the_tests_is_sound() -> None:
    assert ids(checks.database) == []


@pytest.mark.django_db(transaction=True)
def test_the_owner_may_migrate_but_must_not_serve(settings: Any) -> None:
    with as_owner():
        assert ids(checks.database) == []
        settings.RUNTIME_ROLE = connection.settings_dict["USER"]
        assert ids(checks.database) == ["smm.E080"]


@pytest.mark.django_db
def test_clocks_that_differ_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for ahead in (3, -3):
        monkeypatch.setattr(checks, "time", _Clock(ahead))
        assert ids(checks.database) == ["smm.W081"]


class _Clock:
    def __init__(self, ahead: float) -> None:
        self._ahead = ahead

    def time(self) -> float:
        """As the module's."""
        return time.time() + self._ahead


@pytest.mark.django_db
def test_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_POSTGRES", 99)

    assert ids(checks.database) == ["smm.E082"]


def manage(*words: str, **change: str) -> subprocess.CompletedProcess[str]:
    """A command with production's environment, all of it, and some of it changed."""
    names = ("PATH", "HOME", "VIRTUAL_ENV", "DATABASE_URL")
    production = {
        "MEYDAN_ENV": "production",
        "BASE_URL": "https://meydan.example",
        "SECRET_KEY": KEY,
        "TOKEN_KEYS": RING,
        "EMAIL_URL": "smtps://user:password@mail.example",
        "MEYDAN_METRICS_TOKEN": "m" * 30,
        "MEYDAN_PROXIES": "10.0.0.0/8",
        **{name: os.environ[name] for name in names if name in os.environ},
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**production, **change},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.django_db
def test_production_passes_every_check_and_what_breaks_it_is_found(tmp_path: Path) -> None:
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
    (tmp_path / "staticfiles.json").write_text("{}")
    words = ("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    known = {"DATABASE_URL": url, "MEYDAN_STATIC_ROOT": str(tmp_path)}

    good = manage(*words, **known)
    bad = manage(
        *words, **known, BASE_URL="http://meydan.example", HTTP_ALLOW_ORIGINS="http://10.0.0.1", DEMO="1"
    )

    assert good.returncode == 0, good.stderr
    assert bad.returncode == 1
    assert all(one in bad.stderr for one in ("smm.E010", "smm.W020", "smm.W060"))
