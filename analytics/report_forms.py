"""The forms of reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ZoneField
from accounts.models import Brand, User
from accounts.models.user import Language
from analytics.models import Report
from analytics.models.report import NOTE_LENGTH
from analytics.reporting import rhythm
from analytics.reporting.document import Section
from analytics.reporting.naming import SECTIONS
from analytics.services.reports import Wishes
from core.mails import UNWRITABLE, one_line

DAYS = 7
EIGHT = time(8, 0)


def weekdays() -> list[tuple[str, str]]:
    """Monday first."""
    return [(str(number), rhythm.weekday(number)) for number in range(DAYS)]


def section_choices() -> list[tuple[str, Any]]:
    """Every part but the note, which is there when it says something."""
    return [(key.value, label) for key, label in SECTIONS.items() if key != Section.NOTE]


class ReportForm(forms.Form):
    """Everything about a report but who gets it."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Only you and your colleagues read it.")
    )
    weekday = forms.ChoiceField(label=_("Day"), choices=weekdays)
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H:%M:%S"],
    )
    zone = ZoneField(label=_("Time zone"), widget=forms.Select(attrs={"data-search": _("Search a city")}))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        help_text=_("Of the preview and of new outside readers. Members read it in their own language."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Parts"),
        choices=section_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("There is no such part.")},
    )
    note = forms.CharField(
        label=_("Your word for the next report"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands at the top of the next report, once, with your name."),
    )
    skips_empty = forms.BooleanField(
        label=_("Write nothing about a week in which nothing happened"), required=False
    )
    revision = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, brand: Brand, name: str) -> ReportForm:
        """The form of a new report: every Monday at eight, on the brand's clock, with every part."""
        initial = {
            "name": name,
            "weekday": "0",
            "time": EIGHT,
            "zone": brand.zone,
            "language": brand.language,
        }
        return cls(initial={**initial, "sections": [key for key, _label in section_choices()]})

    @classmethod
    def showing(cls, report: Report) -> ReportForm:
        """The form with a report's wishes."""
        return cls(
            initial={
                "name": report.name,
                "weekday": str(report.weekday),
                "time": time(report.hour, report.minute),
                "zone": report.zone,
                "language": report.language,
                "sections": [key for key, _label in section_choices() if key not in report.left_out],
                "note": report.note,
                "skips_empty": report.skips_empty,
                "revision": report.revision,
            }
        )

    def clean_name(self) -> str:
        """On one line."""
        return one_line(self.cleaned_data["name"])

    def clean_note(self) -> str:
        """Without what no page may hold."""
        return UNWRITABLE.sub("", self.cleaned_data["note"]).replace("\r\n", "\n").strip()

    @property
    def wishes(self) -> Wishes:
        """Ask after is_valid()."""
        said = self.cleaned_data
        return Wishes(
            name=said["name"],
            weekday=int(said["weekday"]),
            hour=said["time"].hour,
            minute=said["time"].minute,
            zone=said["zone"],
            language=said["language"],
            left_out=[key for key, _label in section_choices() if key not in said["sections"]],
            note=said["note"],
            skips_empty=said["skips_empty"],
        )


class PersonForm(forms.Form):
    """A member of the brand."""

    person = forms.ChoiceField(
        label=_("Member"), error_messages={"invalid_choice": _("Choose somebody from the list.")}
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = [(str(one.pk), f"{one} · {one.get_language_display()}") for one in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


class OutsiderForm(forms.Form):
    """Somebody without an account; the language is chosen with care, because nobody asks her."""

    address = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=Language.choices)

    def clean_name(self) -> str:
        """On one line."""
        return one_line(self.cleaned_data["name"])

    def clean_address(self) -> str:
        """One that every mail server takes: letters beyond ASCII only behind the @."""
        address: str = self.cleaned_data["address"]
        local, _at, domain = address.rpartition("@")
        if not local.isascii():
            raise forms.ValidationError(_("Not every mail server takes letters such as ə or ş before the @."))
        return f"{local}@{domain}"
