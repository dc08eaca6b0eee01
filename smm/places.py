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
        "organization",
        _("Organization"),
        "building-2",
        "accounts:organization",
        order=82,
        group="settings",
        needs=Can.SETTINGS,
        of="organization",
        everywhere=True,
    ),
    Place(
        "brands",
        _("Brands"),
        "store",
        "accounts:brands",
        order=84,
        group="settings",
        needs=Can.SETTINGS,
        of="organization",
        in_rail=False,
    ),
    Place(
        "brand",
        _("Brand settings"),
        "settings",
        "accounts:brand",
        order=90,
        group="settings",
        needs=Can.SETTINGS,
    ),
    Place(
        "zone",
        _("Time zone"),
        "globe",
        "calendar_app:zone",
        order=92,
        group="settings",
        needs=Can.SETTINGS,
        in_rail=False,
    ),
    Place(
        "approval",
        _("Approval"),
        "badge-check",
        "calendar_app:approval",
        order=94,
        group="settings",
        needs=Can.SETTINGS,
        in_rail=False,
    ),
    Place(
        "rules",
        _("Publishing rules"),
        "alarm-clock",
        "accounts:publishing",
        order=96,
        group="settings",
        needs=Can.SETTINGS,
        in_rail=False,
    ),
    Place(
        "trash",
        _("Trash"),
        "trash-2",
        "calendar_app:trash_list",
        order=98,
        group="settings",
        needs=Can.WRITE,
        in_rail=False,
    ),
)


def register_all() -> None:
    """Tell the frame."""
    for place in PLACES:
        register(place)
