"""What somebody sees of the library: the address read, the page of files, the folders around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from accounts.models import Brand
from core import paging
from media_library.models import Asset, Folder
from media_library.selectors import folders, library, usage
from media_library.selectors.folders import Node
from media_library.selectors.library import Wanted
from media_library.views.cards import Card, cards

MOST_WORDS = 100
TAG_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; "" for everything. `folder` is an id."""

    folder: str = ""
    tag: str = ""
    kind: str = ""
    words: str = ""
    unused: bool = False

    @property
    def narrows(self) -> bool:
        """Whether more than a folder was chosen."""
        return bool(self.tag or self.kind or self.words or self.unused)

    def query(self, **changes: str) -> str:
        """The same as the end of an address, with changes."""
        values = {
            "folder": self.folder,
            "tag": self.tag,
            "kind": self.kind,
            "q": self.words,
            "unused": "1" if self.unused else "",
            **changes,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def wanted(self) -> Wanted:
        """The same for the selector."""
        return Wanted(
            folder=UUID(self.folder) if self.folder else None,
            tag=self.tag,
            kind=self.kind,
            words=self.words,
            unused=self.unused,
        )


@dataclass(frozen=True, slots=True)
class Branch:
    """A folder in the list of all."""

    id: str
    name: str
    depth: int
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything the page shows of the files."""

    filters: Filters
    cards: list[Card]
    more_url: str
    folders: list[Branch]
    folder: Folder | None
    trail: list[Branch]
    tags: list[str]
    all_url: str
    clear_url: str

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out."""
        return self.filters.narrows


def filters(query: Mapping[str, str]) -> Filters:
    """What an address asks for. Nonsense counts as nothing; a folder that is no id does not exist."""
    folder = query.get("folder", "")
    kind = query.get("kind", "")
    return Filters(
        folder=_id(folder) if folder else "",
        tag=query.get("tag", "").replace("\x00", "")[:TAG_LENGTH],
        kind=kind if kind in Asset.Kind.values else "",
        words=query.get("q", "").replace("\x00", "")[:MOST_WORDS].strip(),
        unused=query.get("unused") == "1",
    )


def page_of(brand: Brand, asked: Filters, base: str, *, after: str, size: int) -> tuple[list[Card], str]:
    """Cards of one page below `base`, and the address of the next one ("" after the last). Two or three queries."""
    rows = library.matching(brand, asked.wanted())
    found = paging.page(rows, library.ORDER, after=after, size=size)
    more = f"{base}?{asked.query(after=found.after)}" if found.after else ""
    return cards(found.rows, brand, usage.counts(found.rows)), more


def sight(brand: Brand, asked: Filters, *, after: str = "") -> Sight:
    """The whole page. Raises Http404 for a folder that this brand does not have."""
    base = reverse("media_library:library", args=[brand.slug])
    nodes = folders.flat(brand)
    here = next((node.folder for node in nodes if str(node.folder.pk) == asked.folder), None)
    if asked.folder and here is None:
        raise Http404
    shown, more = page_of(brand, asked, base, after=after, size=library.SIZE)
    branches = [_branch(node, asked, base) for node in nodes]
    return Sight(
        filters=asked,
        cards=shown,
        more_url=more,
        folders=branches,
        folder=here,
        trail=_trail(here, nodes, branches),
        tags=[tag.name for tag in library.tags(brand)],
        all_url=base,
        clear_url=f"{base}?{Filters(folder=asked.folder).query()}",
    )


def _branch(node: Node, asked: Filters, base: str) -> Branch:
    folder = node.folder
    return Branch(
        id=str(folder.pk),
        name=folder.name,
        depth=folder.depth,
        count=node.count,
        url=f"{base}?{Filters(folder=str(folder.pk)).query()}",
        is_current=str(folder.pk) == asked.folder,
    )


def _trail(here: Folder | None, nodes: list[Node], branches: list[Branch]) -> list[Branch]:
    """The folders from the top down to this one."""
    known = {node.folder.pk: (node.folder, branch) for node, branch in zip(nodes, branches, strict=True)}
    found: list[Branch] = []
    at = here.pk if here else None
    while at is not None:
        folder, branch = known[at]
        found.insert(0, branch)
        at = folder.parent_id
    return found


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Http404 from None
