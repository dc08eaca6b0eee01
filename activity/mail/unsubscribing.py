"""The address at a mail's end that ends mails of its kind. Its secret is known to that one mail."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from activity.models import Unsubscribe
from core import clock, doors
from core.doors import Door
from core.tenancy import scope

KEPT = timedelta(days=180)
"""How long the link of a mail works."""


def address(person: User, kind: str) -> str:
    """A new address; a POST to it ends mails of `kind` to this person ("" all that are no must)."""
    organization_id = scope.required().organization_id
    row, _is_new = Unsubscribe.objects.get_or_create(
        organization_id=organization_id, person=person, kind=kind
    )
    secret = doors.put_secret(
        Door.Kind.UNSUBSCRIBE,
        organization_id=organization_id,
        target=str(row.pk),
        expires_at=clock.now() + KEPT,
    )
    return settings.BASE_URL + reverse("activity:unsubscribe", args=[secret])
