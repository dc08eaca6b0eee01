"""The states of everything that goes out, and the moves between them."""

from __future__ import annotations

from django.db import models

from core.flow import Flow


class State(models.TextChoices):
    """What is true of one outgoing row."""

    DRAFT = "draft"
    HELD = "held"
    WAITING = "waiting"
    SENDING = "sending"
    ACCEPTED = "accepted"
    LIVE = "live"
    REFUSED = "refused"
    UNSURE = "unsure"
    ASKING = "asking"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


S = State

# "see" and "send_again" are people's answers. They are words of their own, so that an answer which comes while the row is
# already being sent again finds no such move; the engine's "settle" and "retry" lead out of sending.
OUTGOING = Flow(
    {
        S.DRAFT: {"schedule": S.WAITING, "hold": S.HELD},
        S.HELD: {
            "schedule": S.WAITING,
            "unschedule": S.DRAFT,
            "cancel": S.CANCELLED,
            "expire": S.EXPIRED,
            "see": S.LIVE,
        },
        S.WAITING: {
            "schedule": S.WAITING,
            "unschedule": S.DRAFT,
            "cancel": S.CANCELLED,
            "hold": S.HELD,
            "expire": S.EXPIRED,
            "fence": S.SENDING,
            "refuse": S.REFUSED,
            "retry": S.WAITING,
        },
        S.SENDING: {
            "settle": S.LIVE,
            "accept": S.ACCEPTED,
            "refuse": S.REFUSED,
            "doubt": S.UNSURE,
            "retry": S.WAITING,
            "hold": S.HELD,
        },
        S.ACCEPTED: {
            "settle": S.LIVE,
            "refuse": S.REFUSED,
            "doubt": S.UNSURE,
            "look": S.ACCEPTED,
            "ask": S.ASKING,
        },
        S.UNSURE: {
            "settle": S.LIVE,
            "retry": S.WAITING,
            "ask": S.ASKING,
            "refuse": S.REFUSED,
            "look": S.UNSURE,
            "hold": S.HELD,
            "see": S.LIVE,
            "send_again": S.WAITING,
        },
        S.ASKING: {"see": S.LIVE, "send_again": S.WAITING, "cancel": S.CANCELLED, "hold": S.HELD},
        S.REFUSED: {"schedule": S.WAITING, "unschedule": S.DRAFT, "cancel": S.CANCELLED},
        S.CANCELLED: {"schedule": S.WAITING, "unschedule": S.DRAFT},
        S.EXPIRED: {"schedule": S.WAITING, "unschedule": S.DRAFT, "cancel": S.CANCELLED},
        S.LIVE: {},
    }
)

DUE = (S.WAITING, S.UNSURE, S.ACCEPTED)
"""States in which the engine has something to do at `due_at`."""

CLEARED = (S.WAITING, S.SENDING)
"""States that the database allows only with a live clearance."""

FENCED = (S.SENDING, S.ACCEPTED, S.LIVE, S.UNSURE, S.ASKING)
"""States from which the thing may already be out: content and time are fixed."""
