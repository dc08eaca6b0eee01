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
    cup, pumpkin = static("art/cup.svg"), static("art/balqabaq.svg")
    chip = {
        "url": "#post_chip",
        "title": "Səhər 8:00, Nizami küçəsi",
        "time": "09:00",
        "thumb": cup,
        "networks": ["instagram", "x"],
    }
    row = {"url": "#row", "title": "Balqabaq latte qayıdır", "when": "19:30", "thumb": pumpkin}
    failed, held = states()[1], states()[2]
    columns = [
        {"label": _("Channel")},
        {"label": _("State")},
        {"label": _("Email"), "narrow": "phone"},
        {"label": _("Posts"), "number": True},
    ]
    cells = [
        [
            {"text": "kehreba.coffee", "url": "#table"},
            states()[9] | {"text": states()[9]["word"]},
            {"text": "nigar@kehreba.example", "muted": True, "narrow": "phone"},
            {"text": "1 204", "number": True},
        ],
        [
            {"text": long[:40]},
            failed | {"text": failed["word"]},
            {"text": "–", "muted": True, "narrow": "phone"},
            {"text": "7", "number": True},
        ],
    ]
    return {
        "post_chip": [
            *(sample(one["tone"], chip | one) for one in states()[:12]),
            sample("without a picture, long text", chip | states()[7] | {"thumb": "", "title": long}),
            sample("week", chip | failed | {"week": True}),
        ],
        "row": [
            sample("asks", {**row, **failed, "text": long[:90], "action": _("Reconnect")}, wide=True),
            sample("current", {**row, **held, "text": long, "current": True}, wide=True),
            sample(
                "without a picture, long text",
                {"url": "#row", "title": long, "mark": "inbox", "when": "09:00"},
                wide=True,
            ),
        ],
        "card": [
            sample(
                "default",
                {
                    "title": _("First steps"),
                    "text": long[:90],
                    "id": "card-one",
                    "action_label": _("Calendar"),
                    "action_url": "#card",
                },
            ),
            sample(
                "body, icon, long text",
                {
                    "title": long,
                    "icon": "flag",
                    "tone": "wait",
                    "id": "card-two",
                    "body": "smm/styleguide/words.html",
                },
            ),
        ],
        "table": [
            sample("default", {"caption": _("Channels"), "columns": columns, "rows": cells}, wide=True),
            sample(
                "empty, caption seen",
                {"caption": _("People"), "shown": True, "columns": columns, "rows": []},
                wide=True,
            ),
        ],
    }
