"""Addresses of organizations and brands: readable, unique in the installation, never a reserved word."""

from __future__ import annotations

from django.db import IntegrityError, connection, models, transaction
from django.utils.text import slugify

from core import doors
from core.doors import Door
from core.text import fold

LONGEST = 48
RACES = 5
RESERVED = frozenset(
    {
        "a", "accounts", "admin", "all", "api", "b", "feeds", "help", "hooks", "me", "media", "meydan",
        "new", "o", "sandbox", "settings", "start", "static", "support", "www",
    }
)  # fmt: skip


def slug(name: str) -> str:
    """`name` in small Latin letters and hyphens, Turkish and Azerbaijani letters folded; "place" when none is left."""
    return slugify(fold(name))[:LONGEST].strip("-") or "place"


def claim(kind: Door.Kind, name: str, *, organization_id: int, target: int) -> str:
    """Make the door of a new row and return its slug: that of its name, with a number when taken."""
    wanted = slug(name)
    for _ in range(RACES):
        key = doors.free_key(kind, wanted, RESERVED)
        try:
            with transaction.atomic():
                doors.put(kind, key, organization_id=organization_id, target=str(target))
        except IntegrityError:
            continue  # somebody took it between our look and our step
        return key
    raise IntegrityError(f"no free {kind} address near {wanted!r}")


def next_id(model: type[models.Model]) -> int:
    """The id of a row that will be made in a moment: its door and its scope need it first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])
