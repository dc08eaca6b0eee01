"""What people type into the composer and the small dialogs, cleaned; wall times stay wall times of the brand's zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendar_app.promise import FORMAT
from calendar_app.selectors.composer import Tile
from calendar_app.services.content import MAX_TEXT, Content
from calendar_app.services.keeping import Wish
from connections.models import Channel

TOO_LONG = _("This text is far too long for any network.")
GONE_CHANNEL = _("One of the chosen channels is not there any more. Look at the list again.")


def _text(label: Any, **attrs: str) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 8, **attrs})
    messages = {
        "max_length": TOO_LONG,
        "null_characters_not_allowed": _("Type this text again: it holds a sign that cannot be sent."),
    }
    return forms.CharField(
        label=label, required=False, strip=False, max_length=MAX_TEXT, widget=area, error_messages=messages
    )


class ComposerForm(forms.Form):
    """The composer's sheet. Channels and pictures are handed in, so that nothing of another brand can be chosen."""

    text = _text(_("Text"))
    date = forms.DateField(
        label=_("Date"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is not a date. Choose one from the calendar.")},
    )
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M", "%H:%M:%S", "%H"],
        widget=forms.TimeInput(
            format="%H:%M",
            attrs={
                "inputmode": "numeric",
                "maxlength": 8,
                "placeholder": "19:30",
                "autocomplete": "off",
                "list": "times",
            },
        ),
        error_messages={"invalid": _("This is not a time. Write it like 19:30.")},
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": GONE_CHANNEL},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Sequence[Channel],
        tiles: Sequence[Tile] = (),
        wish: Wish | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.known, self.tiles, self.wish = known, tiles, wish
        choices: Any = [(str(channel.pk), channel.handle) for channel in known]
        self.fields["channels"].choices = choices  # type: ignore[attr-defined]
        for channel in known:
            self.fields[own_name(channel.pk)] = _text(
                _("Own text for %(channel)s") % {"channel": channel.handle}
            )

    def clean(self) -> dict[str, Any]:
        """Date and time belong together; what is to go out needs a channel."""
        values = self.cleaned_data
        day, moment = values.get("date"), values.get("time")
        needs_time = self.wish == Wish.SCHEDULE
        if day is None and "date" not in self.errors and (needs_time or moment is not None):
            self.add_error("date", _("Choose a date too."))
        if moment is None and "time" not in self.errors and (needs_time or day is not None):
            self.add_error("time", _("Choose a time too."))
        if (
            self.wish in (Wish.SCHEDULE, Wish.NOW, Wish.SUBMIT)
            and not values.get("channels")
            and "channels" not in self.errors
        ):
            self.add_error("channels", _("Choose at least one channel."))
        if self.wish == Wish.SAVE and not self._says_something():
            self.add_error("text", _("Write something or add a picture first; there is nothing to keep yet."))
        return values

    @property
    def local(self) -> str:
        """The wall time, "" where date or time is missing."""
        day, moment = self.cleaned_data.get("date"), self.cleaned_data.get("time")
        return _local(day, moment) if day and moment else ""

    @property
    def chosen(self) -> list[Channel]:
        """The chosen channels, also when something else is wrong with the form."""
        value = self["channels"].value() or []
        return [channel for channel in self.known if str(channel.pk) in {str(one) for one in value}]

    @property
    def content(self) -> Content:
        """What was typed; ask after is_valid(). Fields that are wrong count as empty."""
        return Content(
            text=self.cleaned_data.get("text", ""),
            channels=[channel.pk for channel in self.chosen],
            own={channel.pk: self.cleaned_data.get(own_name(channel.pk), "") for channel in self.chosen},
            media=[(tile.asset.pk, tile.alt) for tile in self.tiles],
            crops={tile.asset.pk: tile.crop for tile in self.tiles if tile.crop},
            own_crops={tile.asset.pk: tile.crops for tile in self.tiles if tile.crops},
        )

    def _says_something(self) -> bool:
        if self.errors or self.tiles:
            return True
        words = [
            value for name, value in self.cleaned_data.items() if name == "text" or name.startswith("own-")
        ]
        return any(word.strip() for word in words)


class WallTimeField(forms.DateTimeField):
    """A date and a time on the brand's clock: an hour that the person's own clocks skip is as good as any."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
            widget=forms.DateTimeInput(format=FORMAT, attrs={"type": "datetime-local"}),
            error_messages={
                "required": _("Choose a date and a time."),
                "invalid": _("This is not a date and a time."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> datetime | None:
        """As if it were Greenwich's, whose clocks never change."""
        with timezone.override(UTC):
            return super().to_python(value)


class MoveForm(forms.Form):
    """Another time for a post: a wall time in the brand's zone."""

    to = WallTimeField(label=_("New date and time"))
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @property
    def local(self) -> str:
        """The wall time as it was typed: no zone of the server or the person is mixed in."""
        return str(self.data.get("to", ""))[:16]


class RetimeForm(forms.Form):
    """Another time for what waited; many at once either keep their distances or get the same minute."""

    to = WallTimeField(label=_("New date and time"))
    others = forms.ChoiceField(
        label=_("The others"),
        choices=[
            ("gaps", _("As far after the first as they were planned")),
            ("same", _("All at the same minute")),
        ],
        required=False,
        initial="gaps",
        widget=forms.RadioSelect,
    )

    @property
    def keep_gaps(self) -> bool:
        """Whether the others keep their distance from the first."""
        return bool(self.cleaned_data["others"] != "same")

    @property
    def local(self) -> str:
        """The wall time as it was typed: no zone of the server or the person is mixed in."""
        return str(self.data.get("to", ""))[:16]


class PauseForm(forms.Form):
    """Why publishing is paused; may be left empty."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody who writes here reads it."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("A reason has at most 200 characters.")},
    )


class AnswerForm(forms.Form):
    """The attempt that a person was asked about; one that she cannot have been asked about counts as an older one."""

    about = forms.UUIDField(required=False)


class SeenForm(AnswerForm):
    """Where a person found the post; may be left empty."""

    address = forms.CharField(
        label=_("Address of the post"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )


def own_name(channel_id: UUID) -> str:
    """The name of the field with a channel's own text."""
    return f"own-{channel_id}"


def _local(day: date, moment: time) -> str:
    return datetime.combine(day, moment).strftime(FORMAT)
