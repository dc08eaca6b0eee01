"""Panels of rooms above on our pages: they register an address at start-up, the page embeds what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from accounts.access import Access
from accounts.grants import Can
from core.errors import Sentence

Spot = Literal["home", "post"]


@dataclass(frozen=True, slots=True)
class Panel:
    """`view` is a name for `reverse`; it gets the brand's slug and, on a post's page, the post's id.

    It answers with a fragment to htmx and with a page of its own to whoever follows the link `label`. `titled`: the
    label stands above it. On a post's page it waits until something of the post is out, unless it comes `at_once`.
    """

    key: str
    spot: Spot
    view: str
    label: Sentence
    needs: Can
    order: int = 50
    titled: bool = False
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Embedded:
    """A panel on one page."""

    key: str
    url: str
    label: str
    titled: bool


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Called once at start-up by the room whose panel it is."""
    _panels[panel.key] = panel


def embedded(spot: Spot, access: Access, *, is_out: bool = True, **names: object) -> list[Embedded]:
    """The panels of a spot that this person may see, in order; `names` are further parts of their addresses."""
    fitting = [
        panel
        for panel in _panels.values()
        if panel.spot == spot and access.may(panel.needs) and (is_out or panel.at_once)
    ]
    values: Mapping[str, object] = {"brand": access.brand.slug if access.brand else "", **names}
    return [
        Embedded(panel.key, reverse(panel.view, kwargs=dict(values)), str(panel.label), panel.titled)
        for panel in sorted(fitting, key=lambda panel: panel.order)
    ]
