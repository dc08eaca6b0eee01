"""The demo's last weeks: posts that are out at the sandbox, with their history, as if people had worked here all along."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.access import by
from accounts.models import Brand, User
from calendar_app.document import to_bytes
from calendar_app.models import Attempt, Delivery, Post, PostVersion, Showing
from calendar_app.promise import Promise, promise
from calendar_app.services.content import Content, assemble
from connections.client import Client, client_for
from connections.models import Channel
from core.ids import uuid7
from core.ledger import SYSTEM, By, Event
from core.outbox.states import OUTGOING, State
from media_library.models import Asset
from media_library.services import intake
from networks.base import Draft, Prepared, Published
from smm.demo.words import Caption

DAYS = 60
HOURS = (9, 12, 18, 19, 20)
DAYS_OFF = 0.18
"""Share of days on which nothing was posted."""
LIVE = OUTGOING.after(OUTGOING.after(State.WAITING, "fence"), "settle")


@dataclass(frozen=True, slots=True)
class Sent:
    """One post of the past on one channel, and where it is."""

    caption: Caption
    channel: Channel
    at: Promise
    where: Published
    key: str


def library(brand: Brand, captions: Sequence[Caption], *, author: User) -> dict[str, Asset]:
    """The pictures of the captions in the brand's library, each once, by the name of what draws it."""
    drawn = {caption.picture.__name__: caption for caption in captions}
    return {name: _taken(brand, name, caption, author) for name, caption in drawn.items()}


def _taken(brand: Brand, name: str, caption: Caption, author: User) -> Asset:
    upload = SimpleUploadedFile(f"{name}.png", caption.picture(), "image/png")
    return intake.take_in(brand, upload, by=by(author), alt=caption.alt)


def publish(
    brand: Brand, channels: Sequence[Channel], captions: Sequence[Caption], rng: Random
) -> list[Sent]:
    """Put the posts of the last sixty days on the sandbox, oldest first. Outside any transaction."""
    clients = {channel.pk: client_for(channel) for channel in channels}
    return [
        _sent(clients[channel.pk], channel, rng.choice(captions), at, rng)
        for at in _moments(brand, rng)
        for channel in channels
        if rng.random() > 0.25
    ]


def _moments(brand: Brand, rng: Random) -> list[Promise]:
    """One post on most days, two on some, at hours that people keep."""
    today = datetime.now(ZoneInfo(brand.zone)).date()
    found = []
    for ago in range(DAYS, 0, -1):
        if rng.random() < DAYS_OFF:
            continue
        hours = sorted(rng.sample(HOURS, k=2 if rng.random() < 0.2 else 1))
        day = today - timedelta(days=ago)
        found += [promise(f"{day}T{hour:02}:{rng.choice((0, 30)):02}", brand.zone) for hour in hours]
    return found


def _sent(client: Client, channel: Channel, caption: Caption, at: Promise, rng: Random) -> Sent:
    prepared = client.prepare(Draft(text=caption.text))
    body: Mapping[str, Any] = {**prepared.body, "created_at": int(at.at.timestamp())}
    key = client.new_key(int(at.at.timestamp() * 1_000_000), rng.randrange(1 << 10))
    return Sent(caption, channel, at, client.publish(Prepared(body), key, lambda: None), key)


def write(brand: Brand, sent: Sequence[Sent], assets: Mapping[str, Asset], *, author: User) -> list[Delivery]:
    """Their rows, with what the ledger would say of them. Ask inside the brand's scope."""
    rows = _Rows(brand, assets, author)
    for one in sent:
        rows.add(one)
    rows.save()
    return rows.deliveries


