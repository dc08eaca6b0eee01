"""What people choose on the pages of measuring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 731
"""Days of own dates: two years."""


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DatesForm(forms.Form):
    """Own dates, both included, none of them after `today`."""

    first = forms.DateField(
        label=_("From"), widget=DayInput, error_messages={"required": _("Choose the first day.")}
    )
    last = forms.DateField(
        label=_("To"), widget=DayInput, error_messages={"required": _("Choose the last day.")}
    )

    def __init__(self, data: Mapping[str, Any] | None, *, today: date, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, auto_id="own-%s")
        self.today = today

    def clean_last(self) -> date:
        """What has not been cannot be counted."""
        last: date = self.cleaned_data["last"]
        if last > self.today:
            raise forms.ValidationError(_("This day is still to come. Choose today or earlier."))
        return last

    def clean(self) -> dict[str, Any]:
        """Forwards, and not without end."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and first > last:
            self.add_error("first", _("The first day is after the last one. Exchange the two."))
        elif first and last and (last - first) >= timedelta(days=LONGEST):
            self.add_error("first", _("This is longer than two years. Choose a shorter time."))
        return values
