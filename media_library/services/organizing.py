"""Keeping order: folders, names, tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Brand
from core import ledger
from core.ledger import By
from core.text import clean, fold
from media_library import searching
from media_library.errors import Misplaced
from media_library.models import Asset, Folder
from media_library.models.folder import DEEPEST
from media_library.services.intake import clean_name

MOST_TAGS = 30
TAG_LENGTH = 40
FOLDER_LENGTH = 80


def create_folder(brand: Brand, name: str, *, parent: Folder | None, by: By) -> Folder:
    """A new folder in `parent`, or at the top. Raises Misplaced when the name is taken there or it would be too deep."""
    depth = 1 if parent is None else parent.depth + 1
    if depth > DEEPEST:
        raise Misplaced(_("Folders can be five levels deep at most. Make this one higher up."))
    words = _folder_name(name)
    with _unless_taken(), transaction.atomic():
        folder: Folder = Folder.objects.create(
            organization_id=brand.organization_id,
            brand=brand,
            parent=parent,
            name=words,
            key=fold(words),
            depth=depth,
        )
        ledger.record("media_library.folder_added", folder.subject, by=by, brand_id=brand.pk, name=words)
    return folder


def rename_folder(folder: Folder, name: str, *, by: By) -> Folder:
    """The folder with another name. Raises Misplaced when that is taken beside it."""
    words, before = _folder_name(name), folder.name
    with _unless_taken(), transaction.atomic():
        folder.name, folder.key = words, fold(words)
        folder.save(update_fields=["name", "key"])
        facts = {"name": words, "before": before}
        ledger.record(
            "media_library.folder_renamed", folder.subject, by=by, brand_id=folder.brand_id, **facts
        )
    return folder


def delete_folder(folder: Folder, *, by: By) -> None:
    """Remove an empty folder; files in the trash do not count. Raises Misplaced when something is in it."""
    with transaction.atomic():
        found = Folder.objects.select_for_update().filter(pk=folder.pk).first()
        if found is None:
            return
        if found.children.exists() or Asset.objects.filter(folder=found).exists():
            raise Misplaced(_("This folder is not empty. Move what is in it first."))
        ledger.record(
            "media_library.folder_deleted", found.subject, by=by, brand_id=found.brand_id, name=found.name
        )
        found.delete()


def move(assets: Sequence[Asset], folder: Folder | None, *, by: By) -> None:
    """Put files into a folder, or into none."""
    with transaction.atomic():
        Asset.objects.filter(pk__in=[asset.pk for asset in assets]).update(folder=folder)
        for asset in assets:
            where = "" if folder is None else folder.name
            ledger.record(
                "media_library.asset_moved", asset.subject, by=by, brand_id=asset.brand_id, folder=where
            )


def rename(asset: Asset, name: str, *, by: By) -> Asset:
    """The file with another name, made safe; its ending stays that of its kind."""
    with transaction.atomic():
        row = locked([asset])[0]
        before, row.name = row.name, clean_name(name, row.mime)
        _write(row, "name")
        facts = {"name": row.name, "before": before}
        ledger.record("media_library.asset_renamed", row.subject, by=by, brand_id=row.brand_id, **facts)
    return row


def tag(
    assets: Sequence[Asset], *, add: Iterable[str] = (), remove: Iterable[str] = (), by: By
) -> list[Asset]:
    """The files with tags added and taken off. Tags that differ in case or accents alone are the same.

    Raises Misplaced for a tag that is too long or for too many.
    """
    added, gone = [_tag(word) for word in add if word.strip()], {fold(word.strip()) for word in remove}
    with transaction.atomic():
        rows = locked(assets)
        for row in rows:
            row.tags = _merged(row.tags, added, gone)
            _write(row, "tags")
            ledger.record(
                "media_library.asset_tagged", row.subject, by=by, brand_id=row.brand_id, tags=row.tags
            )
    return rows


def locked(assets: Sequence[Asset]) -> list[Asset]:
    """The rows of these files, ours until the transaction ends, in the order given. Raises Misplaced when one is gone."""
    found: dict[UUID, Asset] = {
        row.pk: row
        for row in Asset.objects.select_for_update(of=("self",))
        .filter(pk__in=[asset.pk for asset in assets])
        .order_by("pk")
    }
    if any(asset.pk not in found for asset in assets):
        raise Misplaced(_("One of these files is not there any more. Load the page again."))
    return [found[asset.pk] for asset in assets]


def _write(row: Asset, field: str) -> None:
    row.folded = searching.folded(row.name, row.alt, row.tags)
    row.save(update_fields=[field, "folded"])


def _merged(before: list[str], added: list[str], gone: set[str]) -> list[str]:
    kept = {fold(word): word for word in before if fold(word) not in gone}
    for word in added:
        kept.setdefault(fold(word), word)
    if len(kept) > MOST_TAGS:
        raise Misplaced(_("A file can have 30 tags at most. Take some off first."))
    return list(kept.values())


def _tag(word: str) -> str:
    words = _plain(word)
    if not words or len(words) > TAG_LENGTH:
        raise Misplaced(_("A tag is one to 40 characters long."))
    return words


def _folder_name(name: str) -> str:
    words = _plain(name)
    if not words or len(words) > FOLDER_LENGTH:
        raise Misplaced(_("Give the folder a name of one to 80 characters."))
    return words


def _plain(words: str) -> str:
    """One line of printable signs."""
    try:
        whole = clean(words)
    except ValueError:
        return ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in whole).split())


class _unless_taken:
    """Turns the database's refusal of a name into a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, IntegrityError) and "folder_name" in str(error):
            raise Misplaced(
                _("There is a folder with this name here already. Choose another name.")
            ) from error
