"""What people are told about conversations."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from activity.kinds import APP
from calendar_app.words import sentence
from connections import offered
from core.errors import Sentence

INBOX = kinds.Group("inbox", _("Inbox"), 15)
MUST = _("An answer that did not go out, or may be out twice, needs a person.")


def register() -> None:
    """Called once at start-up."""
    register_work()
    register_promises()
    register_sending()


def register_work() -> None:
    """Conversations that somebody gives you, notes that name you."""
    kinds.register(
        kinds.Kind(
            "inbox.given",
            _("%(who)s gave you the conversation with %(customer)s"),
            "“%(preview)s”",
            _("For you: %(customer)s"),
            tone="way",
            icon="user-round",
            address=_address,
            label=_("Somebody gives you a conversation"),
            group=INBOX,
            ways=frozenset({APP}),
        ),
        kinds.Kind(
            "inbox.mentioned",
            _("%(who)s named you in a note about %(customer)s"),
            "“%(text)s”",
            _("%(who)s named you in a note"),
            tone="way",
            icon="at-sign",
            address=_address,
            label=_("Somebody names you in a note"),
            group=INBOX,
        ),
    )


def register_promises() -> None:
    """Customers who wait for an answer."""
    kinds.register(
        kinds.Kind(
            "inbox.answer_soon",
            _("%(customer)s should be answered soon"),
            _("“%(preview)s” Most of the time that the brand promises is over."),
            _("Answer soon: %(customer)s"),
            tone="wait",
            icon="alarm-clock",
            address=_address,
            label=_("The time to answer is nearly over"),
            group=INBOX,
            ways=frozenset({APP}),
        ),
        kinds.Kind(
            "inbox.answer_late",
            _("%(customer)s waits longer than the brand promises"),
            _("“%(preview)s” The time to answer is over."),
            _("Not answered in time: %(customer)s"),
            tone="fail",
            icon="alarm-clock",
            address=_address,
            label=_("The time to answer is over"),
            group=INBOX,
            together=_together,
        ),
    )


def register_sending() -> None:
    """Answers that need a person."""
    kinds.register(
        _kind(
            "refused",
            ("fail", "triangle-alert"),
            _("Your answer to %(customer)s did not go out on %(network)s · %(channel)s"),
            "%(reason)s",
            _("Not sent: your answer to %(customer)s"),
            _("An answer was refused"),
        ),
        _kind(
            "held",
            ("wait", "pause"),
            _("The answer to %(customer)s is held for %(network)s · %(channel)s"),
            _("%(reason)s Nothing is lost."),
            _("Held: the answer to %(customer)s"),
            _("An answer is held"),
        ),
        _kind(
            "asked",
            ("unsure", "circle-question-mark"),
            _("Is the answer to %(customer)s on %(network)s · %(channel)s? We cannot tell"),
            _("%(reason)s We have not sent it again. Look there and tell us."),
            _("Please look: the answer to %(customer)s"),
            _("Somebody must look whether an answer is out"),
        ),
        _kind(
            "unsure",
            ("unsure", "search"),
            _("We cannot tell yet whether the answer to %(customer)s is on %(network)s · %(channel)s"),
            _("%(reason)s We go on looking and have not sent it again."),
            _("Not known yet: the answer to %(customer)s"),
            _("We cannot tell yet whether an answer is out"),
        ),
    )


def _kind(
    name: str, look: tuple[str, str], title: Sentence, sentence: Sentence, mail: Sentence, label: Sentence
) -> kinds.Kind:
    tone, icon = look
    return kinds.Kind(
        f"inbox.reply_{name}",
        title,
        sentence,
        mail,
        tone=tone,
        icon=icon,
        words=_words,
        address=_address,
        label=label,
        group=INBOX,
        critical=True,
        must=MUST,
    )


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and the code as a sentence."""
    network = str(facts.get("network", ""))
    return {
        **facts,
        "network": offered.name_of(network),
        "reason": str(sentence(str(facts.get("code", "")), network)),
    }


def _together(facts: kinds.Facts) -> str:
    """Of many late answers of a brand one is told by mail in an hour."""
    return "late"


def _address(brand: str, subject: str) -> str:
    return reverse("inbox:conversation", args=[brand, subject.removeprefix("conversation:")])
