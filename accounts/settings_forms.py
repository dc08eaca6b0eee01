"""Forms of the settings of organizations and brands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import colours
from accounts.forms import ZoneField
from accounts.models.organization import TONES, validate_colour
from accounts.models.user import Language
from accounts.services.addresses import LONGEST, BadAddress
from accounts.services.changing import Changed, plain

TONE_NAMES = (
    gettext_lazy("Amber"),
    gettext_lazy("Turquoise"),
    gettext_lazy("Red"),
    gettext_lazy("Green"),
    gettext_lazy("Violet"),
    gettext_lazy("Lemon"),
    gettext_lazy("Blue"),
    gettext_lazy("Rose"),
    gettext_lazy("Mint"),
    gettext_lazy("Orange"),
    gettext_lazy("Indigo"),
    gettext_lazy("Lime"),
)


class TimeOfDay(forms.TimeField):
    """A wall time to the minute."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ToneField(forms.TypedChoiceField):
    """One of the twelve tones."""

    def __init__(self, **kwargs: Any) -> None:
        choices = list(enumerate(TONE_NAMES[:TONES]))
        super().__init__(choices=choices, coerce=int, widget=forms.RadioSelect, **kwargs)


class FaceForm(forms.Form):
    """What settings of organizations and of brands have in common."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=LONGEST,
        help_text=gettext_lazy("Links to the former address go on working."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    quiet_from = TimeOfDay(label=gettext_lazy("Quiet from"), required=False)
    quiet_until = TimeOfDay(label=gettext_lazy("Quiet until"), required=False)

    _tells_of_change = False

    def clean(self) -> dict[str, Any]:
        """Quiet hours are whole or there are none."""
        values = self.cleaned_data
        if not {"quiet_from", "quiet_until"} <= values.keys():
            return values
        begins, ends = values["quiet_from"], values["quiet_until"]
        if begins is None and ends is not None:
            self.add_error("quiet_from", _("Say from when, or empty both fields."))
        elif ends is None and begins is not None:
            self.add_error("quiet_until", _("Say until when, or empty both fields."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("That would be quiet all day. Choose another end."))
        return values

    @classmethod
    def showing(cls, row: Any) -> FaceForm:
        """The form with what is there."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields})

    @classmethod
    def seen_of(cls, row: Any) -> str:
        """What is there, for the page to hand back with what was typed."""
        return json.dumps({name: plain(getattr(row, name)) for name in cls.base_fields}, ensure_ascii=False)

    @property
    def seen(self) -> Mapping[str, str]:
        """What the page handed back; nothing of it when it cannot be read."""
        try:
            found = json.loads(self.data.get("seen", ""))
        except ValueError:
            return {}
        known = found if isinstance(found, dict) else {}
        return {name: str(known[name]) for name in self.fields if name in known}

    def seen_again(self, row: Any) -> str:
        """What the page holds from now on: still what it was first filled with, until somebody was told what changed."""
        is_told = not self.is_bound or self._tells_of_change
        return self.seen_of(row) if is_told else str(self.data.get("seen", ""))

    def refuse(self, error: BadAddress | Changed) -> None:
        """Say what a rule said; what was typed stays."""
        if isinstance(error, BadAddress):
            self.add_error("slug", str(error.sentence))
        else:
            self._tells_of_change = True
            self.add_error(None, self._changed_words(error))

    def _changed_words(self, error: Changed) -> str:
        parts = [
            f"{self.fields[name].label}: {self._shown(name, value)}" for name, value in error.now.items()
        ]
        names = {"who": error.who or _("Somebody"), "what": "; ".join(parts)}
        return (
            _(
                "%(who)s changed this while you had it open. There stands now: %(what)s. "
                "What you typed is still here; save again to put it in place of theirs."
            )
            % names
        )

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
        known: dict[Any, Any] = dict(flatten_choices(choices))
        words = str(known.get(value, plain(value)))
        return f"“{words}”" if words else _("nothing")


class OrganizationForm(FaceForm):
    """The organization's settings."""

    zone = ZoneField(label=gettext_lazy("Time zone"))
    field_order = ("name", "slug", "language", "zone", "quiet_from", "quiet_until")


class BrandForm(FaceForm):
    """The brand's settings; its zone has a page of its own, because planned posts hang on it."""

    tone = ToneField(label=gettext_lazy("Colour of its sign"))
    accent = forms.CharField(
        label=gettext_lazy("The brand’s own colour"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"placeholder": "#0a6b5c", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def clean_accent(self) -> str:
        """`#rrggbb`, or nothing."""
        found = colours.tidy(self.cleaned_data["accent"])
        if found:
            validate_colour(found)
        return found


class DeleteBrandForm(forms.Form):
    """The brand's name, typed: nobody deletes a brand by accident."""

    name = forms.CharField(
        label=gettext_lazy("Name of the brand"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, brand_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brand_name = brand_name

    def clean_name(self) -> str:
        """Exactly its name; white space around it does not count."""
        typed: str = self.cleaned_data["name"]
        if " ".join(typed.split()) != " ".join(self.brand_name.split()):
            raise forms.ValidationError(
                _("This is not its name. Type “%(name)s”.") % {"name": self.brand_name}
            )
        return typed


class NewBrandForm(forms.Form):
    """A further brand."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    zone = ZoneField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Posts are planned in the brand’s own time.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the brand"), choices=Language.choices)
    tone = ToneField(label=gettext_lazy("Colour of its sign"))
