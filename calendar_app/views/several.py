"""One thing for several posts of the list: the answer is the list as it is then, with what was done and what was not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app.models import Post
from calendar_app.promise import BadTime
from calendar_app.services import several
from calendar_app.services.several import MOST, Chosen, Done, Hand, Outcome
from calendar_app.views import listing
from core.errors import DomainError, NotAllowed, Sentence
from core.htmx import page
from core.ids import id_of


@dataclass(frozen=True, slots=True)
class Line:
    """A post and what there is to say about it; `url` is "" for one that is not there any more."""

    title: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """What was done in words, what not and why, and how it is taken back: `undo` is what to do with `marks`, or ""."""

    words: str
    refused: list[Line]
    refused_words: str
    notes: list[Line]
    undo: str
    marks: list[str]
    in_trash: bool


NOTHING = gettext_lazy("Choose at least one post first.")
Acting = Callable[[BrandRequest, list[str], Hand], Outcome]


def _submit(_request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    return several.submit(_chosen(marks), hand=hand)


def _plan(_request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    return several.plan(_chosen(marks), hand=hand)


def _move_by(request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    chosen = _chosen(marks)
    return several.move_by(chosen, _days(request.POST.get("days", "")), hand=hand)


def _move_to(request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    chosen = _chosen(marks)
    return several.move_to(chosen, _day(request.POST.get("day", "")), hand=hand)


def _trash(_request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    return several.trash(_chosen(marks), hand=hand)


def _untrash(_request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    return several.untrash(_chosen(marks), hand=hand)


def _move_back(_request: BrandRequest, marks: list[str], hand: Hand) -> Outcome:
    pairs = [(one, mark.split(":", 2)[2]) for mark in marks if (one := _mark(mark)) and mark.count(":") > 1]
    if not pairs:
        raise NotAllowed(NOTHING)
    return several.move_back(pairs[:MOST], hand=hand)


ACTS: Mapping[str, Acting] = {
    "submit": _submit,
    "plan": _plan,
    "move_by": _move_by,
    "move_to": _move_to,
    "trash": _trash,
    "untrash": _untrash,
    "move_back": _move_back,
}
UNDO = {"move_by": "move_back", "move_to": "move_back", "trash": "untrash"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE)
def act(request: BrandRequest) -> HttpResponse:
    """`do` names what, `post` the posts as `id:revision`; who comes back to this address later finds the list."""
    sight = listing.sight_of(request)
    if request.method != "POST":
        there = reverse("calendar_app:list", args=[request.brand.slug])
        return redirect(f"{there}?{sight.query(after=sight.after)}")
    name, marks = request.POST.get("do", ""), request.POST.getlist("post")
    if name not in ACTS:
        raise BadRequest
    hand = Hand(request.access.by, may_schedule=request.access.may(Can.SCHEDULE))
    said: dict[str, object] = {}
    try:
        outcome = ACTS[name](request, marks, hand)
        said["result"] = _result(request, name, outcome)
    except DomainError as error:
        said["wrong"] = str(error.sentence)
        said["kept"] = _kept(request, marks)
    context = {**listing.context(request, sight), **said}
    return page(request, listing.TEMPLATE, context, fragment=listing.BOARD)


def _kept(request: BrandRequest, marks: list[str]) -> dict[str, object]:
    """What was chosen and typed, so that it stands there again."""
    return {
        "posts": {mark.partition(":")[0] for mark in marks},
        "days": request.POST.get("days", ""),
        "day": request.POST.get("day", ""),
        "is_moving": request.POST.get("do", "").startswith("move"),
    }


def _chosen(marks: list[str]) -> list[Chosen]:
    """Raises NotAllowed for none and for too many."""
    found = {one.post: one for mark in marks[: MOST + 1] if (one := _mark(mark)) is not None}
    if not found:
        raise NotAllowed(NOTHING)
    if len(found) > MOST:
        raise NotAllowed(_("At most %(most)d posts at once. Choose fewer.") % {"most": MOST})
    return list(found.values())


def _mark(mark: str) -> Chosen | None:
    text, _colon, rest = mark.partition(":")
    post, revision = id_of(text), rest.partition(":")[0]
    return Chosen(post, int(revision)) if post and revision.isdecimal() and len(revision) < 10 else None


def _days(typed: str) -> int:
    try:
        return int(typed.strip()[:6])
    except ValueError:
        return 0


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadTime(_("This is not a date. Choose one from the calendar.")) from None


def _result(request: BrandRequest, name: str, outcome: Outcome) -> Result:
    base = reverse("calendar_app:composer_new", args=[request.brand.slug]).removesuffix("new/")
    number, refused = len(outcome.done), len(outcome.refused)
    return Result(
        words=_words(name, number) if number else "",
        refused=[_line(base, post, why) for post, why in outcome.refused],
        refused_words=ngettext("%(number)d could not:", "%(number)d could not:", refused)
        % {"number": refused},
        notes=[_line(base, one.post, one.note) for one in outcome.done if one.note],
        undo=UNDO.get(name, "") if number else "",
        marks=[_undo_mark(name, one) for one in outcome.done],
        in_trash=name == "trash" and number > 0,
    )


def _undo_mark(name: str, one: Done) -> str:
    mark = f"{one.post.pk}:{one.post.revision}"
    return f"{mark}:{one.before}" if UNDO.get(name) == "move_back" else mark


def _line(base: str, post: Post | None, words: Sentence) -> Line:
    if post is None:
        return Line(_("A post"), "", str(words))
    return Line(post.headline or _("Without words"), f"{base}{post.pk}/", str(words))


def _words(name: str, number: int) -> str:
    words = {
        "submit": ngettext("%(number)d sent for approval.", "%(number)d sent for approval.", number),
        "plan": ngettext("%(number)d scheduled.", "%(number)d scheduled.", number),
        "trash": ngettext("%(number)d moved to the trash.", "%(number)d moved to the trash.", number),
        "untrash": ngettext("%(number)d is back.", "%(number)d are back.", number),
        "move_back": ngettext("%(number)d is where it was.", "%(number)d are where they were.", number),
    }
    moved = ngettext("%(number)d moved.", "%(number)d moved.", number)
    return words.get(name, moved) % {"number": number}
