"""Hands for the tests of pages: a browser of somebody in a role, addresses, pictures, many posts at once."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from calendar_app.models import Delivery, Post, PostVersion
from calendar_app.promise import local_of
from connections.models import Channel
from core.outbox.states import State
from media_library.models import Asset
from tests.calendar_app.posts import inside
from tests.world import Place


def browser(person: User) -> Client:
    """A browser in which `person` is signed in."""
    client = Client()
    client.force_login(person)
    return client


def at(place: Place, path: str = "") -> str:
    """An address below the place's brand."""
    return f"/b/{place.brand.slug}/{path}"


def at_post(place: Place, post: Post, path: str = "") -> str:
    """An address below a post."""
    return at(place, f"posts/{post.pk}/{path}")


def at_delivery(place: Place, delivery: Delivery, path: str) -> str:
    """An address below a delivery."""
    return at(place, f"deliveries/{delivery.pk}/{path}")


def asset(place: Place, name: str = "cup.jpg") -> Asset:
    """A picture of the place's brand, without a file behind it."""
    with inside(place):
        return Asset.objects.create(
            organization=place.organization,
            brand=place.brand,
            sha256="ab" * 32,
            mime="image/jpeg",
            byte_size=1000,
            width=800,
            height=1000,
            name=name,
        )


def picture(name: str = "cup.png") -> SimpleUploadedFile:
    """A small picture to upload."""
    made = io.BytesIO()
    Image.new("RGB", (40, 50), "#c84").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/png")


def many(place: Place, channel: Channel, count: int, first: datetime, days: int = 28) -> None:
    """`count` drafts with a time, spread over `days` from `first` on; in bulk, inside the open scope."""
    step = timedelta(days=days) / count
    common = {"organization": place.organization, "brand": place.brand}
    posts = [_post(place, first + step * number, f"Post {number}") for number in range(count)]
    Post.objects.bulk_create(posts)
    versions = [PostVersion(**common, post=post, number=1, canonical=b"{}") for post in posts]
    PostVersion.objects.bulk_create(versions)
    content_hash = PostVersion.objects.values_list("content_hash", flat=True).get(pk=versions[0].pk)
    Delivery.objects.bulk_create(
        Delivery(
            **common,
            post=post,
            version=version,
            content_hash=content_hash,
            channel=channel,
            planned_at=post.planned_at,
            state=State.DRAFT,
        )
        for post, version in zip(posts, versions, strict=True)
    )


def _post(place: Place, planned_at: datetime, headline: str) -> Post:
    zone = place.brand.zone
    return Post(
        organization=place.organization,
        brand=place.brand,
        headline=headline,
        planned_at=planned_at,
        planned_local=local_of(planned_at, zone),
        zone=zone,
        tzdata="test",
    )
