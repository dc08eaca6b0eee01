"""What people type into the inbox's settings, cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models.user import Language
from inbox.models.sla_policy import LONGEST_MINUTES, SlaPolicy
from inbox.services.saving import LONGEST

DAY = 24 * 60
UNITS = {"minutes": 1, "hours": 60, "days": DAY}
NINE, SIX = 9 * 60, 18 * 60
USUAL: list[list[int]] = [[NINE, SIX]] * 5 + [[], []]
"""What a brand that promises nothing yet is offered: weekdays from nine to six."""


class SavedForm(forms.Form):
    """A saved reply."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Only the team sees it; it is what people search for."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give it a title.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what is sent.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Any")), *Language.choices]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """A new label."""

    name = forms.CharField(
        label=gettext_lazy("New label"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the label a name.")},
    )


class ClockField(forms.TimeField):
    """A wall time; 24:00 is the end of the day. Its value is minutes after midnight."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%H:%M", "%H.%M", "%H%M", "%H:%M:%S", "%H"],
            widget=forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "maxlength": 5,
                    "size": 5,
                    "autocomplete": "off",
                    "placeholder": "09:00",
                }
            ),
            error_messages={"invalid": gettext_lazy("This is not a time. Write it like 19:30.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """None for nothing."""
        if isinstance(value, int):
            return value
        if str(value or "").strip() in ("24", "24:00", "2400", "24.00"):
            return DAY
        found = super().to_python(value)
        return None if found is None else found.hour * 60 + found.minute

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else value


class DaysField(forms.CharField):
    """Days, one in a line or with commas between. Its value is a list of dates."""

    def to_python(self, value: Any) -> Any:
        """Raises for the first word that is no day."""
        if isinstance(value, list):
            return value
        words = str(value or "").replace(",", "\n").split("\n")
        return sorted({self._day(word.strip()) for word in words if word.strip()})

    def _day(self, word: str) -> date:
        try:
            found = forms.DateField(input_formats=["%Y-%m-%d", "%d.%m.%Y"]).clean(word)
        except forms.ValidationError:
            sentence = _("“%(word)s” is not a day. Write it like 2026-12-31.") % {"word": word[:20]}
            raise forms.ValidationError(sentence) from None
        return date(found.year, found.month, found.day)

    def prepare_value(self, value: Any) -> Any:
        """A line for each."""
        return "\n".join(f"{day:%Y-%m-%d}" for day in value) if isinstance(value, list) else value


class PromiseForm(forms.Form):
    """How soon people are answered, and when the brand works."""

    amount = forms.IntegerField(
        label=gettext_lazy("First answer within"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Say how soon.")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[
            ("minutes", gettext_lazy("minutes")),
            ("hours", gettext_lazy("hours")),
            ("days", gettext_lazy("days")),
        ],
    )
    holidays = DaysField(
        label=gettext_lazy("Holidays"),
        help_text=gettext_lazy("On these days nobody works. One in a line, like 2026-12-31."),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in range(7):
            self.fields[f"open_{day}"] = forms.BooleanField(required=False, label=WEEKDAYS[day])
            self.fields[f"from_{day}"] = ClockField(label=_("%(day)s from") % {"day": WEEKDAYS[day]})
            self.fields[f"until_{day}"] = ClockField(label=_("%(day)s until") % {"day": WEEKDAYS[day]})

    @classmethod
    def showing(cls, policy: SlaPolicy | None) -> PromiseForm:
        """The promise as it is, or the usual one to begin with."""
        minutes = policy.first_answer_minutes if policy else 60
        unit = next(name for name in ("days", "hours", "minutes") if minutes % UNITS[name] == 0)
        hours = policy.hours if policy else USUAL
        initial: dict[str, Any] = {
            "amount": minutes // UNITS[unit],
            "unit": unit,
            "holidays": list(policy.holidays) if policy else [],
            "revision": policy.revision if policy else 0,
        }
        for day, span in enumerate(hours):
            begins, ends = span or (NINE, SIX)
            initial |= {f"open_{day}": bool(span), f"from_{day}": begins, f"until_{day}": ends}
        return cls(initial=initial)

    @property
    def days(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each weekday: whether it is open, from when, until when."""
        return [(self[f"open_{day}"], self[f"from_{day}"], self[f"until_{day}"]) for day in range(7)]

    @property
    def minutes(self) -> int:
        """How soon, in minutes; ask after is_valid()."""
        return int(self.cleaned_data["amount"] * UNITS[self.cleaned_data["unit"]])

    @property
    def hours(self) -> list[Sequence[int]]:
        """Opening and closing of each weekday, in minutes after midnight; ask after is_valid()."""
        values = self.cleaned_data
        found: list[Sequence[int]] = []
        for day in range(7):
            begins, ends = values[f"from_{day}"], values[f"until_{day}"]
            found.append([begins, ends] if values[f"open_{day}"] else [])
        return found

    def clean(self) -> dict[str, Any]:
        """An open day has both times, in their order."""
        values = self.cleaned_data
        for day in range(7):
            self._check_day(day, values)
        return values

    def _check_day(self, day: int, values: dict[str, Any]) -> None:
        begins, ends = values.get(f"from_{day}"), values.get(f"until_{day}")
        if not values.get(f"open_{day}") or self._is_wrong(day):
            return
        if begins is None or ends is None:
            self.add_error(f"from_{day}", _("Say from when and until when."))
        elif ends <= begins:
            self.add_error(f"until_{day}", _("It must end later than it begins."))

    def _is_wrong(self, day: int) -> bool:
        return f"from_{day}" in self.errors or f"until_{day}" in self.errors
