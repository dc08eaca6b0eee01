"""The page behind a mail's link, for members and guests alike: one review, two buttons, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import zones
from accounts.models import Brand
from approvals import subjects
from approvals.forms import LONGEST_NOTE, CommentForm
from approvals.models import Ask, Decision, Review
from approvals.selectors import talk
from approvals.selectors.listing import Line
from approvals.states import State
from approvals.views import talking
from approvals.views.sheet import Look, Sheet, sheet
from approvals.voices import Voice
from calendar_app import wall
from media_library import addresses

__all__ = ["AnswerForm", "CommentForm", "Reading", "closed", "show"]

Verdict = Decision.Verdict
PARTS = ("post", "changes", "talk")
NOT_FOUND, GONE = 404, 410


CLOSED = {
    State.OPEN: gettext_lazy("Your answer is not asked for any more."),
    State.VOID: gettext_lazy(
        "It was changed since this mail was written, so nothing can be decided here. Open your latest mail."
    ),
    State.WITHDRAWN: gettext_lazy("It was withdrawn; nobody needs to decide about it."),
    State.EXPIRED: gettext_lazy("Its time is over; it expired without an approval."),
}
"""Why somebody who has not answered cannot answer any more."""


class AnswerForm(forms.Form):
    """A yes, or a no with its reason, to the version that was seen."""

    version = forms.UUIDField(error_messages={"required": gettext_lazy("Load the page again, then decide.")})
    verdict = forms.ChoiceField(
        choices=[(Verdict.APPROVE, ""), (Verdict.CHANGES, "")],
        error_messages={
            "required": gettext_lazy("Choose one of the two buttons."),
            "invalid_choice": gettext_lazy("Choose one of the two buttons."),
        },
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)

    def clean(self) -> dict[str, Any]:
        """A no has words."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("verdict") == Verdict.CHANGES and not values.get("note"):
            self.add_error("note", _("Say in a few words what should change."))
        return values


@dataclass(frozen=True, slots=True)
class Reading:
    """One review and who reads it by which way. `is_other`: somebody else is signed in on this browser."""

    review: Review
    brand: Brand
    voice: Voice
    zone: str
    here: str
    undo_url: str
    talk_url: str
    own_url: str = ""
    list_url: str = ""
    is_other: bool = False

    def anew(self) -> Reading:
        """The same with the review as it stands now."""
        rows = Review.objects.select_related("submitted_by", "follows")
        return replace(self, review=rows.get(pk=self.review.pk))


