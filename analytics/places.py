"""Where the pages of measuring stand: in the rail, and as panels on pages of rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from calendar_app import panels
from calendar_app.panels import Panel
from core.navigation import Place, register

PLACES = (
    Place(
        "numbers",
        _("Numbers"),
        "chart-no-axes-column",
        "analytics:dashboard",
        order=30,
        needs=Can.MEASURE,
        keys="g u",
        words=_("analytics, statistics, reach, goals, report"),
    ),
)
PANELS = (
    Panel("results", "post", "analytics:results", _("How it did"), Can.VIEW),
    Panel("week", "home", "analytics:week", _("This week"), Can.MEASURE),
)


def register_all() -> None:
    """Tell the rooms below."""
    for place in PLACES:
        register(place)
    for panel in PANELS:
        panels.register(panel)
