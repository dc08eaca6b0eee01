"""The library's page: a brand's files, newest first, as somebody wants to see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Func, Q, QuerySet

from accounts.models import Brand
from core import paging
from core.paging import Page
from media_library import searching, uses
from media_library.models import Asset

ORDER = ("-created_at", "-id")
SIZE = 60
MOST_TAGS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files. `folder` None means every folder, "" those in none; `kind` is one of Asset.Kind or ""."""

    folder: UUID | str | None = None
    tag: str = ""
    kind: str = ""
    words: str = ""
    trashed: bool = False
    unused: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is written most often, and on how many files it is."""

    name: str
    count: int


def page(brand: Brand, wanted: Wanted, *, after: str = "", size: int = SIZE) -> Page:
    """A page of Assets (`.rows`, their `crops` read along) and the cursor of the next (`.after`). Two queries."""
    rows = matching(brand, wanted).prefetch_related("crops")
    return paging.page(rows, ORDER, after=after, size=size)


def matching(brand: Brand, wanted: Wanted) -> QuerySet[Asset]:
    """All files of `brand` that are wanted, in no order."""
    manager = Asset.with_trash if wanted.trashed else Asset.objects
    rows: QuerySet[Asset] = manager.filter(brand_id=brand.pk, trashed_at__isnull=not wanted.trashed)
    if wanted.folder is not None:
        rows = rows.filter(folder_id=wanted.folder) if wanted.folder else rows.filter(folder=None)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    patterns = searching.patterns(wanted.words, wanted.tag)
    if patterns:
        rows = rows.filter(pk__in=searching.search_assets(patterns))
    return rows.exclude(_used()) if wanted.unused else rows


def tags(brand: Brand) -> list[Tag]:
    """The brand's tags, the most used first. One query."""
    rows = Asset.objects.filter(brand_id=brand.pk).exclude(tags=[])
    names = rows.annotate(tag=Func(F("tags"), function="unnest", set_returning=True)).values("tag")
    counted = names.annotate(count=Count("pk")).order_by("-count", "tag")[:MOST_TAGS]
    return [Tag(row["tag"], row["count"]) for row in counted]


def one(asset_id: UUID) -> Asset | None:
    """An asset with its crops, also from the trash; None when this brand has no such one. Two queries."""
    found: Asset | None = Asset.with_trash.filter(pk=asset_id).prefetch_related("crops").first()
    return found


def some(asset_ids: Sequence[UUID]) -> list[Asset]:
    """Those of these assets that this brand has and that are not in the trash, newest first."""
    return list(Asset.objects.filter(pk__in=asset_ids).order_by(*ORDER))


def _used() -> Q:
    condition = Q(pk__in=[])
    for users in uses.everybody():
        condition |= users.using()
    return condition
