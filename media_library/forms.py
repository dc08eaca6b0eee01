"""What people type about a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from media_library.cropping import RATIOS, Box
from media_library.models import Asset, Folder
from media_library.selectors.folders import Node
from media_library.selectors.waivers import Waiver
from media_library.services.describing import ALT_LENGTH, REASON_LENGTH
from media_library.services.keeping import Facts

PER_CENT = 100
CLOSE = 0.0051
"""Typed per cents are rounded: what is this close is what was there."""


def _percent(label: Any) -> forms.FloatField:
    attrs = {"inputmode": "decimal", "step": "1"}
    return forms.FloatField(
        label=label, min_value=0, max_value=PER_CENT, required=False, widget=forms.NumberInput(attrs=attrs)
    )


class AssetForm(forms.Form):
    """Name, place and description of a file."""

    name = forms.CharField(label=_("Name"), max_length=120)
    alt = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=ALT_LENGTH,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("What is to be seen?")}),
    )
    waived = forms.BooleanField(label=_("It is only decoration and needs none"), required=False)
    reason = forms.CharField(
        label=_("Why it needs none"),
        required=False,
        max_length=REASON_LENGTH,
        strip=True,
        widget=forms.TextInput(attrs={"placeholder": _("A pattern behind the text"), "autocomplete": "off"}),
        help_text=_("Your name, the time and this reason stay in the log."),
    )
    folder = forms.ChoiceField(label=_("Folder"), required=False)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=1300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "asset-tags"}),
        help_text=_("With commas between."),
    )
    focal_x = _percent(_("From the left, %"))
    focal_y = _percent(_("From the top, %"))

    def __init__(
        self, data: Any = None, *, asset: Asset, nodes: Sequence[Node], waiver: Waiver | None = None
    ) -> None:
        initial = {
            "name": asset.name,
            "alt": asset.alt,
            "waived": asset.alt_waived,
            "reason": waiver.reason if waiver else "",
            "folder": str(asset.folder_id or ""),
            "tags": ", ".join(asset.tags),
            "focal_x": round(asset.focal_x * PER_CENT),
            "focal_y": round(asset.focal_y * PER_CENT),
        }
        super().__init__(data, initial=initial, auto_id="asset-%s")
        self.asset = asset
        for name in ("focal_x", "focal_y"):
            self.fields[name].required = not asset.is_video
        self._folders: dict[str, Folder] = {str(node.folder.pk): node.folder for node in nodes}
        names = [(pk, "\u2003" * (folder.depth - 1) + folder.name) for pk, folder in self._folders.items()]
        self.fields["folder"].choices = [("", _("In no folder")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who lets a picture go without a description says why."""
        typed = self.cleaned_data
        owes = typed.get("waived") and not typed.get("alt") and not self.asset.alt_waived
        if owes and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why this picture needs no description."))
        return typed

    @property
    def facts(self) -> Facts:
        """What was typed; ask after is_valid()."""
        typed = self.cleaned_data
        return Facts(
            name=typed["name"],
            folder=self._folders.get(typed["folder"]),
            tags=[tag.strip() for tag in typed["tags"].split(",") if tag.strip()],
            alt=typed["alt"].replace("\r\n", "\n"),
            waived=typed["waived"],
            reason=typed["reason"],
            focal=(self._fraction("focal_x"), self._fraction("focal_y")),
        )

    def _fraction(self, name: str) -> float:
        before: float = getattr(self.asset, name)
        typed = self.cleaned_data.get(name)
        if typed is None or abs(typed / PER_CENT - before) < CLOSE:
            return before
        return float(typed) / PER_CENT


class CropForm(forms.Form):
    """A part of a picture in pixels: its corner and its width; the height follows from the shape."""

    ratio = forms.ChoiceField(choices=[(name, name) for name in RATIOS], widget=forms.HiddenInput)
    left = forms.FloatField(label=_("From the left"), min_value=0)
    top = forms.FloatField(label=_("From the top"), min_value=0)
    width = forms.FloatField(label=_("Width"), min_value=1)

    def __init__(self, data: Any = None, *, asset: Asset, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="crop-%s")
        self.asset = asset
        for name in ("left", "top", "width"):
            self.fields[name].widget.attrs.update({"inputmode": "numeric", "step": "1"})

    def clean(self) -> dict[str, Any]:
        """It must lie within the picture."""
        typed = self.cleaned_data
        if {"ratio", "left", "top", "width"} <= typed.keys() and not self._fits():
            facts = {"width": self.asset.width, "height": self.asset.height}
            words = _("This part reaches over the edge; the picture has %(width)d × %(height)d pixels.")
            raise forms.ValidationError(words % facts)
        return typed

    @property
    def box(self) -> Box:
        """The part as fractions; ask after is_valid()."""
        left, top, width, height = self._sides()
        w, h = self.asset.width, self.asset.height
        x, y = min(left / w, 1.0), min(top / h, 1.0)
        return Box(x, y, min(width / w, 1 - x), min(height / h, 1 - y))

    def _sides(self) -> tuple[float, float, float, float]:
        typed = self.cleaned_data
        return typed["left"], typed["top"], typed["width"], typed["width"] / RATIOS[typed["ratio"]]

    def _fits(self) -> bool:
        left, top, width, height = self._sides()
        return left + width <= self.asset.width + 1 and top + height <= self.asset.height + 1
