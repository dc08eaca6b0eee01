"""Places and commands of rooms below that do not speak of themselves. Called once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from accounts.models.user import Language
from core.navigation import Command, Place, register, register_command

PLACES = (
    Place("home", _("Home"), "house", "calendar_app:home", order=10, alone=True, keys="g h"),
    Place("calendar", _("Calendar"), "calendar-days", "calendar_app:month", order=20, keys="g c"),
    Place(
        "channels", _("Channels"), "radio-tower", "connections:channels", order=60, group="run", keys="g n"
    ),
    Place(
        "pause",
        _("Pause publishing"),
        "octagon-pause",
        "calendar_app:holds",
        order=65,
        group="run",
        needs=Can.HOLD,
        of="organization",
        words=_("stop everything, emergency, hold"),
    ),
    Place("notices", _("Notices"), "bell", "activity:notices", order=30, of="person", keys="g o"),
    Place(
        "people",
        _("People"),
        "users",
        "accounts:people",
        order=80,
        group="settings",
        needs=Can.PEOPLE,
        of="organization",
        about=_("Who works here, in which role, and who is invited."),
        words=_("team, members, invite, roles"),
    ),
    Place(
        "rules",
        _("Publishing rules"),
        "settings",
        "accounts:publishing",
        order=90,
        group="settings",
        needs=Can.SETTINGS,
        about=_("What becomes of posts that are late."),
    ),
    Place(
        "profile",
        _("Your profile"),
        "user-round",
        "profile",
        order=200,
        group="settings",
        of="person",
        alone=True,
        about=_("Name, language, time zone and theme."),
        words=_("language, time zone, theme, password"),
    ),
)

COMMANDS = (
    Command("new_post", _("New post"), "plus", 10, "calendar_app:composer_new", needs=Can.WRITE, keys="c"),
    Command("connect", _("Connect a channel"), "plug", 20, "connections:connect", needs=Can.CONNECT),
    *(
        Command(
            f"theme_{key}",
            label,
            icon,
            order,
            "set_theme",
            of="person",
            posts=True,
            fields={"theme": key, "next": ""},
            words=_("theme, colours, appearance"),
        )
        for order, key, icon, label in (
            (50, "light", "sun", _("Light theme")),
            (51, "dark", "moon", _("Dark theme")),
            (52, "system", "monitor", _("Theme of this device")),
        )
    ),
    *(
        Command(
            f"language_{one.value}",
            one.label,
            "languages",
            60 + order,
            "set_language",
            of="person",
            posts=True,
            fields={"language": one.value, "next": ""},
            words=_("language"),
        )
        for order, one in enumerate(Language)
    ),
    Command("keys", _("Keyboard shortcuts"), "keyboard", 80, dialog="keys", keys="?", words=_("help")),
    Command("sign_out", _("Sign out"), "log-out", 90, "account_logout", of="person", posts=True),
)


def register_all() -> None:
    """Tell the frame."""
    for place in PLACES:
        register(place)
    for command in COMMANDS:
        register_command(command)
