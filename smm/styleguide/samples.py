"""What the style guide shows of each component: a state in words, and the inputs that lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from smm.styleguide import forms, tables

LONG = (
    "Kəhrəba Coffee Roasters & Kehribar İstanbul Kavurma Atölyesi: Şəki balqabağı, darçın, bir az hil "
    "və qaymaq, Nizami və Gənclik filiallarında oktyabrın iyirmi beşinə qədər"
)
"""Longer than anything that fits, in letters that not every typeface has."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One state of a component. `wide`: needs the whole width."""

    state: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    wide: bool = False


def samples() -> dict[str, list[Sample]]:
    """By the component's name, in the order in which pages are built."""
    return {
        **_acting(),
        **tables.identity(Sample, LONG),
        **_fields(),
        **tables.choosing(Sample),
        **tables.lists(Sample, LONG),
        **_saying(),
        **_floating(),
        **_waiting(),
    }


def _acting() -> dict[str, list[Sample]]:
    new, save = _("New post"), _("Save")
    return {
        "button": [
            Sample("default", {"label": save, "type": "button"}),
            Sample("primary, icon, key", {"label": new, "kind": "primary", "icon": "plus", "key": "C"}),
            Sample("ghost", {"label": _("Today"), "kind": "ghost", "type": "button"}),
            Sample("bad", {"label": _("Remove"), "kind": "bad", "type": "button"}),
            Sample("sm", {"label": save, "size": "sm", "type": "button"}),
            Sample("square", {"label": _("Back"), "square": True, "kind": "ghost", "icon": "arrow-left"}),
            Sample("disabled", {"label": save, "disabled": True}),
            Sample("primary, disabled", {"label": save, "kind": "primary", "disabled": True}),
            Sample("link, tall", {"label": _("Calendar"), "url": "#button", "tall": True}),
            Sample("wide, long text", {"label": LONG[:60], "wide": True, "type": "button"}, wide=True),
        ],
        "back": [
            Sample("default", {"url": "#back"}),
            Sample("says where to", {"url": "#back", "label": _("Back to the calendar")}),
        ],
        "kbd": [Sample("one key", {"keys": "C"}), Sample("two keys", {"keys": "G H"})],
    }


def _fields() -> dict[str, list[Sample]]:
    new, wrong = forms.untouched(), forms.mistaken()
    drop = {"name": "file", "label": _("Add pictures")}
    return {
        "field": [
            Sample("default, help", {"field": new["name"]}),
            Sample("optional", {"field": new["why"]}),
            Sample("error", {"field": wrong["email"]}),
            Sample("password that can be shown", {"field": new["password"], "reveal": True}),
            Sample("choice", {"field": new["zone"]}),
            Sample("big", {"field": new["email"], "big": True, "bare": True}),
            Sample("long text", {"field": new["text"], "label": LONG[:70]}),
            Sample("disabled", {"field": new["date"]}),
            Sample("one of some", {"field": new["late"]}),
            Sample("one of some, error", {"field": wrong["late"]}),
            Sample("box", {"field": new["agree"]}),
        ],
        "field_end": [Sample("error alone", {"field": wrong["name"]})],
        "form_errors": [Sample("of a whole form", {"form": wrong}, wide=True)],
        "form_fields": [Sample("nothing filled in", {"form": forms.mistaken(prefix="all")}, wide=True)],
        "checkbox": [
            Sample("default", {"name": "box", "label": _("Hold it and ask")}),
            Sample(
                "ticked, help", {"name": "box2", "label": save_label(), "checked": True, "help": LONG[:60]}
            ),
            Sample("disabled", {"name": "box3", "label": save_label(), "disabled": True}),
            Sample("error", {"name": "box4", "label": save_label(), "error": _("This field is required.")}),
        ],
        "switch": [
            Sample("off", {"name": "s1", "label": _("Pause publishing")}),
            Sample("on, help", {"name": "s2", "label": _("Notices"), "checked": True, "help": LONG[:60]}),
            Sample("disabled", {"name": "s3", "label": _("Notices"), "checked": True, "disabled": True}),
            Sample("long text", {"name": "s4", "label": LONG}),
        ],
        "file_drop": [
            Sample("default", {**drop, "id": "d1", "multiple": True, "accept": "image/*"}),
            Sample("error", {**drop, "id": "d2", "error": _("This field is required.")}),
            Sample("disabled", {**drop, "id": "d3", "disabled": True}),
        ],
    }


