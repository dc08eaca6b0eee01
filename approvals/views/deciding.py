"""What a member says to one review or to several at once, and taking that back. Plain forms; scripts use the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from activity import gathering
from approvals import subjects
from approvals.forms import AnswerForm
from approvals.models import Decision, Review
from approvals.services import deciding, reviewing
from approvals.services.deciding import Answer
from approvals.views import looking, queue
from core.errors import DomainError, NotAllowed
from core.htmx import Undo, done, is_fragment, page, toast
from core.ids import id_of

Verdict = Decision.Verdict
MOST = 50
"""Decisions at once."""
MOST_REASONS = 3


@dataclass(slots=True)
class Outcome:
    """What became of several decisions."""

    made: list[Decision] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@require_POST
@needs(Can.APPROVE)
def approve(request: BrandRequest) -> HttpResponse:
    """`review` is the id and the version that was seen, once or several times."""
    outcome = _decide(request, Verdict.APPROVE, "")
    number = len(outcome.made)
    words = ngettext("%(number)d approved.", "%(number)d approved.", number) % {"number": number}
    return _answer(request, outcome, words)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.APPROVE)
def ask(request: BrandRequest) -> HttpResponse:
    """A no with its reason: asked as long as there is none."""
    sent = request.POST if request.method == "POST" else request.GET
    form = AnswerForm(request.POST if "sure" in request.POST else None)
    if not form.is_bound or not form.is_valid():
        return _ask(request, sent, form)
    outcome = _decide(request, Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"])
    number = len(outcome.made)
    words = ngettext("Sent back with your words.", "%(number)d sent back with your words.", number)
    if is_fragment(request) and not outcome.made:
        form.add_error(None, _why(outcome))
        return _ask(request, sent, form)
    return _answer(request, outcome, words % {"number": number})


@require_POST
@needs(Can.APPROVE)
def undo(request: BrandRequest) -> HttpResponse:
    """Take back the decisions that `decisions` names, with commas between; her own ones, for some seconds."""
    texts = request.POST.get("decisions", "").split(",")[:MOST]
    ids = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]
    found = Decision.objects.filter(pk__in=ids).select_related("review__brand", "membership", "guest")
    outcome = Outcome()
    for decision in found.order_by("-pk"):
        try:
            deciding.undo(decision, voice=looking.voice_of(request.access))
            outcome.made.append(decision)
        except DomainError as error:
            outcome.refused.append(str(error.sentence))
    number = len(outcome.made)
    words = ngettext("%(number)d waits again.", "%(number)d wait again.", number) % {"number": number}
    if not outcome.made and not outcome.refused:
        raise NotAllowed(_("There is nothing to take back."))
    return _answer(request, outcome, words, is_undo=True)


@require_POST
@needs(Can.WRITE)
def withdraw(request: BrandRequest, review: UUID) -> HttpResponse:
    """Nobody needs to answer any more: by whoever sent it, or whoever may schedule."""
    line = looking.line_of(request, review)
    if line.review.submitted_by_id != request.access.person.pk and not request.access.may(Can.SCHEDULE):
        raise PermissionDenied
    reviewing.withdraw(line.review, by=request.access.by)
    return done(request, _next(request), _("Withdrawn. Nobody is asked any more."))


def seen(text: str) -> tuple[UUID, UUID] | None:
    """Review and version out of `id.version`; None for what is none."""
    before, _dot, after = text.partition(".")
    review, version = id_of(before), id_of(after)
    return (review, version) if review and version else None


def _decide(request: BrandRequest, verdict: Verdict, note: str) -> Outcome:
    """One after the other: what is refused does not stop the rest."""
    marks = _marks(request.POST)
    reviews = {row.pk: row for row in Review.objects.filter(pk__in=marks).select_related("brand")}
    outcome = Outcome()
    with gathering.many(
        len(marks)
    ):  # authors hear of all, and the next stage is asked about all, by one letter each
        for pk, version in marks.items():
            _decide_one(request, reviews.get(pk), Answer(verdict, version, note), outcome)
    return outcome


def _decide_one(request: BrandRequest, review: Review | None, answer: Answer, outcome: Outcome) -> None:
    try:
        if review is None:
            raise NotAllowed(_("It is not there any more."))
        outcome.made.append(deciding.decide(review, answer, voice=looking.voice_of(request.access)))
    except PermissionDenied:
        outcome.refused.append(_("You are not asked about this one now."))
    except DomainError as error:
        outcome.refused.append(str(error.sentence))


def _marks(sent: QueryDict) -> dict[UUID, UUID]:
    marks = dict(pair for text in sent.getlist("review")[:MOST] if (pair := seen(text)) is not None)
    if not marks:
        raise NotAllowed(_("Choose at least one first."))
    return marks


def _ask(request: BrandRequest, sent: QueryDict, form: AnswerForm) -> HttpResponse:
    marks = _marks(sent)
    reviews = Review.objects.filter(pk__in=marks)
    context = {
        "form": form,
        "marks": [f"{pk}.{version}" for pk, version in marks.items()],
        "titles": _titles(list(reviews)),
        "next_url": _next(request, sent),
    }
    response = page(request, "approvals/ask.html", context, fragment="approvals/ask/form.html")
    if form.errors:
        response.headers["HX-Trigger"] = "form:invalid"
    return response


def _titles(reviews: Sequence[Review]) -> list[str]:
    found: list[str] = []
    for covers in {review.covers for review in reviews}:
        ids = [review.subject for review in reviews if review.covers == covers]
        found += [thing.headline for thing in subjects.of(covers).things(ids).values()]
    return found


def _answer(request: BrandRequest, outcome: Outcome, words: str, *, is_undo: bool = False) -> HttpResponse:
    """How many it was, and why the others not. On the board htmx gets the list as it is now."""
    said = " ".join([*([words] if outcome.made else []), *([_why(outcome)] if outcome.refused else [])])
    back = _undo(request, outcome) if outcome.made and not is_undo else None
    if not is_fragment(request):
        messages.add_message(request, messages.WARNING if outcome.refused else messages.SUCCESS, said)
        return redirect(_next(request))
    tone = "done" if not outcome.refused else "wait" if outcome.made else "fail"
    trigger = toast(said, tone=tone, undo=back).headers["HX-Trigger"]
    if request.headers.get("HX-Target", "").endswith("queue"):
        response = queue.board(_as_list(request))
        response.headers["HX-Trigger"] = trigger
        return response
    return HttpResponse(
        headers={"HX-Trigger": trigger[:-1] + ', "dialog:close": true, "live:refresh": true}'}
    )


def _as_list(request: BrandRequest) -> BrandRequest:
    """The board is drawn for the list on which the button stood."""
    _path, _mark, query = _next(request).partition("?")
    request.GET = QueryDict(query)
    return request


def _undo(request: BrandRequest, outcome: Outcome) -> Undo:
    fields = {"decisions": ",".join(str(one.pk) for one in outcome.made)}
    return Undo(reverse("approvals:undo", args=[request.brand.slug]), fields)


def _why(outcome: Outcome) -> str:
    number = len(outcome.refused)
    reasons = " ".join(list(dict.fromkeys(outcome.refused))[:MOST_REASONS])
    words = ngettext("%(number)d could not: %(why)s", "%(number)d could not: %(why)s", number)
    return words % {"number": number, "why": reasons}


def _next(request: BrandRequest, sent: QueryDict | None = None) -> str:
    """Where the person came from, one of our own pages; else the list."""
    wanted = (sent or request.POST).get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("approvals:queue", args=[request.brand.slug])
