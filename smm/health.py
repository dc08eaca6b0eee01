"""Whether this process lives (`/healthz`), and whether it can serve (`/readyz`).

Not ready is what makes every page fail: no database, migrations that wait, a folder of files that cannot be written.
A silent broker only degrades: nothing a person does waits for it, and workers look for due posts without its bell, so
taking the pages away because of it would turn a small fault into a large one.
"""

from __future__ import annotations

import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from smm import figures

UNAVAILABLE = 503
PATIENCE_SECONDS = 1.0
APPLIED = "SELECT app, name FROM django_migrations"

_others = ThreadPoolExecutor(max_workers=4, thread_name_prefix="ready")
"""Asks what could hang and has no time limit of its own."""


class Part(StrEnum):
    """What is found of one part. Never an address, a name or an error's own words."""

    OK = "ok"
    SILENT = "does not answer"
    WAITING = "migrations wait"
    READ_ONLY = "cannot be written"


@login_not_required
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Each part by name; 503 when people could not work. Takes some ten milliseconds, at most a few seconds."""
    storage, broker = _others.submit(_storage), _others.submit(_broker)
    needed = {"database": _database(), "storage": _in_time(storage)}
    parts = {**needed, "broker": _in_time(broker)}
    if any(part is not Part.OK for part in needed.values()):
        return JsonResponse({"status": "not ready", "parts": parts}, status=UNAVAILABLE)
    is_whole = parts["broker"] is Part.OK
    return JsonResponse({"status": "ok" if is_whole else "degraded", "parts": parts})


def _in_time(asked: Future[Part]) -> Part:
    try:
        return asked.result(timeout=PATIENCE_SECONDS)
    except TimeoutError:
        return Part.SILENT


def _database() -> Part:
    """It answers within a second and has every migration that this code knows; it may have newer ones."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {round(PATIENCE_SECONDS * 1000)}")
            cursor.execute(APPLIED)
            applied = set(cursor.fetchall())
    except Error:
        return Part.SILENT
    return Part.OK if _known() <= applied else Part.WAITING


@cache
def _known() -> frozenset[tuple[str, str]]:
    """The migrations of this code. They do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _storage() -> Part:
    """Files in a folder are tried by writing one; a store that is asked over the network is not asked here."""
    if not isinstance(default_storage, FileSystemStorage):
        return Part.OK
    try:
        folder = Path(default_storage.location)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".ready-") as probe:
            probe.write(b"ready")
            probe.flush()
    except OSError:
        return Part.READ_ONLY
    return Part.OK


def _broker() -> Part:
    return Part.SILENT if figures.queue_depths() is None else Part.OK
