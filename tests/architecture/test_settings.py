"""Settings: every name is documented, a missing key refuses the start, an unsafe role is not let in."""

from __future__ import annotations

import ast
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.checks import refuse_unsafe_role
from core.tenancy.owner import as_owner
from tests.architecture.source import ROOT, python, tree

EXAMPLE = ROOT / ".env.example"
NAME = re.compile(r"[A-Z][A-Z0-9_]+")
LINE = re.compile(r"#?([A-Z][A-Z0-9_]*)=.*")
READERS = frozenset(
    {"text", "flag", "number", "numbers", "choice", "words", "database", "storage", "from_person"}
)
OF_THE_SYSTEM = frozenset({"PATH", "HOME", "DJANGO_SETTINGS_MODULE"})
KEY = "new:bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4="


@cache
def read_names() -> set[str]:
    """The names of environment variables that our code reads."""
    found = {name for file in python(tests=False) for name in _read(tree(file))}
    return found - OF_THE_SYSTEM


def _read(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call) and inner.args and _asks_environment(inner.func):
            yield from _constants(inner.args[0])
        if isinstance(inner, ast.Subscript) and _is_environ(inner.value) and isinstance(inner.ctx, ast.Load):
            yield from _constants(inner.slice)


def _asks_environment(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return isinstance(called, ast.Name) and called.id in READERS
    return (
        called.attr in READERS
        or (called.attr == "get" and _is_environ(called.value))
        or called.attr == "getenv"
    )


def _is_environ(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
        yield node.value


def documented() -> dict[str, str]:
    """Name → the comment lines above it in .env.example."""
    found: dict[str, str] = {}
    comment: list[str] = []
    for line in EXAMPLE.read_text().splitlines():
        match = LINE.fullmatch(line)
        if match:
            found[match[1]] = " ".join(comment)
        comment = [*comment, line.lstrip("# ")] if line.startswith("#") and not match else []
    return found


def test_every_name_that_is_read_is_documented_and_no_other() -> None:
    assert {"DATABASE_URL", "SECRET_KEY", "FAULTPOINTS"} <= read_names()
    assert set(documented()) - read_names() == set()
    assert read_names() - set(documented()) == set()


def test_every_documented_name_says_what_it_is_for() -> None:
    assert [name for name, comment in documented().items() if len(comment) < 10] == []


def test_the_warning_of_misspelt_names_knows_every_name() -> None:
    assert {name for name in read_names() if name.startswith("MEYDAN_")} == settings.KNOWN


@pytest.mark.parametrize(
    "source",
    [
        "env.text('A_NAME')",
        "env.flag('A_NAME', True)",
        "env.choice('A_NAME', ['a', 'b'], default='a')",
        "os.environ['A_NAME']",
        "os.environ.get('A_NAME', '')",
        "os.getenv('A_NAME')",
        "variables.from_person('A_NAME')",
    ],
)
def test_readers_are_recognized(source: str) -> None:
    assert list(_read(ast.parse(source))) == ["A_NAME"]


def start(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh interpreter that knows only these variables of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not NAME.fullmatch(name) or name in OF_THE_SYSTEM
    }
    kept |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "smm.settings"}
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning:smm.settings", "-c", code],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


LOAD = "import smm.settings"
SETUP = "import django; django.setup()"
PRODUCTION = {"DATABASE_URL": "postgres://app:x@db/meydan", "SECRET_KEY": "x" * 60, "TOKEN_KEYS": KEY}


def test_it_starts_with_no_setting_at_all() -> None:
    done = start(SETUP)

    assert done.returncode == 0, done.stderr


def test_it_starts_in_production_with_its_keys() -> None:
    done = start(
        f"{SETUP}\nfrom django.conf import settings\nprint(settings.DEVELOPMENT, settings.OPEN_SIGNUP)",
        **PRODUCTION,
    )

    assert done.stdout.split() == ["False", "False"], done.stderr


def test_with_https_every_cookie_that_opens_something_belongs_to_this_host_alone() -> None:
    names = "SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, devices.COOKIE, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE"
    code = f"{SETUP}\nfrom django.conf import settings as s\nfrom accounts import devices\nprint(s.{names})"

    done = start(code, **PRODUCTION | {"BASE_URL": "https://meydan.example"})

    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "__Host-device", "True", "True"], (
        done.stderr
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"TOKEN_KEYS": ""}, "TOKEN_KEYS"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"MEYDAN_DEBUG": "perhaps"}, "MEYDAN_DEBUG"),
        ({"MEYDAN_LOG_FORMAT": "xml"}, "MEYDAN_LOG_FORMAT"),
        ({"MEYDAN_UNDO_SECONDS": "soon"}, "MEYDAN_UNDO_SECONDS"),
        ({"MEYDAN_UNDO_SECOND": "10"}, "MEYDAN_UNDO_SECOND"),
        ({"SECRET_KEY_FILE": "/nowhere", "SECRET_KEY": "-"}, "SECRET_KEY_FILE"),
    ],
)
def test_a_missing_or_wrong_value_refuses_the_start_and_names_itself(
    change: dict[str, str], said: str
) -> None:
    values = {name: value for name, value in (PRODUCTION | change).items() if value != "-"}

    done = start(LOAD, **values)

    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]


def test_keys_that_cannot_encrypt_refuse_the_start() -> None:
    done = start(SETUP, **PRODUCTION | {"TOKEN_KEYS": "new:short"})

    assert done.returncode != 0
    assert "TOKEN_KEYS" in done.stderr.splitlines()[-1]


@contextmanager
def a_role(options: str, *grants: str) -> Iterator[tuple[str, str]]:
    """A role of the test database for a while; its name and password."""
    admin = os.environ.get("DATABASE_ADMIN_URL", "")
    if not admin:
        pytest.skip("no DATABASE_ADMIN_URL: roles cannot be made")
    name, password = f"test_{secrets.token_hex(4)}", secrets.token_hex(16)
    line = psycopg2.connect(admin)
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' {options}")
        for grant in grants:
            cursor.execute(f"GRANT {grant} TO {name}")
    try:
        yield name, password
    finally:
        with line.cursor() as cursor:
            cursor.execute(f"DROP ROLE {name}")
        line.close()


def web_process_as(name: str, password: str) -> subprocess.CompletedProcess[str]:
    """Start the web process with this role."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = f"{name}:{password}@{parts.hostname}:{parts.port}"
    url = urlunsplit(parts._replace(netloc=place, path=f"/{connection.settings_dict['NAME']}"))
    return start("import smm.wsgi", **PRODUCTION | {"DATABASE_URL": url})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "grants"),
    [
        ("SUPERUSER", []),
        ("BYPASSRLS", []),
        ("", [f"{settings.DATABASE_OWNER.get('USER', 'meydan_owner')} "]),
    ],
    ids=["superuser", "passes row security", "may become the owner"],
)
def test_a_role_that_could_pass_the_wall_is_not_served(options: str, grants: list[str]) -> None:
    with a_role(options, *grants) as (name, password):
        done = web_process_as(name, password)

    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert name in done.stderr


@pytest.mark.django_db
def test_a_plain_role_is_served() -> None:
    with a_role("") as (name, password):
        done = web_process_as(name, password)

    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_the_runtime_role_is_safe_and_the_owner_is_not() -> None:
    refuse_unsafe_role()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE relname = 'core_door'"
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_tables_is_not_served() -> None:
    with as_owner(), pytest.raises(ImproperlyConfigured):
        refuse_unsafe_role()
