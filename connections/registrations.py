"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from activity import kinds
from connections import offered, sentences
from connections.services import health
from core import navigation
from networks import sandbox


def register() -> None:
    """Called once, when all models are there."""
    sandbox.configure(settings.SANDBOX_ORIGIN)
    navigation.register(
        navigation.Place(
            key="channels",
            label=_("Channels"),
            icon="radio-tower",
            view="connections:channels",
            order=210,
            group="run",
            needs=Can.VIEW,
        )
    )
    kinds.register(
        kinds.Kind(
            name=health.NOTICE,
            title=_("%(network)s · %(channel)s stopped letting us in"),
            sentence=_("%(reason)s Posts for it are held until then; none is lost."),
            mail_subject=_("Reconnect %(network)s · %(channel)s"),
            tone="fail",
            icon="plug-zap",
            words=_words,
            address=_address,
        )
    )


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and the code as a sentence."""
    name = offered.name_of(str(facts.get("network", "")))
    return {**facts, "network": name, "reason": sentences.of(str(facts.get("code", "")), name)}


def _address(brand: str, subject: str) -> str:
    return reverse("connections:channel", args=[brand, subject.removeprefix("channel:")])
