"""Samples of what shows things: people, states, posts, lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from calendar_app.states import SHOWN

Make = Callable[..., Any]
TONES = ("draft", "wait", "way", "done", "fail", "unsure")
NETWORKS = ("sandbox", "bluesky", "instagram", "facebook", "x", "linkedin", "tiktok", "youtube")


def states() -> list[dict[str, Any]]:
    """Every state of the table of states: those that posts show, and those of approvals."""
    shown = [{"tone": one.tone, "icon": one.icon, "word": str(one.word)} for one in SHOWN.values()]
    return [
        *shown,
        {
            "tone": "fail",
            "icon": "circle-alert",
            "word": _("%(out)d of %(all)d published") % {"out": 2, "all": 3},
        },
        {"tone": "wait", "icon": "hourglass", "word": _("Waiting")},
        {"tone": "wait", "icon": "alarm-clock", "word": _("At risk")},
        {"tone": "wait", "icon": "alarm-clock", "word": _("Will miss approval")},
        {"tone": "wait", "icon": "message-square-text", "word": _("Changes asked")},
        {"tone": "way", "icon": "badge-check", "word": _("Approved")},
        {"tone": "fail", "icon": "plug-zap", "word": _("Reconnect")},
    ]


def identity(sample: Make, long: str) -> dict[str, list[Any]]:
    """Who and what."""
    return {
        "avatar": [
            sample("person", {"initials": "NƏ", "name": "Nigar Əliyeva"}),
            sample("lg", {"initials": "SK", "size": "lg", "name": "Selin Kaya"}),
            *(sample(f"brand, colour {n}", {"initials": "K", "brand": True, "colour": n}) for n in range(12)),
        ],
        "icon": [
            *(sample(size or "default", {"name": "bell", "size": size}) for size in ("xs", "sm", "", "lg")),
            *(sample(tone, {"name": "flag", "tone": tone}) for tone in TONES),
        ],
        "network_icon": [sample(key, {"network": key, "word": key}) for key in NETWORKS],
        "state": [
            *(sample(one["tone"], one) for one in states()),
            *(sample(f"bare, {one['tone']}", {**one, "bare": True}) for one in states()[:6]),
            sample("link", {**states()[0], "url": "#state"}),
        ],
    }


def choosing(sample: Make) -> dict[str, list[Any]]:
    """One of several."""
    places = [
        {"label": _("Month"), "url": "#tabs", "current": True},
        {"label": _("List"), "url": "#tabs", "count": 12},
        {"label": _("Drafts"), "url": "#tabs", "alert": "circle-alert"},
    ]
    themes = [
        {"value": "light", "label": _("Light"), "icon": "sun", "current": True},
        {"value": "dark", "label": _("Dark"), "icon": "moon"},
        {"value": "system", "label": _("System"), "disabled": True},
    ]
    return {
        "segmented": [
            sample("default", {"name": "theme", "label": _("Theme"), "options": themes}),
            sample(
                "wide", {"name": "theme", "label": _("Theme"), "options": themes, "wide": True}, wide=True
            ),
        ],
        "tabs": [
            sample("seg", {"items": places, "label": _("Calendar")}),
            sample("line", {"items": places, "label": _("Text for"), "kind": "line"}, wide=True),
        ],
        "pager": [
            sample(
                "in the middle",
                {"earlier_url": "#p", "later_url": "#p", "summary": "51–100 / 212", "label": _("People")},
                wide=True,
            )
        ],
    }


def lists(sample: Make, long: str) -> dict[str, list[Any]]:
    """Posts and other things below each other."""
    return {**_posts(sample, long), **_rows(sample, long), **_tables(sample, long)}


def _posts(sample: Make, long: str) -> dict[str, list[Any]]:
    chip = {
        "url": "#post_chip",
        "title": "Səhər 8:00, Nizami küçəsi",
        "time": "09:00",
        "thumb": static("art/cup.svg"),
        "networks": ["instagram", "x"],
    }
    scheduled, failed = states()[7], states()[1]
    bare = chip | scheduled | {"thumb": "", "title": long}
    return {
        "post_chip": [
            *(sample(one["tone"], chip | one) for one in states()[:12]),
            sample("without a picture, long text", bare),
            sample("week", chip | failed | {"week": True}),
        ]
    }


def _rows(sample: Make, long: str) -> dict[str, list[Any]]:
    failed, held = states()[1], states()[2]
    row = {
        "url": "#row",
        "title": "Balqabaq latte qayıdır",
        "when": "19:30",
        "thumb": static("art/balqabaq.svg"),
    }
    bare = {"url": "#row", "title": long, "mark": "inbox", "when": "09:00"}
    card = {"title": _("First steps"), "text": long[:90], "id": "card-one"}
    full = {
        "title": long,
        "icon": "flag",
        "tone": "wait",
        "id": "card-two",
        "body": "smm/styleguide/words.html",
    }
    return {
        "row": [
            sample("asks", {**row, **failed, "text": long[:90], "action": _("Reconnect")}, wide=True),
            sample("current", {**row, **held, "text": long, "current": True}, wide=True),
            sample("without a picture, long text", bare, wide=True),
        ],
        "card": [
            sample("default", {**card, "action_label": _("Calendar"), "action_url": "#card"}),
            sample("body, icon, long text", full),
        ],
    }


def _tables(sample: Make, long: str) -> dict[str, list[Any]]:
    columns = [
        {"label": _("Channel")},
        {"label": _("State")},
        {"label": _("Email"), "narrow": "phone"},
        {"label": _("Posts"), "number": True},
    ]
    cells = [
        [{"text": "kehreba.coffee", "url": "#table"}, *_cells(9, "nigar@kehreba.example", "1 204")],
        [{"text": long[:40]}, *_cells(1, "–", "7")],
    ]
    full = {"caption": _("Channels"), "columns": columns, "rows": cells}
    bare = {"caption": _("People"), "shown": True, "columns": columns, "rows": []}
    return {"table": [sample("default", full, wide=True), sample("empty, caption seen", bare, wide=True)]}


def _cells(state: int, email: str, number: str) -> list[dict[str, Any]]:
    shown = states()[state]
    return [
        shown | {"text": shown["word"]},
        {"text": email, "muted": True, "narrow": "phone"},
        {"text": number, "number": True},
    ]
