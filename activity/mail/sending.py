"""Serves the lanes of mail: one mail at a time, once. The shape is that of every outgoing row.

Everything up to the last line of the message is harmless and done first; then the fence is committed, looked at once
more, and the last line is sent. What an attempt leaves behind fenced is never sent again by the engine.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from activity.mail import message, server
from activity.mail.carriers import Letter, Lost, NotTaken, carrying
from activity.models import Mail
from core import tally
from core.outbox.lanes import Claimed
from core.outbox.states import OUTGOING, State

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""How long to wait after each try that failed; after one more the mail is refused."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""When the engine acts next on a mail whose outcome is unknown."""


OUTCOMES = "mail_outcomes"
COUNTED = {"settle": "sent", "refuse": "refused", "retry": "put_off", "doubt": "unsure"}
"""What is counted for each move."""


@dataclass(slots=True)
class Attempt:
    """One try to send a mail. `fence` is its own once it has one; only its owner may settle then."""

    mail: Mail
    fence: UUID | None = None

    def rows(self) -> QuerySet[Mail]:
        """The mail, while this attempt may write its outcome: before the fence as it was taken, then under the fence.

        An attempt that was given up for dead may still know better than the doubt about it.
        """
        mine = Mail.objects.filter(pk=self.mail.pk, fence=self.fence)
        if self.fence is None:
            return mine.filter(state=State.WAITING, tries=self.mail.tries)
        return mine.filter(state__in=[State.SENDING, State.UNSURE])

    def after(self, action: str) -> str:
        """The state that follows."""
        return OUTGOING.after(State.WAITING if self.fence is None else State.SENDING, action)


def take(lane: Claimed) -> Mail | None:
    """The lane's next due mail. The lane is ours alone, so a mail found in sending belongs to an attempt that died."""
    dead = Mail.objects.filter(server=lane.key, state=State.SENDING)
    left = dead.update(
        state=OUTGOING.after(State.SENDING, "doubt"), due_at=NEVER, problem="the sender died meanwhile"
    )
    if left:
        log.warning("mail_unsure", extra={"count": left})
        tally.count(OUTCOMES, COUNTED["doubt"], left)
    due = Mail.objects.filter(server=lane.key, state=State.WAITING, due_at__lte=Now())
    return due.order_by("due_at", "id").first()


def set_aside(lane: Claimed) -> int:
    """The lane's next due mail is refused, because it makes its sender stumble again and again."""
    due = Mail.objects.filter(server=lane.key, state=State.WAITING, due_at__lte=Now()).order_by(
        "due_at", "id"
    )
    first = Mail.objects.filter(pk__in=due.values("pk")[:1], state=State.WAITING)
    return first.update(
        state=OUTGOING.after(State.WAITING, "refuse"), settled_at=Now(), problem="it stopped its sender"
    )


def hold_restored(server: str) -> int:
    """What was due when the backup was taken has perhaps been sent since: a person decides about each such mail."""
    due = Mail.objects.filter(server=server, state=State.WAITING, due_at__lte=Now())
    perhaps_sent = OUTGOING.after(OUTGOING.after(State.WAITING, "fence"), "doubt")
    return due.update(state=perhaps_sent, due_at=NEVER, problem="it was due when the backup was taken")


def serve(mail: Mail) -> None:
    """Try once, and write down what came of it."""
    attempt = Attempt(mail)
    try:
        _send(attempt)
    except NotTaken as error:
        _not_taken(attempt, error)
    except Lost as error:
        _settle(attempt, "doubt", due_at=NEVER, problem=str(error)[:300])


def _send(attempt: Attempt) -> None:
    mail = attempt.mail
    letter = Letter(str(mail.pk), message.envelope_sender(mail), mail.to, message.as_bytes(mail))
    folder = settings.BASE_DIR / ".data" / "mail"
    me = urlsplit(settings.BASE_URL).hostname or "localhost"
    with carrying(server.parse(settings.EMAIL_URL), letter, folder, me) as carrier:
        carrier.prepare()
        if not _put_fence(attempt):
            return  # cancelled or taken over while we were talking
        if not _may_still_go(attempt):
            raise NotTaken("the sender was too slow and stopped before the last line")
        carrier.hand_over()
        _settle(attempt, "settle", text="", html="", attachments=[], unsubscribe="", problem="")


def _put_fence(attempt: Attempt) -> bool:
    """From here on only this attempt may settle the mail. Committed before the irreversible step."""
    fence = uuid4()
    taken = attempt.rows().update(state=attempt.after("fence"), fence=fence, fenced_at=Now())
    attempt.fence = fence
    return taken == 1


def _may_still_go(attempt: Attempt) -> bool:
    """Whether this attempt is young: a process that slept must not send late, when another may have taken over."""
    oldest = Now() - timedelta(seconds=settings.SEND_DEADLINE_SECONDS)
    return attempt.rows().filter(state=State.SENDING, fenced_at__gt=oldest).exists()


def _not_taken(attempt: Attempt, error: NotTaken) -> None:
    problem, tries = str(error)[:300], attempt.mail.tries
    if error.for_ever or tries >= len(PAUSES):
        _settle(attempt, "refuse", problem=problem)
        log.warning("mail_refused", extra={"mail": str(attempt.mail.pk), "problem": problem})
    else:
        _settle(attempt, "retry", due_at=Now() + PAUSES[tries], fence=None, problem=problem)


def _settle(attempt: Attempt, action: str, **changes: Any) -> None:
    """Write the outcome, only where this attempt still owns the mail."""
    after = attempt.after(action)
    settled_at = None if after == State.WAITING else Now()
    tries = attempt.mail.tries + 1
    if not attempt.rows().update(state=after, tries=tries, settled_at=settled_at, **changes):
        log.warning("mail_settled_by_another", extra={"mail": str(attempt.mail.pk), "action": action})
        return
    tally.count(OUTCOMES, COUNTED[action])
