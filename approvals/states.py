"""The states of a review, and the moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy

from core.flow import Flow


class State(models.TextChoices):
    """What is true of one review. Only an open one can be decided."""

    OPEN = "open", pgettext_lazy("review", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("review", "Approved")
    CHANGES_ASKED = "changes_asked", pgettext_lazy("review", "Changes asked")
    REJECTED = "rejected", pgettext_lazy("review", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "Withdrawn")
    VOID = "void", pgettext_lazy("review", "Changed since")
    EXPIRED = "expired", pgettext_lazy("review", "Expired")


S = State

# A yes that was given is taken back only by whoever gave it (undo), or because it is not of what stands there (void).
REVIEW = Flow(
    {
        S.OPEN: {
            "approve": S.APPROVED,
            "changes": S.CHANGES_ASKED,
            "reject": S.REJECTED,
            "withdraw": S.WITHDRAWN,
            "void": S.VOID,
            "expire": S.EXPIRED,
        },
        S.APPROVED: {"undo": S.OPEN, "void": S.VOID, "withdraw": S.WITHDRAWN},
        S.CHANGES_ASKED: {"undo": S.OPEN},
        S.REJECTED: {"undo": S.OPEN},
        S.WITHDRAWN: {},
        S.VOID: {},
        S.EXPIRED: {},
    }
)
