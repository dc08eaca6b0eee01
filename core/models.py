"""The room's tables; each stands in the module that knows it."""

from __future__ import annotations

from core.doors import Door
from core.ledger import Event
from core.outbox.clearance import Clearance
from core.outbox.installation import Installation
from core.outbox.lanes import Lane
from core.tally import Tally

__all__ = ["Clearance", "Door", "Event", "Installation", "Lane", "Tally"]
