"""Serves the lanes of mail: one mail at a time, once. The shape is that of every outgoing row.

Everything up to the last line of the message is harmless and done first; then the fence is committed, looked at once
more, and the last line is sent. What an attempt leaves behind fenced is never sent again by the engine.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db.models.functions import Now

from activity.mail import message, server
from activity.mail.carriers import Letter, Lost, NotTaken, carrying
from activity.models import Mail
from core.outbox.lanes import Claimed
from core.outbox.states import OUTGOING, State

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long to wait after each try that failed; after one more the mail is refused."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When the engine acts next on a mail whose outcome is unknown."""


def take(lane: Claimed) -> Mail | None:
    """The lane's next due mail. The lane is ours alone, so a mail found in sending belongs to an attempt that died."""
    dead = Mail.objects.filter(server=lane.key, state=State.SENDING)
    left = dead.update(
        state=OUTGOING.after(State.SENDING, "doubt"), due_at=NEVER, problem="the sender died meanwhile"
    )
    if left:
        log.warning("mail_unsure", extra={"count": left})
    due = Mail.objects.filter(server=lane.key, state=State.WAITING, due_at__lte=Now())
    return due.order_by("due_at", "id").first()


def serve(mail: Mail) -> None:
    """Try once, and write down what came of it."""
    try:
        _send(mail)
    except NotTaken as error:
        _not_taken(mail, error)
    except Lost as error:
        _settle(mail, "doubt", due_at=NEVER, problem=str(error)[:300])


def _send(mail: Mail) -> None:
    letter = Letter(str(mail.pk), message.envelope_sender(mail), mail.to, message.as_bytes(mail))
    folder = settings.BASE_DIR / ".data" / "mail"
    me = urlsplit(settings.BASE_URL).hostname or "localhost"
    with carrying(server.parse(settings.EMAIL_URL), letter, folder, me) as carrier:
        carrier.prepare()
        if not _fence(mail):
            return  # cancelled or taken over while we were talking
        if not _still_mine(mail):
            raise NotTaken("the sender was too slow and stopped before the last line")
        carrier.hand_over()
        _settle(mail, "settle", text="", html="", problem="")


def _fence(mail: Mail) -> bool:
    """From here on only this attempt may settle the mail. Committed before the irreversible step."""
    fence = uuid4()
    waiting = Mail.objects.filter(pk=mail.pk, state=State.WAITING, tries=mail.tries)
    taken = waiting.update(state=OUTGOING.after(State.WAITING, "fence"), fence=fence, fenced_at=Now())
    mail.fence, mail.state = fence, State.SENDING
    return taken == 1


def _still_mine(mail: Mail) -> bool:
    """Whether this attempt is young: a process that slept must not send late, when another may have taken over."""
    oldest = Now() - timedelta(seconds=settings.SEND_DEADLINE_SECONDS)
    mine = Mail.objects.filter(pk=mail.pk, fence=mail.fence, state=State.SENDING)
    return mine.filter(fenced_at__gt=oldest).exists()


def _not_taken(mail: Mail, error: NotTaken) -> None:
    problem = str(error)[:300]
    if error.for_ever or mail.tries >= len(PAUSES):
        _settle(mail, "refuse", problem=problem)
        log.warning("mail_refused", extra={"mail": str(mail.pk), "problem": problem})
    else:
        _settle(mail, "retry", due_at=Now() + PAUSES[mail.tries], fence=None, problem=problem)


def _settle(mail: Mail, action: str, **changes: Any) -> None:
    """Write the outcome, only where this attempt still owns the mail (before its fence: while nobody moved it)."""
    mine = Mail.objects.filter(pk=mail.pk, fence=mail.fence, state=mail.state)
    after = OUTGOING.after(mail.state, action)
    settled_at = None if after == State.WAITING else Now()
    moved = mine.update(state=after, tries=mail.tries + 1, settled_at=settled_at, **changes)
    if not moved:
        log.warning("mail_settled_by_another", extra={"mail": str(mail.pk), "action": action})
