"""Kinds that tests tell of, and telling them."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity import kinds
from activity.kinds import Kind
from activity.models import Digest, Rhythm
from activity.models.rhythm import Pace, Quiet
from activity.services import telling
from core import clock
from core.outbox import serving
from core.outbox.lanes import Lane
from tests.world import Place

THINGS = kinds.Group("tests", "Things of tests", 1)
PLAIN = Kind(
    "tests.plain",
    "%(headline)s happened",
    "It can wait.",
    "Happened: %(headline)s",
    label="Plain",
    group=THINGS,
)
CRITICAL = Kind(
    "tests.critical",
    "%(headline)s broke",
    "It cannot wait.",
    "Broke: %(headline)s",
    group=THINGS,
    critical=True,
)
MUST = Kind(
    "tests.must",
    "%(headline)s needs you",
    "Look at it.",
    "Needed: %(headline)s",
    label="Must",
    group=THINGS,
    critical=True,
    must=_("Published"),
)
MANY = Kind(
    "tests.many",
    "%(headline)s stopped",
    "With many others.",
    "Stopped: %(headline)s",
    group=THINGS,
    critical=True,
    together=lambda facts: str(facts.get("code", "")),
)


def register() -> None:
    """The kinds of these tests."""
    kinds.register(PLAIN, CRITICAL, MUST, MANY)


def tell(place: Place, *people: User, kind: Kind = PLAIN, cause: str = "first", **facts: str) -> int:
    """Tell these people that something happened in the brand."""
    said = {"headline": "Salam", **facts}
    return telling.tell(people, kind.name, subject="post:7", cause=cause, brand=place.brand, facts=said)


def rhythm(place: Place, person: User, **fields: object) -> Rhythm:
    """How she wants mails that can wait."""
    values = {"quiet": Quiet.NONE, "pace": Pace.NOW, **fields}
    found: Rhythm = Rhythm.objects.create(organization=place.organization, person=person, **values)
    return found


def around_now(zone: str = "UTC") -> tuple[time, time]:
    """Quiet hours that hold this moment and end in at most two hours."""
    now = clock.now().astimezone(ZoneInfo(zone))
    return (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time()


def make_due() -> None:
    """As if the periods of all digests of the open organization were over; their notices keep their period."""
    for row in Digest.objects.all():
        Digest.objects.filter(pk=row.pk).update(due_at=clock.now())


def drain() -> int:
    """Serve what is due of digests; returns how many turns that took."""
    Lane.objects.filter(kind="digest").update(lease_until=None)
    turns = 0
    while serving.serve_next(["digest"]):
        turns += 1
    return turns