def show(
    request: HttpRequest,
    reading: Reading,
    *,
    form: AnswerForm | None = None,
    comment_form: CommentForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; `trouble` says why nothing changed."""
    ask = _open_ask(reading)
    found = _sheet(reading, ask)
    own = _own_answer(reading)
    context = {
        "sheet": found,
        "brand": reading.brand,
        "face": face(reading.brand),
        "clock": clock_of(reading.zone),
        "reader": {"name": reading.voice.name},
        "reading": reading,
        "base": reading.here,
        "part": _part(request, found, comment_form),
        "trouble": trouble,
        "form": form or AnswerForm(),
        "is_other": reading.is_other,
        "waiting": _waiting(reading),
        "comments": _comments(reading),
        "comment_form": comment_form or CommentForm(),
        "said": "" if ask else _said(found, own),
        "undo_url": reading.undo_url if own is not None and _is_fresh(own) and not reading.is_other else "",
        "newer": reading.review.state == State.VOID,
    }
    response = render(request, "approvals/letter/ask.html", context, status=status)
    response.headers["Content-Language"] = translation.get_language() or ""
    return response


def closed(request: HttpRequest, why: str) -> HttpResponse:
    """A link that opens nothing: `why` is revoked, expired, or "" for one that this browser does not hold."""
    heading, sentence = {
        "revoked": (
            _("This link was taken back"),
            _("Whoever sent it has ended it. If your approval is still wanted, ask for a new link."),
        ),
        "expired": (
            _("This link is over"),
            _("It was made too long ago. Open the one in your latest mail, or sign in."),
        ),
    }.get(
        why,
        (
            _("This link leads nowhere"),
            _("Open the link in your latest mail once more. Perhaps your mail program cut it off."),
        ),
    )
    context = {
        "heading": heading,
        "sentence": sentence,
        "icon": "circle-x",
        "next_url": reverse("home"),
        "next_label": _("Sign in to Meydan"),
    }
    return render(request, "approvals/letter/closed.html", context, status=GONE if why else NOT_FOUND)


def face(brand: Brand) -> dict[str, Any]:
    """The brand as the top of the page shows it."""
    logo = addresses.logo(brand.organization_id, brand.logo)
    return {"name": brand.name, "initial": brand.initial, "tone": brand.tone, "logo": logo}


def _sheet(reading: Reading, ask: Ask | None) -> Sheet:
    review = reading.review
    thing = subjects.of(review.covers).things([review.subject]).get(review.subject)
    look = Look(reading.zone, ask is not None, timezone.now(), is_inside=False)
    return sheet(Line(review, thing, ask), reading.brand, look)


def _open_ask(reading: Reading) -> Ask | None:
    """What is still asked of the reader here."""
    asks = Ask.objects.filter(
        review=reading.review, step=reading.review.step, answered_at=None, dropped_at=None
    )
    voice = reading.voice
    mine = asks.filter(**voice.key)
    if voice.membership is not None:
        mine = asks.filter(membership=voice.membership) | asks.filter(stands_in_for=voice.membership)
    found: Ask | None = mine.first() if reading.review.state == State.OPEN else None
    return found


def _own_answer(reading: Reading) -> Decision | None:
    rows = Decision.objects.filter(review=reading.review, undone_at=None, **reading.voice.key)
    found: Decision | None = rows.order_by("-pk").first()
    return found


def _is_fresh(decision: Decision) -> bool:
    return timezone.now() - decision.at < timedelta(seconds=settings.UNDO_SECONDS)


def _part(request: HttpRequest, found: Sheet, comment_form: CommentForm | None) -> str:
    """What changed comes first where something did."""
    if comment_form is not None:
        return "talk"
    wanted = request.GET.get("part", "changes" if found.changes and found.may_decide else "post")
    is_there = wanted in PARTS and (wanted != "changes" or found.changes)
    return wanted if is_there else "post"


def _waiting(reading: Reading) -> int:
    asks = Ask.objects.filter(**reading.voice.key, answered_at=None, dropped_at=None)
    return int(asks.filter(review__state=State.OPEN).count())


def _comments(reading: Reading) -> list[talking.Line]:
    """Only what is meant for clients: a forwarded link must not open the team's talk."""
    found = talk.comments(reading.review.covers, reading.review.subject, is_inside=False)
    return [talking.line(comment) for comment in found]


def _said(found: Sheet, own: Decision | None) -> str:
    """How it stands, in a sentence."""
    if own is None:
        words = CLOSED.get(State(found.review.state))
        return str(words) if words else _("Somebody else was faster: %(state)s.") % {"state": found.word}
    if own.verdict != Verdict.APPROVE:
        return _("You asked for changes. We write to you when there is a new version.")
    names = {"number": found.number, "when": found.when}
    if found.review.state == State.OPEN:
        return _("You approved version %(number)d. Others are asked now.") % names
    if found.review.state == State.APPROVED and found.review.planned_at is not None:
        return _("You approved version %(number)d. It goes out %(when)s.") % names
    return _("You approved version %(number)d.") % names


def clock_of(zone: str) -> dict[str, str]:
    """What the reader's clock shows now."""
    now = timezone.now()
    return {
        "place": zones.place(zone),
        "time": f"{now.astimezone(ZoneInfo(zone)):%H:%M}",
        "offset": wall.offset(zone, now),
    }
