"""Addresses of organizations and brands: readable, unique in the installation, never a reserved word."""

from __future__ import annotations

from django.db import IntegrityError, connection, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import doors
from core.doors import Door
from core.errors import DomainError
from core.text import fold

LONGEST = 48
RACES = 5
RESERVED = frozenset(
    {
        "a", "accounts", "admin", "all", "api", "b", "feeds", "help", "hooks", "me", "media", "meydan",
        "new", "o", "sandbox", "settings", "start", "static", "support", "www",
    }
)  # fmt: skip


class BadAddress(DomainError):
    """This cannot be an address; the sentence proposes one that can."""

    code = "bad_address"


def slug(name: str) -> str:
    """`name` in small Latin letters and hyphens, Turkish and Azerbaijani letters folded; "place" when none is left."""
    return slugify(fold(name))[:LONGEST].strip("-") or "place"


def claim(kind: Door.Kind, name: str, *, organization_id: int, target: int) -> str:
    """Make the door of a new row and return its slug: that of its name, with a number when taken."""
    wanted = slug(name)
    for _try in range(RACES):
        key = doors.free_key(kind, wanted, RESERVED)
        try:
            with transaction.atomic():
                doors.put(kind, key, organization_id=organization_id, target=str(target))
        except IntegrityError:
            continue  # somebody took it between our look and our step
        return key
    raise IntegrityError(f"no free {kind} address near {wanted!r}")


def move(kind: Door.Kind, wanted: str, *, organization_id: int, target: int) -> None:
    """Let `wanted` lead to a row that has an address already; its former ones go on leading there.

    Raises BadAddress for what is no address, is reserved, or leads somewhere else.
    """
    if wanted != slug(wanted):
        words = _("An address has small Latin letters, digits and hyphens. “%(free)s” would do.")
        raise BadAddress(words % {"free": _free(kind, slug(wanted))})
    if wanted in RESERVED:
        words = _("“%(wanted)s” is a word that we need ourselves. “%(free)s” is free.")
        raise BadAddress(words % {"wanted": wanted, "free": _free(kind, wanted)})
    way = doors.find(kind, wanted)
    if way is not None and (way.organization_id, way.target) == (organization_id, str(target)):
        return
    try:
        with transaction.atomic():
            doors.put(kind, wanted, organization_id=organization_id, target=str(target))
    except IntegrityError:
        words = _("“%(wanted)s” is taken. “%(free)s” is free.")
        raise BadAddress(words % {"wanted": wanted, "free": _free(kind, wanted)}) from None


def _free(kind: Door.Kind, wanted: str) -> str:
    return doors.free_key(kind, wanted, RESERVED)


def next_id(model: type[models.Model]) -> int:
    """The id of a row that will be made in a moment: its door and its scope need it first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])
