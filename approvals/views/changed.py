"""What changed since somebody saw it, in words and pictures that a template only has to draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.differences import Differences, PictureChange
from approvals.wording import Run
from calendar_app.document import PictureRef
from calendar_app.preview import Shot
from media_library import addresses

FATES = {
    "added": lambda: _("Picture %(place)d is new"),
    "removed": lambda: _("Picture %(place)d was taken out"),
    "replaced": lambda: _("Picture %(place)d was replaced"),
    "cropped": lambda: _("Picture %(place)d has another crop"),
    "described": lambda: _("Picture %(place)d has another description"),
    "moved": lambda: _("Picture %(place)d has another place"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text; `where` names the channel whose own it is, "" for all."""

    where: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture before and after; None where it was not there. `alts` are its descriptions where those changed."""

    words: str
    before: Shot | None
    after: Shot | None
    alts: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Changed:
    """All of it; `number` is that of the version seen before, `when` the former and the new time in words, or None."""

    number: int
    texts: tuple[Text, ...]
    pictures: tuple[Picture, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    when: tuple[str, str] | None

    @property
    def count(self) -> int:
        """How many things changed."""
        channels = bool(self.added) + bool(self.removed)
        return len(self.texts) + len(self.pictures) + channels + bool(self.when)


def changed(
    found: Differences,
    number: int,
    *,
    organization_id: int,
    names: Mapping[str, str],
    when: tuple[str, str] | None,
) -> Changed | None:
    """The differences from version `number` on; None when there are none. `names` are the handles of channels by id."""
    made = Changed(
        number=number,
        texts=tuple(Text(names.get(one.channel, ""), one.runs) for one in found.texts),
        pictures=tuple(_pictures(found.pictures, organization_id)),
        added=tuple(_named(found.channels_added, names)),
        removed=tuple(_named(found.channels_removed, names)),
        when=when if when and when[0] != when[1] else None,
    )
    return made if made.count else None


def _named(channels: tuple[str, ...], names: Mapping[str, str]) -> Iterator[str]:
    return (names.get(one, _("a channel that is gone")) for one in channels)


def _pictures(found: tuple[PictureChange, ...], organization_id: int) -> Iterator[Picture]:
    for one in found:
        both = one.before is not None and one.after is not None and "described" in one.fates
        yield Picture(
            words=" · ".join(FATES[fate]() % {"place": one.place} for fate in one.fates),
            before=_shot(one.before, organization_id),
            after=_shot(one.after, organization_id),
            alts=(one.before.alt, one.after.alt) if both and one.before and one.after else None,
        )


def _shot(ref: PictureRef | None, organization_id: int) -> Shot | None:
    if ref is None:
        return None
    url = addresses.address_of(organization_id, ref.sha256, "small")
    box = ref.box_for("")
    return Shot(url, ref.alt, ref.width, ref.height, box)
