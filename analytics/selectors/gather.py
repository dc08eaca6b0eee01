"""All that several numbers need, of several spans and channels, in at most three queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Brand
from analytics.kpis import Source
from analytics.models import Grain
from analytics.selectors import elsewhere, rollups, work
from analytics.selectors.elsewhere import Rooms
from analytics.selectors.pieces import Piece, pieces
from analytics.selectors.rollups import Parts, Rollups, Whose
from analytics.selectors.work import Asking, Worked
from analytics.spans import Span


@dataclass(frozen=True, slots=True)
class Need:
    """Numbers of these sources over a span (and one to compare with) of one channel, or of the whole brand.

    `parts` are the channels of which sums over the span are wanted, `grain` how finely it is told.
    """

    span: Span
    grain: Grain
    compare: Span | None = None
    channel_id: UUID | None = None
    sources: frozenset[Source] = frozenset(Source)
    parts: tuple[UUID, ...] = ()

    @property
    def spans(self) -> list[Span]:
        """The span, then the one compared with."""
        return [self.span, *([self.compare] if self.compare else ())]

    @property
    def pieces(self) -> list[Piece]:
        """The roll-ups of both."""
        return [piece for span in self.spans for piece in pieces(span, self.grain)]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read for some needs; `worked` has a list for each span of a need."""

    rollups: Rollups
    worked: Mapping[Need, Sequence[Sequence[Worked]]]
    rooms: Rooms


def gather(brand: Brand, needs: Sequence[Need]) -> Gathered:
    """One query for what networks told, one for posts, one for other rooms; only those that are needed."""
    counted = list(dict.fromkeys(need for need in needs if Source.POSTS in need.sources))
    askings = [Asking(need.spans, need.grain, need.channel_id) for need in counted]
    return Gathered(
        rollups=_rollups(brand, [need for need in needs if Source.NETWORKS in need.sources]),
        worked=dict(zip(counted, work.worked(brand, askings), strict=True)),
        rooms=elsewhere.read(brand, _spans(needs, Source.APPROVALS), _spans(needs, Source.INBOX)),
    )


def _rollups(brand: Brand, needs: Sequence[Need]) -> Rollups:
    wanted: dict[Whose, list[Piece]] = {}
    parts = None
    for need in needs:
        wanted.setdefault(need.channel_id, []).extend(need.pieces)
        if need.parts:
            parts = Parts(need.channel_id, pieces(need.span, need.grain), need.parts)
    return rollups.read(brand, {whose: _once(found) for whose, found in wanted.items()}, parts)


def _once(found: Sequence[Piece]) -> list[Piece]:
    return list({(piece.grain, piece.first): piece for piece in found}.values())


def _spans(needs: Sequence[Need], source: Source) -> list[Span]:
    return list(dict.fromkeys(span for need in needs if source in need.sources for span in need.spans))