class _Rows:
    """Gathered, and written table by table."""

    def __init__(self, brand: Brand, assets: Mapping[str, Asset], author: User) -> None:
        self.brand, self.assets, self.author = brand, assets, author
        self.own: dict[str, Any] = {"organization_id": brand.organization_id, "brand_id": brand.pk}
        self.posts: list[Post] = []
        self.versions: list[PostVersion] = []
        self.showings: list[Showing] = []
        self.deliveries: list[Delivery] = []
        self.attempts: list[Attempt] = []
        self.events: list[Event] = []

    def add(self, one: Sent) -> None:
        """One post on one channel."""
        asset = self.assets[one.caption.picture.__name__]
        content = Content(
            text=one.caption.text, channels=[one.channel.pk], media=[(asset.pk, one.caption.alt)]
        )
        document = assemble(self.brand, content, [(asset, one.caption.alt)])
        canonical = to_bytes(document)
        post = Post(
            **self.own,
            author=self.author,
            headline=document.headline(),
            cover=asset,
            planned_local=one.at.local,
            zone=one.at.zone,
            planned_at=one.at.at,
            tzdata=one.at.tzdata,
            revision=3,
        )
        version = PostVersion(
            id=uuid7(), post=post, number=1, canonical=canonical, author=self.author, **self.own
        )
        self.posts.append(post)
        self.versions.append(version)
        self.showings.append(
            Showing(post=post, version=version, asset_uuid=asset.pk, sha256=asset.sha256, **self.own)
        )
        self._deliver(one, post, version, hashlib.sha256(canonical).hexdigest())

    def _deliver(self, one: Sent, post: Post, version: PostVersion, content_hash: str) -> None:
        started, settled = one.at.at + timedelta(seconds=0.4), one.at.at + timedelta(seconds=1.3)
        fence = uuid7()
        delivery = Delivery(
            **self.own,
            post=post,
            version=version,
            content_hash=content_hash,
            channel=one.channel,
            planned_at=one.at.at,
            state=LIVE,
            tries=1,
            fence=fence,
            fenced_at=started,
            remote_key=one.key,
            keyed_at=started,
            remote_id=one.where.remote_id,
            remote_url=one.where.url,
            settled_at=settled,
        )
        self.deliveries.append(delivery)
        self.attempts.append(
            Attempt(
                **self.own,
                delivery=delivery,
                number=1,
                fence=fence,
                payload_hash=content_hash,
                target=one.channel.remote_id,
                outcome=Attempt.Outcome.LIVE,
                started_at=started,
                ended_at=settled,
            )
        )
        self._tell(one, post, {"delivery": str(delivery.pk)}, (started, settled))

    def _tell(self, one: Sent, post: Post, facts: dict[str, Any], moments: tuple[datetime, datetime]) -> None:
        person, (started, settled) = by(self.author), moments
        written = one.at.at - timedelta(days=2, hours=3)
        self._event("calendar_app.post_created", post, person, written, {})
        planned = {"at": one.at.at.isoformat()}
        self._event("calendar_app.post_scheduled", post, person, written + timedelta(minutes=9), planned)
        self._event("publishing.started", post, SYSTEM, started, facts)
        self._event("publishing.live", post, SYSTEM, settled, {**facts, "url": one.where.url})

    def _event(self, kind: str, post: Post, who: By, at: datetime, facts: dict[str, Any]) -> None:
        self.events.append(
            Event(
                **self.own,
                kind=kind,
                subject=post.subject,
                by_kind=who.kind,
                by_id=who.id,
                by_name=who.name,
                facts=facts,
                at=at,
            )
        )

    def save(self) -> None:
        """All in one transaction; a post learns its version last, because each points at the other."""
        with transaction.atomic():
            Post.objects.bulk_create(self.posts)
            PostVersion.objects.bulk_create(self.versions)
            for post, version in zip(self.posts, self.versions, strict=True):
                post.version = version
                post.created_at = (post.planned_at or datetime.now(UTC)) - timedelta(days=2)
            Post.objects.bulk_update(self.posts, ["version", "created_at"])
            Showing.objects.bulk_create(self.showings)
            Delivery.objects.bulk_create(self.deliveries)
            Attempt.objects.bulk_create(self.attempts)
            Event.objects.bulk_create(sorted(self.events, key=lambda event: event.at))
