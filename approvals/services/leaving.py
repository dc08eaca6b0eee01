"""What becomes of reviews when somebody who was asked is no member any more."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from approvals import subjects
from approvals.models import Ask
from approvals.services import outcomes, reviewing
from approvals.states import State


def gone(person: User) -> None:
    """Her answers are not wanted any more; stages that waited for her alone go on or ask somebody else.

    Runs in the transaction that ends her membership, over all brands.
    """
    mine = Ask.objects.filter(membership__user=person, answered_at=None, dropped_at=None)
    for ask in mine.select_related("review").order_by("pk"):
        with transaction.atomic():
            thing = subjects.of(ask.review.covers).locked(ask.review.subject)
            review = reviewing.locked(ask.review)
            Ask.objects.filter(pk=ask.pk).update(dropped_at=Now())
            if thing is not None and review.state == State.OPEN and review.step == ask.step:
                outcomes.recount(review, thing)
