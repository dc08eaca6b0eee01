"""The cast of a scenario: two tenants, accounts of the three classes on the fake network, posts that were promised.

Everything is written through the product's services; only the moment at which posts become due is moved by hand.
"""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.grants import Can
from accounts.selectors.people import people_who
from calendar_app.models import Delivery, Post
from calendar_app.promise import Promise, local_of
from calendar_app.services import composing, scheduling
from calendar_app.services.content import Content
from connections.models import Channel, Credential
from core import clock
from core.tenancy import scope
from media_library.models import Asset
from media_library.services import intake
from tests import world
from tests.calendar_app import posts
from tests.faults.evidence import Promised
from tests.faults.stage import Stage
from tests.world import Place

NETWORKS = {"key": "sandbox", "read": "fakeread", "never": "fakenever"}
"""The classes of networks: asked again by key, asked by reading, never asked."""
LATER = timedelta(hours=1)
MOVE_POSTS = """
UPDATE calendar_app_post SET planned_at = new.at
FROM unnest(%s::uuid[], %s::timestamptz[]) AS new (id, at) WHERE calendar_app_post.id = new.id
"""
MOVE_DELIVERIES = """
UPDATE calendar_app_delivery SET planned_at = new.at, due_at = new.at
FROM unnest(%s::uuid[], %s::timestamptz[]) AS new (id, at) WHERE calendar_app_delivery.id = new.id
"""
MOVE_REPLIES = """
UPDATE inbox_reply SET due_at = new.at
FROM unnest(%s::uuid[], %s::timestamptz[]) AS new (id, at) WHERE inbox_reply.id = new.id
"""


@dataclass(slots=True)
class Cast:
    """Who and what takes part. `canary` is part of every text; nobody else's texts hold it."""

    stage: Stage
    slug: str
    places: list[Place] = field(default_factory=list)
    channels: dict[str, Channel] = field(default_factory=dict)
    promised: dict[str, Promised] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    _homes: dict[str, Place] = field(default_factory=dict)
    _pictures: dict[int, Asset] = field(default_factory=dict)
    _people: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = [world.place(f"{self.slug}-{letter}") for letter in "ab"]

    def connect(self, handles: Sequence[str], *, seconds: float = 7200, line: int = 0) -> None:
        """Accounts `<class>-…` as healthy channels, in turn of one tenant and of the other."""
        for account in self.stage.network.accounts(list(handles), expires_in=seconds):
            place = self.places[len(self.channels) % len(self.places)]
            handle = account["handle"]
            with posts.inside(place):
                self.channels[handle] = self._channel(place, account, self.stage.line(line))
            self._homes[handle] = place

    def _channel(self, place: Place, account: dict[str, str], origin: str) -> Channel:
        owned = {"organization": place.organization, "brand": place.brand}
        handle = account["handle"]
        made = Channel.objects.create(
            **owned,
            network=NETWORKS[handle.partition("-")[0]],
            origin=origin,
            remote_id=account["id"],
            handle=handle,
            url=account["url"],
        )
        tokens = {"access": account["access"], "refresh": account["refresh"]}
        until = datetime.fromtimestamp(float(account["expires_at"]), tz=UTC)
        Credential.objects.create(**owned, channel=made, secret=json.dumps(tokens), expires_at=until)
        return made

    def home(self, handle: str) -> Place:
        """The tenant of an account."""
        return self._homes[handle]

    def write(self, handle: str, *, words: str = "", pictures: int = 0, cropped: bool = False) -> str:
        """A post for an account, scheduled for later; the id of its delivery. No two `cropped` ones are cut alike."""
        place = self._homes[handle]
        text = f"{words or handle} {self.slug}-{secrets.token_hex(8)}"
        with posts.inside(place):
            media = [(self._picture(place).pk, "Mavi kvadrat")] * pictures
            crops = {asset: self._new_crop() for asset, _alt in media} if cropped else {}
            written = Content(text=text, channels=[self.channels[handle].pk], media=media, crops=crops)
            post = composing.create(place.brand, written, author=place.editor, by=posts.actor(place))
            at = clock.now() + LATER
            zone = place.brand.zone
            scheduling.schedule(post, Promise(local_of(at, zone), zone, at), by=posts.actor(place))
            delivery = str(Delivery.objects.get(post=post).pk)
        people = self._people_of(place)
        self.promised[delivery] = Promised(delivery, handle, text, at.timestamp(), people, pictures)
        self.posts[delivery] = post
        return delivery

    def _new_crop(self) -> tuple[float, float, float, float]:
        return 0.0, 0.0, 1.0, 0.9 - 0.01 * (len(self.promised) % 40)

    def due(self, after: float = 0.3, deliveries: Iterable[str] | None = None, spread: float = 0.0) -> float:
        """Let posts be due together, or spread evenly, `after` seconds from now; when the last one is due."""
        chosen = list(self.promised if deliveries is None else deliveries)
        first = clock.now() + timedelta(seconds=after)
        step = timedelta(seconds=spread / max(1, len(chosen)))
        self._move({delivery: first + number * step for number, delivery in enumerate(chosen)})
        return first.timestamp() + spread

    def _move(self, moments: Mapping[str, datetime]) -> None:
        """In one statement for each table, as the administrator: what people promised is not what is tested here."""
        of_posts = {delivery: at for delivery, at in moments.items() if delivery in self.posts}
        times = list(of_posts.values())
        self.stage.database.ask(MOVE_POSTS, [str(self.posts[delivery].pk) for delivery in of_posts], times)
        self.stage.database.ask(MOVE_DELIVERIES, list(of_posts), times)
        of_replies = {reply: at for reply, at in moments.items() if reply not in self.posts}
        self.stage.database.ask(MOVE_REPLIES, list(of_replies), list(of_replies.values()))
        for delivery, at in moments.items():
            self.promised[delivery] = replace(self.promised[delivery], due=at.timestamp())

    def reworded(self, delivery: str, text: str) -> None:
        """A person changed its text, and the product said yes."""
        self.promised[delivery] = replace(self.promised[delivery], text=text)

    def _people_of(self, place: Place) -> frozenset[int]:
        """The author and those who look after channels."""
        number = place.organization.pk
        if number not in self._people:
            with scope.enter(number):
                people = people_who(Can.CONNECT, place.brand)
            self._people[number] = frozenset({place.editor.pk, *(person.pk for person in people)})
        return self._people[number]

    def _picture(self, place: Place) -> Asset:
        number = place.organization.pk
        if number not in self._pictures:
            upload = SimpleUploadedFile("square.png", _square())
            self._pictures[number] = intake.take_in(place.brand, upload, posts.actor(place))
        return self._pictures[number]


def _square() -> bytes:
    """A picture of some kilobytes, never the same twice."""
    image = Image.effect_noise((160, 160), 80)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
