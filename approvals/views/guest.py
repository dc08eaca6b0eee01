"""`/a/guest/…`: what waits for somebody without an account, found by her own link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.models import Ask, Decision, Review
from approvals.selectors import listing
from approvals.views import held, letterpage, link, showing
from approvals.views.held import Held
from approvals.views.letterpage import Reading


@login_not_required
@require_safe
@never_cache
def show(request: HttpRequest, guest: UUID) -> HttpResponse:
    """Everything that is asked of her, most urgent first, and what she said lately."""
    with held.of_guest(request, guest) as found:
        if found is None or found.guest is None:
            return letterpage.closed(request, "")
        now = timezone.now()
        rows = [
            (showing.row(line, found.brand, now, here=""), _address(found, line.review.pk))
            for line in listing.asked_of_guest(found.guest).lines
        ]
        context = {
            "rows": rows,
            "reader": {"name": found.voice.name},
            "brand": found.brand,
            "face": letterpage.face(found.brand),
            "clock": letterpage.clock_of(found.zone),
        }
        return render(request, "approvals/letter/guest.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def letter(request: HttpRequest, guest: UUID, review: UUID) -> HttpResponse:
    """One of them; a POST is her answer."""
    with _reading(request, guest, review) as reading:
        if reading is None:
            return letterpage.closed(request, "")
        if request.method == "POST":
            return link.answer(request, reading, Decision.Via.GUEST)
        return letterpage.show(request, reading)


@login_not_required
@require_POST
@never_cache
def letter_undo(request: HttpRequest, guest: UUID, review: UUID) -> HttpResponse:
    """Take back what she just said."""
    with _reading(request, guest, review) as reading:
        return link.take_back(request, reading) if reading else letterpage.closed(request, "")


@login_not_required
@require_POST
@never_cache
def letter_talk(request: HttpRequest, guest: UUID, review: UUID) -> HttpResponse:
    """Say something; the team and the client read it."""
    with _reading(request, guest, review) as reading:
        return link.say(request, reading) if reading else letterpage.closed(request, "")


@contextmanager
def _reading(request: HttpRequest, guest: UUID, review: UUID) -> Iterator[Reading | None]:
    """The review as the guest reads it; None unless it was asked of her and her link still holds."""
    with held.of_guest(request, guest) as found:
        if found is None or not Ask.objects.filter(guest=found.guest, review=review).exists():
            yield None
            return
        rows = Review.objects.select_related("submitted_by", "follows")
        keys = {"guest": guest, "review": review}
        yield Reading(
            review=rows.get(pk=review),
            brand=found.brand,
            voice=found.voice,
            zone=found.zone,
            here=_address(found, review),
            undo_url=reverse("approvals:guest_undo", kwargs=keys),
            talk_url=reverse("approvals:guest_talk", kwargs=keys),
            list_url=reverse("approvals:guest", args=[guest]),
        )


def _address(found: Held, review: UUID) -> str:
    guest = found.guest
    return reverse("approvals:guest_letter", args=[guest.pk if guest else "", review])
