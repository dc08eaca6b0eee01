"""What people choose on the pages of measuring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.kpis import KPIS, Unit
from analytics.models.short import LONGEST_ADDRESS
from analytics.services.sharing import Wanted
from connections.models import Channel

LONGEST = 731
"""Days of own dates: two years."""
HUNDRED, MINUTE = Decimal(100), Decimal(60)
WITHOUT_GOALS = ("growth_speed",)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, missing: Any, **options: Any) -> forms.DateField:
    """A day; `missing` is said when there is none."""
    errors = {"required": missing, "invalid": _("This is not a day. Write it like 2026-11-25.")}
    return forms.DateField(label=label, widget=DayInput, error_messages=errors, **options)


class DatesForm(forms.Form):
    """Own dates, both included, none of them after `today`."""

    first = day_field(_("From"), _("Choose the first day."))
    last = day_field(_("To"), _("Choose the last day."))

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
        _judge_days(self, values)
        return values


class GoalForm(forms.Form):
    """How much of which number by when. `target` comes back as it is stored: a share as a fraction, a time in seconds."""

    kpi = forms.ChoiceField(label=_("Number"))
    target = forms.DecimalField(
        label=_("How much"),
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_(
            "Rates in percent (95), waiting times in minutes (30), everything else as a plain number."
        ),
        error_messages={
            "required": _("Say how much you want to reach."),
            "invalid": _("This is not a number. Write it in digits, like 5000."),
        },
    )
    first = day_field(_("From"), _("Choose the first day."))
    last = day_field(_("Until"), _("Choose the last day."))
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, *args: Any, channels: Iterable[Channel], **options: Any) -> None:
        super().__init__(*args, **options)
        known = [kpi for kpi in KPIS.values() if kpi.key not in WITHOUT_GOALS]
        self.fields["kpi"].choices = [(kpi.key, kpi.name) for kpi in known]  # type: ignore[attr-defined]
        self.known = {str(channel.pk): channel for channel in channels}
        self.fields["channel"].choices = channel_choices(self.known.values())  # type: ignore[attr-defined]

    def clean_channel(self) -> Channel | None:
        """The channel; None for all of them."""
        return self.known.get(self.cleaned_data["channel"])

    def clean(self) -> dict[str, Any]:
        """The target in the number's own unit."""
        values: dict[str, Any] = super().clean() or {}
        _judge_days(self, values)
        target, kpi = values.get("target"), KPIS.get(values.get("kpi", ""))
        if target is not None and kpi is not None:
            if kpi.unit == Unit.SHARE and target > HUNDRED:
                self.add_error("target", _("More than 100 % cannot be reached."))
            values["target"] = stored(target, kpi.unit)
        return values


def channel_choices(channels: Iterable[Channel]) -> list[tuple[str, Any]]:
    """All of them together, or one."""
    return [("", _("All channels together")), *((str(one.pk), one.handle) for one in channels)]


def stored(target: Decimal, unit: Unit) -> Decimal:
    """What people type as it is kept."""
    return {Unit.SHARE: target / HUNDRED, Unit.SECONDS: target * MINUTE}.get(unit, target)


def typed(target: Decimal, unit: Unit) -> Decimal:
    """What is kept as people type it."""
    shown = {Unit.SHARE: target * HUNDRED, Unit.SECONDS: target / MINUTE}.get(unit, target)
    return shown.quantize(Decimal(1)) if shown == shown.to_integral() else shown.quantize(Decimal("0.01"))


def _judge_days(form: forms.Form, values: Mapping[str, Any]) -> None:
    """Forwards, and not without end."""
    first, last = values.get("first"), values.get("last")
    if first and last and first > last:
        form.add_error("first", _("The first day is after the last one. Exchange the two."))
    elif first and last and (last - first) >= timedelta(days=LONGEST):
        form.add_error("first", _("This is longer than two years. Choose a shorter time."))


class ShareForm(forms.Form):
    """What a link shows, how long it is open, and whether a PIN stands before it."""

    OWN = "own"
    TIMES = (
        ("7", _("The last 7 days, moving on")),
        ("30", _("The last 30 days, moving on")),
        ("90", _("The last 90 days, moving on")),
        ("365", _("The last year, moving on")),
        (OWN, _("Fixed days, chosen below")),
    )
    LIVES = (("7", _("A week")), ("30", _("A month")), ("90", _("Three months")), ("365", _("A year")))

    name = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("Only you and your colleagues see this name."),
        error_messages={"required": _("Give the link a name, so that you know later who has it.")},
    )
    time = forms.ChoiceField(label=_("What it shows"), choices=TIMES, initial="30")
    first = day_field(_("From"), _("Choose the first day."), required=False)
    last = day_field(_("To"), _("Choose the last day."), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    life = forms.ChoiceField(label=_("How long it is open"), choices=LIVES, initial="30")
    pin = forms.CharField(
        label=_("PIN"),
        required=False,
        min_length=4,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Whoever opens the link has to type it. Tell it in another way than the link."),
        error_messages={"min_length": _("Use at least four characters.")},
    )

    def __init__(self, *args: Any, channels: Iterable[Channel], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(channel.pk): channel for channel in channels}
        self.today = today
        self.fields["channel"].choices = channel_choices(self.known.values())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Fixed days must be there, forwards and not to come."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("time") != self.OWN:
            return {**values, "first": None, "last": None}
        for name in ("first", "last"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        _judge_days(self, values)
        if values.get("last") and values["last"] > self.today:
            self.add_error("last", _("This day is still to come. Choose today or earlier."))
        return values

    @property
    def wanted(self) -> Wanted:
        """The link as it is to be made, of a valid form."""
        values = self.cleaned_data
        channel = self.known.get(values["channel"])
        return Wanted(
            name=values["name"],
            lasts=int(values["life"]),
            days=None if values["time"] == self.OWN else int(values["time"]),
            first=values["first"],
            last=values["last"],
            channel_id=channel.pk if channel else None,
            pin=values["pin"].strip(),
        )


class PinForm(forms.Form):
    """The PIN before shared numbers."""

    pin = forms.CharField(
        label=_("PIN"),
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={"required": _("Type the PIN that you were told.")},
    )


class LinkForm(forms.Form):
    """A web address to be shortened."""

    address = forms.CharField(
        label=_("Web address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"required": _("Paste the web address that the short link leads to.")},
    )
