"""What people are told when publishing needs them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from calendar_app.words import REASONS
from connections import offered
from core.errors import Sentence


def register() -> None:
    """Called once at start-up."""
    kinds.register(
        _kind(
            "refused",
            ("fail", "triangle-alert"),
            _("“%(headline)s” did not go out on %(network)s · %(channel)s"),
            "%(reason)s",
            _("Not published: %(headline)s"),
        ),
        _kind(
            "held",
            ("wait", "pause"),
            _("“%(headline)s” is held for %(network)s · %(channel)s"),
            _("%(reason)s Nothing is lost."),
            _("Held: %(headline)s"),
        ),
        _kind(
            "asked",
            ("unsure", "circle-question-mark"),
            _("Is “%(headline)s” on %(network)s · %(channel)s? We cannot tell"),
            _("%(reason)s We have not sent it again. Look there and tell us."),
            _("Please look: %(headline)s"),
        ),
    )


def _kind(
    name: str, look: tuple[str, str], title: Sentence, sentence: Sentence, mail: Sentence
) -> kinds.Kind:
    tone, icon = look
    return kinds.Kind(
        f"publishing.{name}", title, sentence, mail, tone=tone, icon=icon, words=_words, address=_address
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
