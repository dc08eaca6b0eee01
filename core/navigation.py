"""The places of the frame: each room tells at start-up where it may be found. Order and icons are the whole's look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.errors import Sentence

Group = Literal["", "plan", "run", "settings"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry. `view` is a name for `reverse`; it gets the slug of the brand, or of the organization.

    `needs` is the word a person must have in order to see it, "" for everybody; `icon` a name in the sprite.
    `alone`: pages below its address are not part of it; `in_rail` False: only the settings list it, not the frame;
    `everywhere`: the word is asked for in every brand, those to come among them.
    """

    key: str
    label: Sentence
    icon: str
    view: str
    order: int
    group: Group = ""
    needs: str = ""
    of: Literal["brand", "organization", "person"] = "brand"
    alone: bool = False
    in_rail: bool = True
    everywhere: bool = False


_places: dict[str, Place] = {}


def register(place: Place) -> None:
    """Called once at start-up by the room whose place it is."""
    _places[place.key] = place


def places() -> list[Place]:
    """All places in the order in which they are shown."""
    return sorted(_places.values(), key=lambda place: place.order)
