"""Secrets that lead to a decision: one for each mail, known to that mail alone. The door holds its sha256."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from approvals.models import Ask, Guest, Review
from core import clock, doors
from core.doors import Door

DAYS = 30
"""How long a mail's link opens its page; whether anything can be decided there is the review's business."""


def of_ask(ask: Ask) -> str:
    """A new address for a member who is asked; it acts for her and this review only."""
    secret = doors.put_secret(
        Door.Kind.REVIEW,
        organization_id=ask.organization_id,
        target=str(ask.pk),
        expires_at=clock.now() + timedelta(days=DAYS),
    )
    return settings.BASE_URL + reverse("approvals:link", args=[secret])


def of_guest(guest: Guest, review: Review | None = None) -> str:
    """A new address of a guest's own list, opened at `review`."""
    secret = doors.put_secret(
        Door.Kind.GUEST,
        organization_id=guest.organization_id,
        target=str(guest.pk),
        expires_at=clock.now() + timedelta(days=DAYS),
    )
    there = settings.BASE_URL + reverse("approvals:link", args=[secret])
    return f"{there}?review={review.pk}" if review else there


def close(guest: Guest) -> None:
    """No link of hers opens anything any more, from now on."""
    doors.revoke(Door.Kind.GUEST, organization_id=guest.organization_id, target=str(guest.pk))
