"""Places of rooms below that do not speak of themselves. Called once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from core.navigation import Place, register

PLACES = (
    Place("home", _("Home"), "house", "calendar_app:home", order=10, alone=True),
    Place("calendar", _("Calendar"), "calendar-days", "calendar_app:month", order=20),
    Place("channels", _("Channels"), "radio-tower", "connections:channels", order=60, group="run"),
    Place(
        "pause",
        _("Pause publishing"),
        "octagon-pause",
        "calendar_app:holds",
        order=65,
        group="run",
        needs=Can.HOLD,
        of="organization",
    ),
    Place(
        "log",
        _("Activity log"),
        "history",
        "activity:ledger",
        order=85,
        group="settings",
        needs=Can.AUDIT,
        of="organization",
    ),
    Place("notices", _("Notices"), "bell", "activity:notices", order=70, group="settings", of="person"),
    Place(
        "people",
        _("People"),
        "users",
        "accounts:people",
        order=80,
        group="settings",
        needs=Can.PEOPLE,
        of="organization",
    ),
    Place(
        "rules",
        _("Publishing rules"),
        "settings",
        "accounts:publishing",
        order=90,
        group="settings",
        needs=Can.SETTINGS,
    ),
)


def register_all() -> None:
    """Tell the frame."""
    for place in PLACES:
        register(place)
