"""The room's forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.models.user import validate_zone
from activity.models import Rhythm
from activity.models.rhythm import Pace, Quiet

CLOCK = forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M")


class RhythmForm(forms.ModelForm[Rhythm]):
    """When mails that can wait may come."""

    pace = forms.ChoiceField(
        label=_("Mails that can wait come"), choices=Pace.choices, widget=forms.RadioSelect
    )
    hour = forms.TypedChoiceField(
        label=_("The daily mail comes at"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
    )
    quiet = forms.ChoiceField(label=_("Quiet hours"), choices=Quiet.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=CLOCK)
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=CLOCK)
    zone = forms.ChoiceField(
        label=_("By the clock of"),
        required=False,
        choices=lambda: [("", _("My profile’s time zone")), *zones.choices()],
        validators=[validate_zone],
    )

    class Meta:
        model = Rhythm
        fields = ("pace", "hour", "quiet", "quiet_from", "quiet_until", "zone")

    def clean(self) -> dict[str, Any]:
        """Own quiet hours have two ends that differ."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        start, until = values.get("quiet_from"), values.get("quiet_until")
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return values
        if values.get("quiet") == Quiet.OWN and (start is None or until is None):
            self.add_error("quiet_from", _("Say from when until when it is quiet."))
        elif start is not None and start == until:
            self.add_error("quiet_until", _("Quiet hours end at another time than they begin."))
        elif (start is None) != (until is None):
            self.add_error("quiet_from", _("Quiet hours need a beginning and an end."))
        return values
