"""Organizations, brands and channels, made through the product's own services and a network over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.access import by
from accounts.models import Brand, User
from accounts.services import brands, organizations
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise, local_of
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from connections.models import Channel
from connections.services import connecting
from core import clock
from core.ledger import By
from core.tenancy import scope

FAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Place:
    """One brand with its channels, and one scheduled delivery, far away, as the services make it."""

    brand: Brand
    channels: list[Channel]
    pattern: Delivery


@contextmanager
def inside(place: Place) -> Iterator[None]:
    """The scope of the place's brand."""
    with scope.enter(place.brand.organization_id, [place.brand.pk]):
        yield


def organization(name: str, *, brands_wanted: int, channels_each: int) -> list[Place]:
    """A new organization: its brands, each with channels `key-<organization>-<brand>-<number>`."""
    with scope.leave():
        owner = User.objects.create_user(f"{name}@example.com", None, name=name.title())
        first = organizations.create(
            name=name.title(), owner=owner, brand_name=f"{name}-1", zone="Asia/Baku", language="en"
        )
    made = [first, *(_brand(first, f"{name}-{number}", owner) for number in range(2, brands_wanted + 1))]
    return [_place(brand, owner, channels_each) for brand in made]


def _brand(first: Brand, name: str, owner: User) -> Brand:
    return brands.create(
        organization=first.organization, name=name, zone="Asia/Baku", language="en", by=by(owner)
    )


def _place(brand: Brand, owner: User, channels_wanted: int) -> Place:
    with scope.enter(brand.organization_id, [brand.pk]):
        actor = by(owner)
        channels = [_channel(brand, number, actor) for number in range(channels_wanted)]
        post = _scheduled(brand, channels[0], owner, clock.now() + FAR)
        pattern = Delivery.objects.select_related("post", "version", "clearance").get(post=post)
    return Place(brand, channels, pattern)


def _channel(brand: Brand, number: int, actor: By) -> Channel:
    handle = f"key-{brand.organization_id}-{brand.pk}-{number}"
    return connecting.connect(brand, "sandbox", {"handle": handle}, by=actor)


def _scheduled(brand: Brand, channel: Channel, owner: User, at: datetime) -> Post:
    written = Content(text="Salam 0", channels=[channel.pk])
    post = composing.create(brand, written, author=owner, by=by(owner))
    promise = Promise(local_of(at, brand.zone), brand.zone, at)
    return scheduling.schedule(post, promise, by=by(owner))
