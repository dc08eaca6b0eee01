"""What this room's events are called in the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group
from core.errors import Sentence

APPROVALS = Group("approvals", _("Approvals"), 7)


def register() -> None:
    """Called once at start-up."""
    deeds.register(
        _on("submitted", _("%(who)s submitted “%(what)s” for approval"), "send"),
        _on("approved", _("%(who)s approved “%(what)s”"), "check"),
        _on("changes_asked", _("%(who)s asked for changes to “%(what)s”"), "message-square-text"),
        _on("rejected", _("%(who)s rejected “%(what)s”"), "circle-x"),
        _on("undone", _("%(who)s took the answer to “%(what)s” back"), "undo-2"),
        _on("cleared", _("“%(what)s” has all its approvals"), "shield-check"),
        _on("withdrawn", _("%(who)s withdrew “%(what)s” from approval"), "undo-2"),
        _on("voided", _("%(who)s changed “%(what)s”: its approval ended"), "pencil-line"),
    )
    deeds.register(
        _on("lapsed", _("“%(what)s” was not approved in time and is held"), "alarm-clock"),
        _on("expired", _("“%(what)s” was not approved in time and expired"), "calendar-x-2"),
        _on("handed_on", _("%(stand_in)s is asked about “%(what)s” instead of %(away)s"), "user-round"),
        _on("handed_over", _("%(who)s handed the approval of “%(what)s” to %(to)s"), "user-round"),
        _on("workflow_changed", _("%(who)s changed how %(what)s approves"), "badge-check"),
    )


def _on(name: str, words: Sentence, icon: str) -> Deed:
    return Deed(f"approvals.{name}", words, APPROVALS, icon)
