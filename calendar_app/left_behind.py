"""What this room tells accounts about people who leave: what they have here, and what can become of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import leaving
from accounts.leaving import Belongings, Fate
from calendar_app.services import leaving as services


def register() -> None:
    """Called once at start-up."""
    leaving.register(
        Belongings(
            key="scheduled",
            say=lambda number: (
                ngettext("%(number)s scheduled post", "%(number)s scheduled posts", number)
                % {"number": number}
            ),
            count=lambda person: services.scheduled_of(person).count(),
            acts={Fate.HAND_OVER: services.hand_over_scheduled, Fate.HOLD: services.hold_scheduled},
            words={
                Fate.KEEP: _("Keep as they are: they go out at their times"),
                Fate.HAND_OVER: _("Hand them over"),
                Fate.HOLD: _("Hold them until somebody decides"),
            },
        )
    )
    leaving.register(
        Belongings(
            key="drafts",
            say=lambda number: ngettext("%(number)s draft", "%(number)s drafts", number) % {"number": number},
            count=lambda person: services.drafts_of(person).count(),
            acts={Fate.HAND_OVER: services.hand_over_drafts},
            words={Fate.KEEP: _("Keep as they are"), Fate.HAND_OVER: _("Hand them over")},
        )
    )
