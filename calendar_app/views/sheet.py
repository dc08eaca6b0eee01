"""The composer's sheet as it was typed: a form with the pictures that belong to it, new ones taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.access import BrandRequest
from calendar_app import rewriting
from calendar_app.forms import ComposerForm, own_name
from calendar_app.selectors import composer
from calendar_app.selectors.composer import MOST_PICTURES, Tile
from calendar_app.services.keeping import Wish
from calendar_app.views import cropped
from core.errors import Sentence
from media_library.errors import Unusable
from media_library.services import intake

GONE_PICTURE = _("One of the pictures is not there any more. Add it again.")
TOO_MANY = _("At most %(most)d pictures fit into one post.")
ARRANGING = ("add", "remove", "earlier", "later", "library")


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet. `wish` is None while pictures are arranged or words rewritten; `troubles` are about pictures."""

    form: ComposerForm
    wish: Wish | None
    troubles: list[Sentence]


def typed(request: BrandRequest) -> Typed:
    """The POST as a sheet. Files are stored at once, so that a mistake elsewhere does not lose them."""
    known = composer.channels(request.access.membership)
    names = dict.fromkeys([*request.POST.getlist("media"), *request.POST.getlist("more")])
    tiles, all_here = composer.tiles([cropped.wanted(request.POST, name, known) for name in names])
    troubles: list[Sentence] = [] if all_here else [GONE_PICTURE]
    added, refused = _taken_in(request, room=MOST_PICTURES - len(tiles))
    word, _colon, target = request.POST.get("action", "").partition(":")
    form = ComposerForm(
        _rewritten(request, word, [channel.pk for channel in known]),
        known=known,
        tiles=arranged([*tiles, *added], word, target),
        wish=_wish(word),
    )
    return Typed(form, _wish(word), troubles + refused)


def arranged(tiles: list[Tile], word: str, target: str) -> list[Tile]:
    """The pictures after `remove`, `earlier` or `later` of the one with id `target`; as they are for other words."""
    at = next((place for place, tile in enumerate(tiles) if str(tile.asset.pk) == target), None)
    if at is None:
        return tiles
    rest = tiles[:at] + tiles[at + 1 :]
    match word:
        case "remove":
            return rest
        case "earlier":
            return [*rest[: max(at - 1, 0)], tiles[at], *rest[max(at - 1, 0) :]]
        case "later":
            return [*rest[: at + 1], tiles[at], *rest[at + 1 :]]
        case _:
            return tiles


def _wish(word: str) -> Wish | None:
    if word in ARRANGING or rewriting.of(word):
        return None
    return Wish(word) if word in list(Wish) else Wish.SAVE


def _rewritten(request: BrandRequest, word: str, channels: Iterable[UUID]) -> QueryDict:
    """What was typed, its texts changed when that is what the button does."""
    chosen = rewriting.of(word)
    if chosen is None:
        return request.POST
    names = [name for name in ("text", *map(own_name, channels)) if request.POST.get(name)]
    texts = chosen.rewrite(request.brand, [request.POST[name] for name in names], request.access.person)
    written = request.POST.copy()
    for name, text in zip(names, texts, strict=True):
        written[name] = text
    return written


def _taken_in(request: BrandRequest, *, room: int) -> tuple[list[Tile], list[Sentence]]:
    files = request.FILES.getlist("file")
    found: list[Tile] = []
    troubles: list[Sentence] = []
    for sent in files[: max(room, 0)]:
        try:
            found.append(Tile(intake.take_in(request.brand, sent, request.access.by), ""))
        except Unusable as error:
            troubles.append(f"{sent.name}: {error.sentence}")
    if len(files) > max(room, 0):
        troubles.append(str(TOO_MANY) % {"most": MOST_PICTURES})
    return found, troubles
