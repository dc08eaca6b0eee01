"""The places of the frame and what can be done from anywhere: each room tells at start-up. Order and icons are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.errors import Sentence

Group = Literal["", "plan", "run", "settings"]
Of = Literal["brand", "organization", "person"]


@dataclass(frozen=True, slots=True)
class Place:
    """One entry. `view` is a name for `reverse`; it gets the slug of the brand, or of the organization.

    `needs` is the word a person must have in order to see it, "" for everybody; `icon` a name in the sprite.
    `alone`: pages below its address are not part of it; `also`: views elsewhere that are. `keys` open it from any page
    ("g h"). `about` is a sentence for the page of settings; `words` are further words by which it is found. Places of the
    group "settings" stand beside each other on the pages of settings, not in the rail. `everywhere`: the word is asked for
    in every brand, those to come among them.
    """

    key: str
    label: Sentence
    icon: str
    view: str
    order: int
    group: Group = ""
    needs: str = ""
    of: Of = "brand"
    alone: bool = False
    keys: str = ""
    about: Sentence = ""
    words: Sentence = ""
    everywhere: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """Something done from anywhere by the command palette.

    With `posts` it sends `fields` to `view` (a field `next` gets the page one is on), without it leads there. With
    `dialog`, the id of a dialog of every page, it opens that. `key` is drawn beside it.
    """

    key: str
    label: Sentence
    icon: str
    order: int
    view: str = ""
    of: Of = "brand"
    needs: str = ""
    posts: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    dialog: str = ""
    keys: str = ""
    words: Sentence = ""


_places: dict[str, Place] = {}
_commands: dict[str, Command] = {}


def register(place: Place) -> None:
    """Called once at start-up by the room whose place it is."""
    _places[place.key] = place


def register_command(command: Command) -> None:
    """Called once at start-up by the room that does it."""
    _commands[command.key] = command


def places() -> list[Place]:
    """All places in the order in which they are shown."""
    return sorted(_places.values(), key=lambda place: place.order)


def commands() -> list[Command]:
    """All commands in the order in which they are shown."""
    return sorted(_commands.values(), key=lambda command: command.order)
