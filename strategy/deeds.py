"""What this room's events are called in the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group

STRATEGY = Group("strategy", _("Strategy"), 40)


def register() -> None:
    """Called once at start-up."""
    deeds.register(
        Deed("strategy.goal_made", _("%(who)s set a goal"), STRATEGY, "target"),
        Deed("strategy.goal_changed", _("%(who)s changed a goal"), STRATEGY, "target"),
        Deed("strategy.goal_ended", _("%(who)s ended a goal"), STRATEGY, "target"),
    )
