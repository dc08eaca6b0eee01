"""Posts for tests, made through the services, on channels that need no network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from accounts.access import by
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise, local_of
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from connections.models import Channel, Credential
from core import clock
from core.ledger import By
from core.outbox.clearance import Clearance
from core.outbox.states import State
from core.tenancy import scope
from tests.world import Place


@contextmanager
def inside(place: Place) -> Iterator[None]:
    """The scope of the place's brand."""
    with scope.enter(place.organization.pk, [place.brand.pk]):
        yield


def channel(place: Place, handle: str = "kehreba", network: str = "sandbox", origin: str = "") -> Channel:
    """A healthy channel of the place's brand."""
    made = Channel.objects.create(
        organization=place.organization,
        brand=place.brand,
        network=network,
        origin=origin or "http://127.0.0.1:9",
        remote_id=handle,
        handle=handle,
    )
    Credential.objects.create(
        organization=place.organization, brand=place.brand, channel=made, secret='{"access": "x"}'
    )
    return made


def actor(place: Place) -> By:
    """The editor, as the ledger writes her."""
    return by(place.editor)


def draft(place: Place, *channels: Channel, text: str = "Salam") -> Post:
    """A draft on these channels."""
    written = Content(text=text, channels=[one.pk for one in channels])
    return composing.create(place.brand, written, author=place.editor, by=actor(place))


def scheduled(place: Place, *channels: Channel, minutes: float = 60, text: str = "Salam") -> Post:
    """A post scheduled some minutes from now."""
    at = clock.now() + timedelta(minutes=minutes)
    zone = place.brand.zone
    post = draft(place, *channels, text=text)
    return scheduling.schedule(post, Promise(local_of(at, zone), zone, at), by=actor(place))


def delivery(post: Post) -> Delivery:
    """The post's only delivery, as it is now."""
    return Delivery.objects.get(post=post)


def make_due(post: Post) -> None:
    """Let its time be now: the row moves, the clock does not."""
    past = clock.now() - timedelta(seconds=1)
    Delivery.objects.filter(post=post).update(planned_at=past, due_at=past)


def narrow(opens_at: datetime, closes_at: datetime) -> None:
    """What waits does so by another yes, for these times only: a yes itself is written once."""
    waiting = Delivery.objects.filter(state=State.WAITING)
    for row in list(waiting.select_related("clearance")):
        Delivery.objects.filter(pk=row.pk).update(state=State.DRAFT, clearance=None)
        Clearance.objects.filter(pk=row.clearance_id).delete()
        yes = row.clearance
        yes.opens_at, yes.closes_at = opens_at, closes_at
        yes.save(force_insert=True)
        Delivery.objects.filter(pk=row.pk).update(state=State.WAITING, clearance=yes)
