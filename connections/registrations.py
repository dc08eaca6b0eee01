"""What this room tells the rooms below at start-up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from connections import deeds, offered, sentences
from connections.selectors.trouble import Kind
from connections.services import health, trouble
from networks import sandbox

CHANNELS = kinds.Group("channels", _("Channels"), 20)


def register() -> None:
    """Called once, when all models are there."""
    deeds.register()
    sandbox.configure(settings.SANDBOX_ORIGIN)
    register_notices()


def register_notices() -> None:
    """What people are told of channels and networks."""
    kinds.register(
        kinds.Kind(
            name=trouble.NOTICE,
            title=_("%(network)s has trouble"),
            sentence="%(reason)s",
            mail_subject=_("%(network)s has trouble"),
            tone="wait",
            icon="triangle-alert",
            words=_trouble_words,
            address=_channels,
            label=_("A network has trouble"),
            group=CHANNELS,
            ways=frozenset({kinds.APP}),
        ),
        kinds.Kind(
            name=health.NOTICE,
            title=_("%(network)s · %(channel)s stopped letting us in"),
            sentence=_("%(reason)s Posts for it are held until then; none is lost."),
            mail_subject=_("Reconnect %(network)s · %(channel)s"),
            tone="fail",
            icon="plug-zap",
            words=_words,
            address=_address,
            label=_("A channel must be reconnected"),
            group=CHANNELS,
            critical=True,
            must=_("Nothing goes out on this channel until somebody reconnects it."),
        ),
    )


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and the code as a sentence."""
    network = str(facts.get("network", ""))
    reason = sentences.of(str(facts.get("code", "")), network)
    return {**facts, "network": offered.name_of(network), "reason": reason}


def _trouble_words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and what happens to posts meanwhile."""
    reasons = {
        Kind.DOWN: _("It answers badly or not at all. Posts are tried again by themselves; nothing is lost."),
        Kind.REFUSING: _(
            "It refuses unusually many posts. What it refuses stays here and can be sent again when this is over."
        ),
    }
    network = offered.name_of(str(facts.get("network", "")))
    return {**facts, "network": network, "reason": str(reasons[Kind(str(facts.get("kind", Kind.DOWN)))])}


def _channels(brand: str, subject: str) -> str:
    return reverse("connections:channels", args=[brand])


def _address(brand: str, subject: str) -> str:
    return reverse("connections:channel", args=[brand, subject.removeprefix("channel:")])
