"""A brand's folders as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from accounts.models import Brand
from core.text import sort_key
from media_library.models import Asset, Folder


@dataclass(frozen=True, slots=True)
class Node:
    """A folder, how many files are in it (not in those below), and the folders below."""

    folder: Folder
    count: int
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This one and all below, as they stand on the page."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree(brand: Brand) -> list[Node]:
    """The folders at the top with everything below, in the alphabet of the brand's language. Two queries."""
    folders = sorted(
        Folder.objects.filter(brand_id=brand.pk),
        key=lambda one: (one.depth, sort_key(one.name, brand.language)),
    )
    counts = _counts(brand)
    nodes = {one.pk: Node(one, counts.get(one.pk, 0)) for one in folders}
    for one in folders:
        if one.parent_id is not None:
            nodes[one.parent_id].children.append(nodes[one.pk])
    return [nodes[one.pk] for one in folders if one.parent_id is None]


def flat(brand: Brand) -> list[Node]:
    """The same one after the other, each before those below it."""
    return [node for top in tree(brand) for node in top.walk()]


def path(folder: Folder) -> list[Folder]:
    """The folders from the top down to this one. At most four queries."""
    found = [folder]
    while found[0].parent_id is not None:
        found.insert(0, Folder.objects.get(pk=found[0].parent_id))
    return found


def _counts(brand: Brand) -> dict[UUID, int]:
    rows = Asset.objects.filter(brand_id=brand.pk).exclude(folder=None).order_by()
    return dict(rows.values_list("folder_id").annotate(count=Count("pk")))