def save_label() -> str:
    """A label that exists."""
    return _("Single keys do something on this device")


def _saying() -> dict[str, list[Sample]]:
    return {**_notes(), **_empty()}


def _notes() -> dict[str, list[Sample]]:
    text = _("What comes due is held; nothing is lost.")
    act = {"action_label": _("See pauses"), "action_url": "#note"}
    paused = {"tone": "wait", "icon": "octagon-pause", "title": _("Publishing is paused"), "text": text}
    failed = {"title": _("Something broke on our side"), "text": text, "url": "#failed"}
    return {
        "note": [
            Sample("draft", {"text": text}, wide=True),
            Sample("wait, button", {**paused, **act}, wide=True),
            Sample("fail, long text", {"tone": "fail", "text": LONG, **act}, wide=True),
            Sample("done", {"tone": "done", "icon": "check", "text": text}, wide=True),
            Sample("unsure", {"tone": "unsure", "icon": "circle-question-mark", "text": text}, wide=True),
        ],
        "failed": [Sample("default", failed, wide=True)],
    }


def _empty() -> dict[str, list[Sample]]:
    empty = {
        "title": _("Connect the first channel"),
        "text": _("The account on a network where posts go out. About a minute."),
        "action_label": _("Connect a channel"),
        "action_url": "#empty",
        "action_icon": "plug",
    }
    second = {"second_label": _("Or write first"), "second_url": "#empty"}
    nothing = {"title": _("Nothing needs you"), "icon": "bell", "text": LONG}
    return {
        "empty": [
            Sample("first step", {**empty, "icon": "radio-tower"}, wide=True),
            Sample("two ways, drawing", {**empty, **second, "art": "month"}, wide=True),
            Sample("nothing to do", nothing, wide=True),
        ]
    }


def _floating() -> dict[str, list[Sample]]:
    items = [
        {"label": _("Edit"), "url": "#menu", "icon": "pencil-line", "key": "E"},
        {"label": _("Calendar"), "url": "#menu", "current": True},
        {
            "label": _("Remove"),
            "post": "#menu",
            "fields": {"a": "b"},
            "icon": "trash-2",
            "tone": "fail",
            "confirm": _("Please confirm"),
        },
    ]
    said = [
        {"level_tag": "success", "message": _("Saved")},
        {"level_tag": "error", "message": LONG},
    ]
    return {
        "menu": [
            Sample("default", {"label": _("More"), "items": items}),
            Sample("worded", {"label": _("More"), "items": items, "worded": True, "icon": "settings"}),
        ],
        "dialog": [
            Sample(
                "closed; the button opens it",
                {
                    "id": "dialog-sample",
                    "title": _("Keyboard shortcuts"),
                    "body": "smm/styleguide/words.html",
                    "opener": True,
                },
            )
        ],
        "dialog_close": [Sample("default")],
        "confirm": [Sample("asked by the button", {"asks": True})],
        "toasts": [Sample("two of them", {"messages": [_Said(**one) for one in said]}, wide=True)],
        "languages": [Sample("default")],
    }


@dataclass(frozen=True, slots=True)
class _Said:
    level_tag: str
    message: str

    def __str__(self) -> str:
        return self.message


def _waiting() -> dict[str, list[Sample]]:
    label = {"label": _("Add pictures")}
    return {
        "skeleton": [Sample(kind, {"kind": kind}, wide=True) for kind in ("rows", "text", "grid", "form")],
        "progress": [
            Sample("some of it", {**label, "value": 40, "text": "2 / 5"}),
            Sample("nobody knows", {**label}),
            Sample("asks", {**label, "value": 80, "tone": "fail", "text": "4 / 5"}),
        ],
        "meter": [
            Sample("default", {"label": _("First post"), "text": "9 / 18", "value": 9, "max": 18}),
            Sample("asks", {"label": LONG[:40], "text": "82 %", "value": 82, "tone": "wait"}),
        ],
        "mark": [Sample("default")],
    }
