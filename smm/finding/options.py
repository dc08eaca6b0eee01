"""What a person can be led to or do from where she is. Asks the database nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.access import Access
from accounts.grants import Can
from core import navigation
from core.navigation import Command
from core.ranking import best, folded
from smm import shell

MOST = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One line. It leads to `url`, or with `posts` sends `fields` there, or opens the dialog `dialog`.

    `hint` says more beside it, `words` are found too; `thumb` is a picture's address, `tone` a state of the look.
    """

    key: str
    group: str
    label: str
    icon: str
    url: str = ""
    hint: str = ""
    words: str = ""
    keys: str = ""
    posts: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    dialog: str = ""
    thumb: str = ""
    tone: str = ""
    initial: str = ""
    colour: int = 0

    @property
    def folded(self) -> str:
        """What it is found by, as core.text.fold writes it; the label alone decides how well."""
        return folded(self.label)

    @property
    def folded_words(self) -> str:
        """The further words."""
        return folded(f"{self.hint} {self.words}")


def options(request: HttpRequest, access: Access) -> list[Option]:
    """Places, commands, brands and settings, in the order in which they stand when nothing was typed."""
    brand = shell.last_brand(request, access)
    places = shell.items(request, access, brand)
    return [
        *(_place(item, _("Go to")) for item in places if item.group != "settings"),
        *_commands(access, shell.slugs(access, brand)),
        *(
            Option(
                f"brand_{one.slug}",
                _("Brands"),
                one.name,
                "",
                one.get_absolute_url(),
                initial=one.initial,
                colour=one.tone,
            )
            for one in access.brands
        ),
        *(_place(item, _("Settings")) for item in places if item.group == "settings"),
    ]


def fitting(typed: str, found: Iterable[Option]) -> list[Option]:
    """Those that fit what was typed, best first; a label that fits goes before a hint that does."""
    everything = list(found)
    if not typed.strip():
        return everything
    by_label = best(typed, everything, lambda one: one.label, limit=MOST)
    rest = [one for one in everything if one not in by_label]
    by_words = best(typed, rest, lambda one: f"{one.hint} {one.words}", limit=MOST, loose=False)
    return [*by_label, *by_words][:MOST]


def _place(item: shell.Item, group: str) -> Option:
    return Option(
        item.key,
        group,
        item.label,
        item.icon,
        item.url,
        hint=item.about,
        words=item.words,
        keys=item.keys.upper(),
    )


def _commands(access: Access, slugs: Mapping[str, str | None]) -> list[Option]:
    allowed = [one for one in navigation.commands() if not one.needs or access.may(Can(one.needs))]
    found = [(one, shell.address(one.view, slugs[one.of]) if one.view else "") for one in allowed]
    return [_command(one, url) for one, url in found if url or one.dialog]


def _command(command: Command, url: str) -> Option:
    return Option(
        command.key,
        _("Actions"),
        str(command.label),
        command.icon,
        url,
        words=str(command.words),
        keys=command.keys.upper(),
        posts=command.posts,
        fields=command.fields,
        dialog=command.dialog,
    )
