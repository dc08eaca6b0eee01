"""What this room's events are called in the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group

TELLING = Group("telling", _("Notices and mails"), 60)


def register() -> None:
    """Called once at start-up."""
    deeds.register(
        Deed(
            "activity.preferences_chosen",
            _("%(who)s chose by which ways to hear of things"),
            TELLING,
            "bell",
        ),
        Deed("activity.rhythm_chosen", _("%(who)s chose when mails may come"), TELLING, "clock"),
        Deed("activity.mail_sent_again", _("%(who)s had a mail to %(to)s sent again"), TELLING, "mail"),
        Deed(
            "activity.ledger_exported",
            _("%(who)s exported the activity log"),
            TELLING,
            "file-chart-column",
        ),
    )
