"""What people are told when publishing needs them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from calendar_app.words import REASONS
from connections import offered


def register() -> None:
    """Called once at start-up."""
    kinds.register(
        kinds.Kind(
            name="publishing.refused",
            title=_("“%(headline)s” did not go out on %(network)s · %(channel)s"),
            sentence="%(reason)s",
            mail_subject=_("Not published: %(headline)s"),
            tone="fail",
            icon="triangle-alert",
            words=_words,
            address=_address,
        ),
        kinds.Kind(
            name="publishing.held",
            title=_("“%(headline)s” is held for %(network)s · %(channel)s"),
            sentence=_("%(reason)s Nothing is lost."),
            mail_subject=_("Held: %(headline)s"),
            tone="wait",
            icon="pause",
            words=_words,
            address=_address,
        ),
        kinds.Kind(
            name="publishing.asked",
            title=_("Is “%(headline)s” on %(network)s · %(channel)s? We cannot tell"),
            sentence=_("%(reason)s We have not sent it again. Look there and tell us."),
            mail_subject=_("Please look: %(headline)s"),
            tone="unsure",
            icon="circle-question-mark",
            words=_words,
            address=_address,
        ),
    )


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and the code as a sentence."""
    return {
        **facts,
        "network": offered.name_of(str(facts.get("network", ""))),
        "headline": facts.get("headline") or str(_("A post")),
        "reason": str(REASONS.get(str(facts.get("code", "")), "")),
    }


def _address(brand: str, subject: str) -> str:
    return reverse("calendar_app:post", args=[brand, subject.removeprefix("post:")])
