"""A form with every kind of field, empty and with mistakes in it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import zones


class SampleForm(forms.Form):
    """Nobody ever sends it anywhere."""

    name = forms.CharField(label=_("Name"), help_text=_("Everybody who writes here reads it."))
    why = forms.CharField(label=_("Why?"), required=False)
    email = forms.EmailField(label=_("Email"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput())
    zone = forms.ChoiceField(label=_("Time zone"), choices=zones.choices)
    text = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 2}))
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}), disabled=True)
    late = forms.ChoiceField(
        label=_("A post that is later than this"),
        choices=[("publish", _("Publish it anyway")), ("hold", _("Hold it and ask"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=_("Single keys do something on this device"))


def untouched() -> SampleForm:
    """As it is opened."""
    return SampleForm(prefix="new", initial={"zone": "Asia/Baku", "late": "hold"})


def mistaken(prefix: str = "wrong") -> SampleForm:
    """As it comes back: nothing was filled in, and the whole does not fit either."""
    form = SampleForm({}, prefix=prefix)
    form.add_error(None, _("That did not work. Nothing was changed; try again in a moment."))
    return form
