"""The form that limits a member to channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from connections import offered
from connections.models import Channel

ALL, SOME = "all", "some"

BrandChannels = Sequence[tuple[Brand, Sequence[Channel]]]


class ChannelsForm(forms.Form):
    """For each brand: all channels, or those that are ticked."""

    def __init__(
        self, *args: Any, brands: BrandChannels, limits: Mapping[int, set[UUID]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.brands = brands
        for brand, channels in brands:
            held = limits.get(brand.pk)
            self.fields[f"sees_{brand.pk}"] = forms.ChoiceField(
                label=brand.name,
                choices=[
                    (ALL, _("All channels, also those to come")),
                    (SOME, _("Only the channels chosen below")),
                ],
                widget=forms.RadioSelect,
                initial=ALL if held is None else SOME,
            )
            self.fields[f"channels_{brand.pk}"] = forms.TypedMultipleChoiceField(
                label=_("Channels of %(brand)s") % {"brand": brand.name},
                choices=[(str(one.pk), _named(one)) for one in channels],
                coerce=UUID,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[str(pk) for pk in held or ()],
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """For the page: each brand's choice and its boxes."""
        return [(self[f"sees_{brand.pk}"], self[f"channels_{brand.pk}"]) for brand, _channels in self.brands]

    @property
    def limits(self) -> dict[int, list[UUID] | None]:
        """What was chosen, by brand; ask after is_valid()."""
        values = self.cleaned_data
        return {
            brand.pk: None if values[f"sees_{brand.pk}"] == ALL else values[f"channels_{brand.pk}"]
            for brand, _channels in self.brands
        }

    def clean(self) -> dict[str, Any]:
        """Only some means at least one."""
        for brand, _channels in self.brands:
            is_some = self.cleaned_data.get(f"sees_{brand.pk}") == SOME
            if is_some and not self.cleaned_data.get(f"channels_{brand.pk}"):
                self.add_error(f"channels_{brand.pk}", _("Choose at least one channel."))
        return self.cleaned_data


def _named(channel: Channel) -> str:
    return f"{offered.name_of(channel.network)} · @{channel.handle}"
