"""What people are told when an organization changes hands, and what ends with a membership."""

from __future__ import annotations

from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import leaving, tellers
from accounts.models import User
from accounts.services.ownership import DECLINED, OFFERED, TAKEN, WITHDRAWN
from activity import kinds
from activity.models import Mail
from activity.services import telling
from core.errors import Sentence
from core.outbox.states import OUTGOING, State

MUST = _("Who owns an organization concerns you whatever you chose.")


def register() -> None:
    """Called once at start-up."""
    tellers.register(telling.tell)
    leaving.on_gone(cancel_mails)
    kinds.register(
        _kind(
            OFFERED,
            ("wait", "key-round"),
            _("%(giver)s wants to hand %(organization)s over to you"),
            _("You are offered the ownership of an organization"),
            _(
                "You would be the owner. Open your page in the organization to accept or decline within 7 days."
            ),
        ),
        _kind(
            TAKEN,
            ("done", "key-round"),
            _("%(taker)s owns %(organization)s now"),
            _("Somebody took over your organization"),
            _("%(giver)s handed it over and is an admin now."),
        ),
        _kind(
            DECLINED,
            ("draft", "key-round"),
            _("%(taker)s declined to own %(organization)s"),
            _("Somebody declined to take over your organization"),
            _("Nothing has changed. You can offer it to somebody else."),
        ),
        _kind(
            WITHDRAWN,
            ("draft", "key-round"),
            _("The offer to own %(organization)s was taken back"),
            _("An ownership that you were offered is taken back"),
            _("Nothing has changed for you."),
        ),
    )


def cancel_mails(person: User) -> int:
    """Mails of the open organization that are not on their way to her yet never leave. Returns how many."""
    rows = Mail.objects.select_for_update().filter(to__iexact=person.email, state=State.WAITING)
    waiting = list(rows.order_by("pk"))
    for mail in waiting:
        OUTGOING.advance(mail, "cancel", due_at=None, text="", html="", settled_at=Now())
    return len(waiting)


def _kind(
    name: str, look: tuple[str, str], title: Sentence, label: Sentence, sentence: Sentence
) -> kinds.Kind:
    tone, icon = look
    return kinds.Kind(
        name, title, sentence, title, tone=tone, icon=icon, address=_address, label=label, must=MUST
    )


def _address(brand: str, subject: str) -> str:
    """The subject names the organization by its slug; there the person finds her place and what was offered."""
    return reverse("accounts:standing", args=[subject.partition(":")[2]])
