"""What the composer shows before anybody has typed: channels, pictures, a post as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from accounts.models import Membership
from calendar_app import approving
from calendar_app.approving import Standing
from calendar_app.document import Crop, Document, from_bytes
from calendar_app.models import Delivery, Post
from calendar_app.selectors.shown import standing, summary
from calendar_app.states import Shown
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import reachable, trouble
from core.ids import id_of
from core.outbox.states import FENCED, State
from media_library import addresses
from media_library.models import Asset

MOST_PICTURES = 20


@dataclass(frozen=True, slots=True)
class Tile:
    """A file in the composer, in its place, with the description that is typed beside it and the parts that are sent.

    `crops` holds what single channels get, by their ids; () is the whole.
    """

    asset: Asset
    alt: str
    crop: Crop = ()
    crops: Mapping[str, Crop] = field(default_factory=dict)

    @property
    def thumb(self) -> str:
        """Where a browser finds it, small."""
        return addresses.address(self.asset, "thumb")


@dataclass(frozen=True, slots=True)
class Opened:
    """A post in the composer."""

    post: Post
    document: Document
    deliveries: tuple[Delivery, ...]
    approval: Standing | None = None

    @property
    def shown(self) -> Shown:
        """Its state for people."""
        return standing(summary(row.state for row in self.deliveries), self.approval)

    @property
    def is_editable(self) -> bool:
        """Nothing of it may have left."""
        return all(row.state not in FENCED for row in self.deliveries)

    @property
    def is_waiting(self) -> bool:
        """It is scheduled, in whole or in part."""
        return any(row.state == State.WAITING for row in self.deliveries)

    @property
    def is_plain_draft(self) -> bool:
        """Nobody has planned or tried to send it."""
        return all(row.state in (State.DRAFT, State.CANCELLED) for row in self.deliveries)

    @property
    def chosen(self) -> list[str]:
        """The ids of the channels it is meant for."""
        return [str(row.channel_id) for row in self.deliveries if row.state != State.CANCELLED]


def opened(post_id: UUID, *, also_trashed: bool = False) -> Opened | None:
    """The post, in three queries at most; None when this brand has no such post, or only in its trash.

    `also_trashed`: what was typed for one that somebody put there meanwhile must not be lost; keeping it is refused.
    """
    known = [Post.objects, Post.trash] if also_trashed else [Post.objects]
    rows = (manager.select_related("version", "brand").filter(pk=post_id).first() for manager in known)
    post: Post | None = next((row for row in rows if row is not None), None)
    if post is None or post.version is None:
        return None
    deliveries = Delivery.objects.filter(post=post, kind=Delivery.Kind.POST).order_by("channel_id")
    found = Opened(post, from_bytes(post.version.canonical), tuple(deliveries))
    if not found.is_plain_draft:
        return found
    return replace(found, approval=approving.standings([post.pk]).get(post.pk))


def channels(membership: Membership | None = None) -> list[Channel]:
    """The brand's channels that are connected, also those that need a reconnect; with the trouble of their networks.

    With a membership: those that she may write for.
    """
    rows = Channel.objects.exclude(state=Health.DISCONNECTED).annotate(**trouble.seen())
    if membership is not None:
        rows = rows.filter(reachable.by_member(membership))
    return list(rows.defer("problem").order_by("network", "handle"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as a sheet names it: the text of its id, and what belongs to it. `alt` None takes the library's."""

    id: str
    alt: str | None = None
    crop: Crop = ()
    crops: Mapping[str, Crop] = field(default_factory=dict)


def tiles(wanted: Sequence[Wanted]) -> tuple[list[Tile], bool]:
    """The files in this order, each once; and whether all of them are this brand's. Two queries.

    What lies in the trash is still shown by the posts that had it before.
    """
    pairs = {pk: one for one in wanted[:MOST_PICTURES] if (pk := id_of(one.id)) is not None}
    assets = {asset.pk: asset for asset in _assets(pairs)} if pairs else {}
    found = [_tile(assets[pk], one) for pk, one in pairs.items() if pk in assets]
    return found, len(found) == len({one.id for one in wanted})


def _tile(asset: Asset, one: Wanted) -> Tile:
    return Tile(asset, asset.alt if one.alt is None else one.alt, one.crop, one.crops)


def _assets(ids: Iterable[UUID]) -> Iterable[Asset]:
    rows: Iterable[Asset] = Asset.with_trash.filter(pk__in=list(ids)).prefetch_related("crops")
    return rows
