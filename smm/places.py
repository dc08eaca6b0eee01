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
        "inbox",
        _("Inbox"),
        "inbox",
        "inbox:inbox",
        order=26,
        needs=Can.VIEW,
        keys="g i",
        words=_("comments, messages, mentions, answers"),
    ),
    Place("media", _("Media"), "images", "media_library:library", order=40, group="plan", keys="g m"),
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
        "log",
        _("Activity log"),
        "history",
        "activity:ledger",
        order=85,
        group="settings",
        needs=Can.AUDIT,
        of="organization",
        about=_("Who did what and when, and which mails went out."),
    ),
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
        "organization",
        _("Organization"),
        "building-2",
        "accounts:organization",
        order=82,
        group="settings",
        needs=Can.SETTINGS,
        of="organization",
        everywhere=True,
        about=_("Name, address, language, time zone, quiet hours and logo."),
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
        about=_("All brands, new ones, and those in the trash."),
    ),
    Place(
        "brand",
        _("Brand settings"),
        "settings",
        "accounts:brand",
        order=90,
        group="settings",
        needs=Can.SETTINGS,
        about=_("Name, address, language, colours, logo and quiet hours."),
    ),
    Place(
        "zone",
        _("Time zone"),
        "globe",
        "calendar_app:zone",
        order=92,
        group="settings",
        needs=Can.SETTINGS,
        about=_("The brand's clock, and what a change moves."),
    ),
    Place(
        "approval",
        _("Approval"),
        "badge-check",
        "calendar_app:approval",
        order=94,
        group="settings",
        needs=Can.SETTINGS,
        about=_("Whether posts need a yes before they leave."),
    ),
    Place(
        "rules",
        _("Publishing rules"),
        "alarm-clock",
        "accounts:publishing",
        order=96,
        group="settings",
        needs=Can.SETTINGS,
        about=_("What becomes of posts that are late."),
    ),
    Place(
        "saved",
        _("Saved replies"),
        "text-quote",
        "inbox:saved",
        order=97,
        group="settings",
        needs=Can.REPLY,
        about=_("Answers that are written once and used often."),
        words=_("inbox, templates, answers"),
    ),
    Place(
        "labels",
        _("Labels"),
        "tag",
        "inbox:labels",
        order=97,
        group="settings",
        needs=Can.REPLY,
        about=_("Words that sort the conversations of the inbox."),
    ),
    Place(
        "promise",
        _("Answer times"),
        "timer",
        "inbox:promise",
        order=97,
        group="settings",
        needs=Can.SETTINGS,
        about=_("How soon people are answered, business hours and holidays."),
        words=_("SLA, inbox, business hours"),
    ),
    Place(
        "trash",
        _("Trash"),
        "trash-2",
        "calendar_app:trash_list",
        order=98,
        group="settings",
        needs=Can.WRITE,
        about=_("Deleted posts, for 30 days."),
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
    Place(
        "addresses",
        _("Addresses"),
        "at-sign",
        "account_email",
        order=205,
        group="settings",
        of="person",
        about=_("The email addresses that you sign in with."),
    ),
    Place(
        "security",
        _("Security"),
        "shield-check",
        "mfa_index",
        order=210,
        group="settings",
        of="person",
        about=_("Password, passkeys, authenticator app and recovery codes."),
        words=_("password, two factors, passkey"),
    ),
    Place(
        "devices",
        _("Devices"),
        "monitor-smartphone",
        "sessions",
        order=220,
        group="settings",
        of="person",
        about=_("Where you are signed in."),
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
