"""`/a/…`: a decision by the link of a mail. The secret is exchanged for the session at the first GET; nothing changes before
a form is sent, so whoever only looks, scanners that run scripts among them, decides nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import by as by_person
from accounts.models import User
from accounts.views.invitations import unreferred
from approvals.models import Ask, Decision
from approvals.services import commenting, deciding, letters
from approvals.services.commenting import Words
from approvals.services.deciding import Answer
from approvals.views import held, letterpage
from approvals.views.held import Held
from approvals.views.letterpage import Reading
from core import doors, ledger
from core.doors import Door
from core.errors import DomainError
from core.ids import id_of
from core.tenancy import scope
from media_library import encoding
from media_library.services import renditions

NOT_FOUND, FORBIDDEN, CONFLICT = 404, 403, 409


@login_not_required
@require_safe
@never_cache
@unreferred
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of a mail, a member's or a guest's."""
    way = doors.find_secret(Door.Kind.REVIEW, secret)
    if way is not None:
        with scope.enter(way.organization_id):
            review = Ask.objects.filter(pk=way.target).values_list("review_id", flat=True).first()
        if review is not None:
            held.keep(request, str(review), way)
            return redirect("approvals:letter", review)
    way = doors.find_secret(Door.Kind.GUEST, secret)
    if way is not None:
        held.keep(request, way.target, way)
        wanted = id_of(request.GET.get("review", ""))
        if wanted is not None:
            return redirect("approvals:guest_letter", way.target, wanted)
        return redirect("approvals:guest", way.target)
    return letterpage.closed(request, doors.ended((Door.Kind.REVIEW, Door.Kind.GUEST), secret))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def letter(request: HttpRequest, review: UUID) -> HttpResponse:
    """What is asked of the mail's reader; a POST is her answer."""
    with held.of_review(request, review) as found:
        if found is None:
            return letterpage.closed(request, "")
        reading = _reading(request, found)
        if request.method != "POST":
            return letterpage.show(request, reading)
        if reading.is_other:
            _note_other(request, found)
            return letterpage.show(request, reading, status=FORBIDDEN)
        return answer(request, reading, Decision.Via.MAIL)


@login_not_required
@require_POST
@never_cache
def letter_undo(request: HttpRequest, review: UUID) -> HttpResponse:
    """Take back what was just said by the same link."""
    with held.of_review(request, review) as found:
        if found is None:
            return letterpage.closed(request, "")
        reading = _reading(request, found)
        if reading.is_other:
            return letterpage.show(request, reading, status=FORBIDDEN)
        return take_back(request, reading)


@login_not_required
@require_POST
@never_cache
def letter_talk(request: HttpRequest, review: UUID) -> HttpResponse:
    """Say something where the client reads it too."""
    with held.of_review(request, review) as found:
        if found is None:
            return letterpage.closed(request, "")
        reading = _reading(request, found)
        if reading.is_other:
            return letterpage.show(request, reading, status=FORBIDDEN)
        return say(request, reading)


@login_not_required
@require_safe
def picture(request: HttpRequest, signed: str) -> HttpResponse:
    """The picture of a mail, also for mail programs that show it from an origin of their own."""
    place = letters.picture_of(signed)
    if place is None:
        raise Http404
    try:
        found = renditions.rendition_of(*place, "small")
    except (FileNotFoundError, KeyError, ValueError):
        raise Http404 from None
    response = HttpResponse(found, content_type=encoding.mime_of(found))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(request: HttpRequest, reading: Reading, via: Decision.Via) -> HttpResponse:
    """Decide as the reader; anything that is in the way is said on the page, and nothing changed."""
    form = letterpage.AnswerForm(request.POST)
    if not form.is_valid():
        return letterpage.show(request, reading, form=form)
    values = form.cleaned_data
    said = Answer(Decision.Verdict(values["verdict"]), values["version"], values["note"], via)
    try:
        decision = deciding.decide(reading.review, said, voice=reading.voice)
    except DomainError as error:
        return letterpage.show(request, reading.anew(), trouble=str(error.sentence), status=CONFLICT)
    except PermissionDenied:
        sentence = _("Your answer is not asked for any more. Nothing has changed.")
        return letterpage.show(request, reading.anew(), trouble=sentence, status=FORBIDDEN)
    ledger.record(
        "approvals.link_used",
        reading.review.about,
        by=reading.voice.by,
        brand_id=reading.brand.pk,
        decision=decision.pk,
        **traces(request),
    )
    return redirect(reading.here)


def take_back(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Undo the reader's last answer to this review."""
    mine = Decision.objects.filter(review=reading.review, undone_at=None, **reading.voice.key)
    last = mine.select_related("review__brand", "membership", "guest").order_by("-pk").first()
    if last is None:
        return redirect(reading.here)
    try:
        deciding.undo(last, voice=reading.voice)
    except DomainError as error:
        return letterpage.show(request, reading.anew(), trouble=str(error.sentence), status=CONFLICT)
    return redirect(reading.here)


def say(request: HttpRequest, reading: Reading) -> HttpResponse:
    """A comment that clients may read, by a member or a guest."""
    form = letterpage.CommentForm(request.POST)
    if not form.is_valid():
        return letterpage.show(request, reading, comment_form=form)
    words = Words(form.cleaned_data["body"], commenting.CLIENT)
    try:
        commenting.say(reading.review.covers, reading.review.subject, words, voice=reading.voice)
    except DomainError as error:
        return letterpage.show(request, reading, trouble=str(error.sentence), status=CONFLICT)
    return redirect(f"{reading.here}?part=talk")


def traces(request: HttpRequest) -> dict[str, str]:
    """What proves later which device it was."""
    agent = request.headers.get("User-Agent", "")[:200]
    return {"address": request.META.get("REMOTE_ADDR", ""), "agent": agent}


def _reading(request: HttpRequest, found: Held) -> Reading:
    if found.review is None:
        raise Http404
    here = reverse("approvals:letter", args=[found.review.pk])
    mine = found.person
    signed_in = request.user if request.user.is_authenticated else None
    return Reading(
        review=found.review,
        brand=found.brand,
        voice=found.voice,
        zone=found.zone,
        here=here,
        undo_url=reverse("approvals:letter_undo", args=[found.review.pk]),
        talk_url=reverse("approvals:letter_talk", args=[found.review.pk]),
        own_url=reverse("approvals:review", args=[found.brand.slug, found.review.pk]),
        is_other=signed_in is not None and mine is not None and signed_in.pk != mine.pk,
    )


def _note_other(request: HttpRequest, found: Held) -> None:
    """Somebody tried a link that is another person's."""
    review = found.review
    if review is not None and isinstance(request.user, User):
        ledger.record(
            "approvals.link_refused",
            review.about,
            by=by_person(request.user),
            brand_id=found.brand.pk,
            name=found.voice.name,
            **traces(request),
        )
