"""Mails that did not arrive, sent again because a person says so."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from activity.masking import masked
from activity.models import Mail
from activity.models.mail import TROUBLED
from core import bell, ledger
from core.errors import NotAllowed
from core.ledger import By
from core.outbox.states import OUTGOING, State

ACTIONS = {State.REFUSED: "schedule", State.UNSURE: "retry"}


def send_again(mail: Mail, *, by: By) -> None:
    """It waits anew, with all its tries. Of an unsure one the receiver may get a second copy; its Message-ID is the same.

    Raises NotAllowed for a mail that waits for nobody's decision, Stale when somebody was faster.
    """
    if mail.state not in TROUBLED or not mail.text:
        raise NotAllowed(_("This mail cannot be sent again any more."))
    with transaction.atomic():
        OUTGOING.advance(
            mail,
            ACTIONS[State(mail.state)],
            due_at=Now(),
            tries=0,
            fence=None,
            fenced_at=None,
            settled_at=None,
            problem="",
        )
        ledger.record(
            "activity.mail_sent_again", f"mail:{mail.pk}", by=by, to=masked(mail.to), about=mail.about
        )
        bell.ring("core.drain", "mail", queue="mail")
