"""From what was typed to a version: cleaning, checking, and one new version when something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, User
from calendar_app.document import Crop, Document, PictureRef, to_bytes
from calendar_app.models import Post, PostVersion, Showing
from connections.models import Channel
from core import text
from core.errors import DomainError
from media_library.cropping import Box
from media_library.models import Asset
from media_library.models import Crop as MediaCrop

MAX_TEXT = 100_000


class BadContent(DomainError):
    """What was typed cannot be kept."""

    code = "bad_content"


@dataclass(frozen=True, slots=True)
class Content:
    """What a person wrote: the shared text, own texts by channel, pictures with their alt texts, in order.

    `crops` holds the part of a picture that is sent, by asset (see `boxes`); the others are sent whole. `own_crops` says
    so for single channels, by asset and the channel's id; an empty part means the whole there.
    """

    text: str
    channels: Sequence[UUID]
    own: Mapping[UUID, str] = field(default_factory=dict)
    media: Sequence[tuple[UUID, str]] = ()
    crops: Mapping[UUID, Crop] = field(default_factory=dict)
    own_crops: Mapping[UUID, Mapping[str, Crop]] = field(default_factory=dict)


def document_of(brand: Brand, content: Content) -> Document:
    """The document of `content`. Channels and pictures that are not this brand's are refused."""
    channels = {channel.pk: channel for channel in Channel.objects.filter(pk__in=content.channels)}
    wanted = [pk for pk, _alt in content.media]
    assets = {asset.pk: asset for asset in Asset.with_trash.filter(pk__in=wanted)}
    if len(channels) != len(set(content.channels)):
        raise BadContent(_("One of the chosen channels is not there any more."))
    if len(assets) != len({pk for pk, _alt in content.media}):
        raise BadContent(_("One of the pictures is not there any more. Add it again."))
    return assemble(brand, content, [(assets[pk], alt) for pk, alt in content.media])


def assemble(brand: Brand, content: Content, media: Sequence[tuple[Asset, str]]) -> Document:
    """The document of what is known to be the brand's: channels by their ids, pictures with their alt texts.

    An own text that is empty or says what the shared one says is none.
    """
    shared = clean(content.text)
    own = {str(pk): clean(words) for pk, words in content.own.items() if pk in content.channels}
    return Document(
        text=shared,
        channels=tuple(sorted({str(pk) for pk in content.channels})),
        own={pk: words for pk, words in own.items() if words not in ("", shared)},
        media=tuple(_ref(asset, alt, content) for asset, alt in media),
        language=brand.language,
    )


def _ref(asset: Asset, alt: str, content: Content) -> PictureRef:
    """The file with its parts, those of chosen channels that differ from the shared one among them."""
    if asset.is_video:
        return picture_ref(asset, alt)
    shared = content.crops.get(asset.pk, ())
    chosen = {str(pk) for pk in content.channels}
    own = content.own_crops.get(asset.pk, {})
    crops = {pk: crop for pk, crop in own.items() if pk in chosen and crop != shared}
    return picture_ref(asset, alt, shared, crops)


def picture_ref(
    asset: Asset, alt: str, crop: Crop = (), crops: Mapping[str, Crop] | None = None
) -> PictureRef:
    """The picture as a document names it, whole or this part of it. Raises BadContent for a part that is none."""
    parts = [crop, *(crops or {}).values()]
    if any(part and not Box(*part).is_inside for part in parts):
        raise BadContent(_("One of the pictures is cropped beyond its edges. Crop it again."))
    return PictureRef(
        asset=str(asset.pk),
        sha256=asset.sha256,
        mime=asset.mime,
        size=asset.byte_size,
        width=asset.width,
        height=asset.height,
        alt=clean(alt),
        crop=crop,
        crops=dict(crops or {}),
    )


def boxes(shapes: Mapping[UUID, str]) -> dict[UUID, Crop]:
    """`Content.crops` for the shape ("4:5") that was chosen for each picture. A picture that has no such crop in the
    library is left out. No query when no shape was chosen.
    """
    rows = MediaCrop.objects.filter(asset_id__in=list(shapes)) if shapes else []
    return {row.asset_id: (row.x, row.y, row.w, row.h) for row in rows if shapes[row.asset_id] == row.ratio}


def clean(words: str) -> str:
    """Text that may be stored and sent; raises BadContent for what no network takes."""
    if len(words) > MAX_TEXT:
        raise BadContent(_("This text is far too long for any network."))
    try:
        return text.clean(words).strip()
    except ValueError:
        raise BadContent(
            _("The text holds a character that cannot be sent. Type it again instead of pasting.")
        ) from None


def new_version(post: Post, document: Document, author: User) -> PostVersion:
    """The post's version with this content: the current one when nothing changed, else a new one."""
    canonical = to_bytes(document)
    if post.version is not None and bytes(post.version.canonical) == canonical:
        return post.version
    last = PostVersion.objects.filter(post=post).aggregate(last=Max("number"))["last"] or 0
    version = PostVersion.objects.create(
        organization_id=post.organization_id,
        brand_id=post.brand_id,
        post=post,
        number=last + 1,
        canonical=canonical,
        author=author,
    )
    version.refresh_from_db(fields=["content_hash"])
    _show(version, document)
    return version


def _show(version: PostVersion, document: Document) -> None:
    """Let each file know the version that shows it."""
    files = {ref.asset: ref.sha256 for ref in document.media}
    Showing.objects.bulk_create(
        Showing(
            organization_id=version.organization_id,
            brand_id=version.brand_id,
            post_id=version.post_id,
            version=version,
            asset_uuid=asset,
            sha256=sha256,
        )
        for asset, sha256 in files.items()
    )
