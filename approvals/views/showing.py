"""Reviews as templates show them: everything ready, nothing to look up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Brand
from approvals.models import Mode, Review
from approvals.selectors.listing import Line
from approvals.selectors.stages import Asked, Stage
from approvals.states import State
from approvals.views.saying import DECIDED, STATES, initials, place_word
from calendar_app import wall
from core.dates import dated


@dataclass(frozen=True, slots=True)
class Row:
    """One review in a list. `mark` is what a form posts of it: its id and the version that was shown."""

    mark: str
    title: str
    url: str
    here: str
    thumb: str
    mark_icon: str
    networks: tuple[str, ...]
    when: str
    about: str
    tone: str
    icon: str
    word: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a stage, and what she said."""

    name: str
    initials: str
    about: str
    note: str
    tone: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Step:
    """One stage."""

    name: str
    rule: str
    is_now: bool
    people: tuple[Person, ...]


def mark_of(review: Review) -> str:
    """The review and the version that is seen, so that a yes to another version is noticed."""
    return f"{review.pk}.{review.version}"


def row(line: Line, brand: Brand, now: datetime, *, here: str, is_chosen: bool = False) -> Row:
    """One line of a list; times on the brand's clock."""
    review, thing = line.review, line.thing
    tone, icon, word = state_of(review, now, brand.zone, is_asked=line.ask is not None)
    return Row(
        mark=mark_of(review),
        title=(thing.headline if thing else "") or _("Without words"),
        url=reverse("approvals:review", args=[brand.slug, review.pk]),
        here=f"{here}{'&' if '?' in here else '?'}show={review.pk}",
        thumb=thing.thumb if thing else "",
        mark_icon="reply" if review.covers == "reply" else "text-align-start",
        networks=thing.networks if thing else (),
        when=when_short(review, brand.zone),
        about=about(review),
        tone=tone,
        icon=icon,
        word=word,
        is_chosen=is_chosen,
    )


def state_of(review: Review, now: datetime, zone: str, *, is_asked: bool) -> tuple[str, str, str]:
    """Colour, icon and word; for what waits, until when."""
    if review.state != State.OPEN:
        return STATES[review.state]
    if review.deadline_at is None:
        return "wait", "hourglass", _("Waiting for you") if is_asked else _("Waiting")
    by = review.deadline_at.astimezone(ZoneInfo(zone))
    names = {"when": dated(by, "D j M, H:i")}
    if review.deadline_at <= now:
        return "wait", "alarm-clock", _("Wanted by %(when)s") % names
    hours = (review.deadline_at - now).total_seconds() / 3600
    if hours < 4:
        return "wait", "alarm-clock", _("Tight: by %(when)s") % names
    return "wait", "hourglass", _("by %(when)s") % names


def when_short(review: Review, zone: str) -> str:
    """When it goes out, as short as a list wants it."""
    if review.planned_at is None:
        return _("at once") if review.is_immediate else ""
    return dated(review.planned_at.astimezone(ZoneInfo(zone)), "D j M, H:i")


def when_long(review: Review, zone: str) -> str:
    """When it goes out, with the day."""
    if review.planned_at is None:
        return _("as soon as it is approved") if review.is_immediate else _("no time yet")
    return dated(review.planned_at.astimezone(ZoneInfo(zone)), "D j M Y, H:i")


def zone_words(review: Review, zone: str) -> str:
    """Whose clock that is; "" without a time."""
    return wall.label(zone, review.planned_at) if review.planned_at else ""


def about(review: Review) -> str:
    """Which version it is, and how much is new."""
    if review.number == 1:
        return _("First time")
    number = len(review.changed)
    words = ngettext(
        "Version %(version)d, %(number)d change", "Version %(version)d, %(number)d changes", number
    )
    return words % {"version": review.number, "number": number}


def steps(stages: Sequence[Stage], zone: str) -> list[Step]:
    """The stages with everybody who was asked."""
    return [
        Step(
            name=stage.step.name,
            rule=rule(stage.step.mode, stage.step.need or stage.step.quorum, len(stage.people)),
            is_now=stage.is_now,
            people=tuple(_person(one, stage, zone) for one in stage.people),
        )
        for stage in stages
    ]


def rule(mode: str, need: int, people: int) -> str:
    """How many must say yes."""
    if mode == Mode.ALL:
        return _("all must agree")
    if mode == Mode.QUORUM:
        return ngettext("%(number)d must agree", "%(number)d must agree", need) % {"number": need}
    return _("one is enough") if people != 1 else ""


def _person(one: Asked, stage: Stage, zone: str) -> Person:
    tone, icon, word = _said(one, stage)
    return Person(
        name=one.name,
        initials=initials(one.name),
        about=_about(one, zone),
        note=one.said.note if one.said else "",
        tone=tone,
        icon=icon,
        word=word,
    )


def _about(one: Asked, zone: str) -> str:
    parts = []
    if one.stands_in_for:
        parts.append(_("for %(name)s") % {"name": one.stands_in_for})
    if one.handed_to:
        parts.append(_("to %(name)s") % {"name": one.handed_to})
    if one.ask.guest_id is not None:
        parts.append(_("guest"))
    if one.said:
        at = dated(one.said.at.astimezone(ZoneInfo(zone)), "D j M, H:i")
        via = place_word(one.said.via)
        parts.append(f"{at} · {via}" if via else at)
    return " · ".join(parts)


def _said(one: Asked, stage: Stage) -> tuple[str, str, str]:
    if one.said:
        return DECIDED[one.said.verdict]
    if one.handed_to:
        return "draft", "user-round", _("Handed on")
    if one.is_dropped or stage.is_over or not stage.is_now:
        return "draft", "circle-dashed", _("Not needed")
    return "wait", "hourglass", _("Waiting")
