"""`/b/<brand>/media/<asset>/`: one file, what is said about it, its crops, what uses it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.services import policies
from core.htmx import is_fragment, page
from media_library import addresses, cropping
from media_library.cropping import RATIOS, Box
from media_library.forms import AssetForm, CropForm
from media_library.models import Asset, Crop
from media_library.selectors import folders, library, usage, waivers
from media_library.selectors.waivers import Waiver
from media_library.services import cropping as crops
from media_library.services import keeping
from media_library.views import cards
from media_library.views.answers import Answer, with_events
from media_library.views.shapes import shapes

PAGE, PANEL = "media_library/asset.html", "media_library/asset/panel.html"
CROP_PAGE, CROP_PANEL = "media_library/crop.html", "media_library/asset/cropping.html"


@require_safe
@needs(Can.VIEW)
def show(request: BrandRequest, asset: UUID) -> HttpResponse:
    """The file; who may write changes what is said about it."""
    found = _found(asset)
    return _as_it_is(request, found)


@require_POST
@needs(Can.WRITE)
def save(request: BrandRequest, asset: UUID) -> HttpResponse:
    """Keep what was typed."""
    found = _found(asset)
    form = AssetForm(request.POST, asset=found, nodes=folders.flat(request.brand))
    if not form.is_valid():
        return _show(request, found, form, waivers.of(found))
    keeping.keep(found, form.facts, by=request.access.by)
    return _kept(request, found.pk, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE)
def crop(request: BrandRequest, asset: UUID) -> HttpResponse:
    """The part of a picture for the shape `?ratio=`: drawn, or typed in pixels."""
    found = _found(asset)
    if found.is_video or found.trashed_at is not None:
        raise Http404
    if request.method != "POST":
        return _crop_page(request, found, _ratio(request.GET.get("ratio", "")))
    ratio = _ratio(request.POST.get("ratio", ""))
    if request.POST.get("action") == "clear":
        crops.clear(found, ratio, by=request.access.by)
        return _kept(request, found.pk, _("%(ratio)s follows the focal point again.") % {"ratio": ratio})
    form = CropForm(request.POST, asset=found)
    if not form.is_valid():
        return _crop_page(request, found, ratio, form)
    crops.put(found, ratio, form.box, by=request.access.by)
    return _kept(request, found.pk, _("The crop for %(ratio)s is kept.") % {"ratio": ratio})


def _found(asset: UUID) -> Asset:
    found = library.one(asset)
    if found is None:
        raise Http404
    return found


def _as_it_is(request: BrandRequest, asset: Asset) -> HttpResponse:
    waiver = waivers.of(asset)
    form = AssetForm(asset=asset, nodes=folders.flat(request.brand), waiver=waiver)
    return _show(request, asset, form, waiver)


def _show(request: BrandRequest, asset: Asset, form: AssetForm, waiver: Waiver | None) -> HttpResponse:
    context: dict[str, Any] = {
        "asset": asset,
        "form": form,
        "waiver": waiver,
        "preview": addresses.address(asset, "small"),
        "original": addresses.address(asset),
        "download": addresses.address(asset),
        "focal": cards.focal(asset),
        "duration": cards.lasting(asset.duration_ms),
        "shapes": [] if asset.is_video else shapes(asset),
        "uses": usage.of([asset])[asset.pk],
        "lacks_alt": cards.lacks_alt(asset),
        "alt_required": policies.of(request.brand).alt_required,
        "tags": [tag.name for tag in library.tags(request.brand)],
        "may_write": request.access.may(Can.WRITE) and asset.trashed_at is None,
        "may_restore": request.access.may(Can.WRITE) and asset.trashed_at is not None,
    }
    return page(request, PAGE, context, fragment=PANEL)


def _crop_page(request: BrandRequest, asset: Asset, ratio: str, form: CropForm | None = None) -> HttpResponse:
    kept = next((one for one in asset.crops.all() if one.ratio == ratio), None)
    box = _box(asset, ratio, kept)
    context = {
        "asset": asset,
        "ratio": ratio,
        "number": RATIOS[ratio],
        "form": form or CropForm(asset=asset, initial=_pixels(asset, ratio, box)),
        "box": box,
        "is_kept": kept is not None,
        "shapes": shapes(asset),
        "preview": addresses.address(asset, "small"),
    }
    return page(request, CROP_PAGE, context, fragment=CROP_PANEL)


def _box(asset: Asset, ratio: str, kept: Crop | None) -> Box:
    if kept is not None:
        return Box(kept.x, kept.y, kept.w, kept.h)
    return cropping.suggested(ratio, (asset.width, asset.height), (asset.focal_x, asset.focal_y))


def _pixels(asset: Asset, ratio: str, box: Box) -> dict[str, Any]:
    left, top, right, _bottom = box.pixels(asset.width, asset.height)
    return {"ratio": ratio, "left": left, "top": top, "width": right - left}


def _ratio(text: str) -> str:
    """One of the shapes that are offered; the first for nonsense."""
    return text if text in RATIOS else next(iter(RATIOS))


def _kept(request: BrandRequest, asset: UUID, sentence: str) -> HttpResponse:
    """The page again as it is now, and what happened."""
    if not is_fragment(request):
        messages.success(request, sentence)
        return redirect(reverse("media_library:asset", args=[request.brand.slug, asset]))
    return with_events(
        _as_it_is(request, _found(asset)), Answer(sentence, refreshed=("folders", "assets")), say=True
    )
