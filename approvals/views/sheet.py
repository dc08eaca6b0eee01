"""One review in full, for whoever looks at it: a member on a page, or somebody who came by a mail's link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Brand
from approvals import subjects
from approvals.differences import differences
from approvals.models import Review
from approvals.selectors import contents, stages
from approvals.selectors.contents import Content
from approvals.selectors.listing import Line
from approvals.states import State
from approvals.subjects import Preview
from approvals.views import showing
from approvals.views.changed import Changed, changed
from approvals.views.saying import STATES, initials
from approvals.views.showing import Step
from calendar_app.preview import preview
from connections import offered
from core.dates import dated


@dataclass(frozen=True, slots=True)
class Place:
    """Where it goes."""

    network: str
    name: str
    handle: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it for approval."""

    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks: her clock, and whether this is a page of the team (steps and names are for the team).

    `may_hand`: the seat that is asked is her own.
    """

    zone: str
    is_asked: bool
    now: datetime
    is_inside: bool = True
    may_hand: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a page shows of one review. `gone` says what is wrong with it now, "" for nothing."""

    review: Review
    brand: Brand
    mark: str
    title: str
    number: int
    tone: str
    icon: str
    word: str
    until: str
    when: str
    zone: str
    sender: str
    note: str
    gone: str
    thumb: str
    url: str
    text: str
    language: str
    places: tuple[Place, ...]
    changes: Changed | None
    previews: Sequence[Preview]
    steps: Sequence[Step]
    submitted: Sender | None
    may_decide: bool
    may_hand: bool
    standing: str

    @property
    def version(self) -> str:
        """What a form posts, so that a yes to another version is noticed."""
        return str(self.review.version)


def sheet(line: Line, brand: Brand, look: Look) -> Sheet:
    """The review in full: five queries inside, three for outsiders."""
    review, thing = line.review, line.thing
    found = contents.content(review)
    is_open = review.state == State.OPEN
    tone, icon, word = _state(review, look)
    document = found.after
    return Sheet(
        review=review,
        brand=brand,
        mark=showing.mark_of(review),
        title=(thing.headline if thing else "") or _("Without words"),
        number=review.number,
        tone=tone,
        icon=icon,
        word=word,
        until=_until(review, look) if is_open else "",
        when=showing.when_long(review, look.zone),
        zone=showing.zone_words(review, look.zone),
        sender=str(review.submitted_by or ""),
        note=review.note,
        gone=_gone(line),
        thumb=thing.thumb if thing else "",
        url=reverse("approvals:review", args=[brand.slug, review.pk]),
        text=document.text if document else "",
        language=(document.language if document else "") or brand.language,
        places=_places(review, found),
        changes=_changes(review, found, look.zone),
        previews=_previews(review, found),
        steps=showing.steps(stages.stages(review), look.zone) if look.is_inside else (),
        submitted=_sender(review),
        may_decide=is_open and look.is_asked and not _gone(line),
        may_hand=is_open and look.may_hand and not _gone(line),
        standing=_standing(review, look),
    )


def _state(review: Review, look: Look) -> tuple[str, str, str]:
    if review.state == State.OPEN and look.is_asked:
        return "wait", "hourglass", _("Waiting for you")
    return STATES[review.state]


def _until(review: Review, look: Look) -> str:
    if review.deadline_at is None:
        return ""
    by = dated(review.deadline_at.astimezone(ZoneInfo(look.zone)), "D j M, H:i")
    if review.deadline_at <= look.now:
        return _("wanted by %(when)s") % {"when": by}
    return _("until %(when)s") % {"when": by}


def _gone(line: Line) -> str:
    review, thing = line.review, line.thing
    if thing is None:
        return _("It is not there any more: it was deleted.")
    if review.state == State.OPEN and thing.version != review.version:
        return _(
            "It was changed after this version was sent for approval. Nothing can be decided about this one."
        )
    return ""


def _standing(review: Review, look: Look) -> str:
    """Why there is no button."""
    if review.state == State.OPEN and not look.is_asked:
        return _("It waits for others. You are not asked now.")
    if review.state == State.VOID:
        return _("It was changed since. A newer version is asked for by itself where one was sent.")
    if review.state == State.OPEN:
        return ""
    return _("It is decided: %(state)s.") % {"state": STATES[review.state][2]}


def _sender(review: Review) -> Sender | None:
    person = review.submitted_by
    return Sender(str(person), initials(str(person))) if person else None


def _places(review: Review, found: Content) -> tuple[Place, ...]:
    channels = (found.channels.get(str(one)) for one in review.channel_ids)
    return tuple(
        Place(one.network, offered.name_of(one.network), one.name or f"@{one.handle}")
        for one in channels
        if one
    )


def _changes(review: Review, found: Content, zone: str) -> Changed | None:
    former = review.follows
    if former is None or found.before is None or found.after is None:
        return None
    names = {key: f"@{channel.handle}" for key, channel in found.channels.items()}
    return changed(
        differences(found.before, found.after),
        former.number,
        organization_id=review.organization_id,
        names=names,
        when=(showing.when_long(former, zone), showing.when_long(review, zone)),
    )


def _previews(review: Review, found: Content) -> Sequence[Preview]:
    """As each channel will show it; channels that say the same share one."""
    document = found.after
    if document is None:
        return subjects.of(review.covers).previews(review)
    shown: dict[tuple[str, str], Any] = {}
    for key in map(str, review.channel_ids):
        channel = found.channels.get(key)
        if channel is not None:
            shown.setdefault((channel.network, document.text_for(key)), preview(document, channel))
    return [Preview("calendar_app/preview.html", {"preview": one}) for one in shown.values()]
