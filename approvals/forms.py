"""Forms of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.models.user import Language
from approvals.models import AtDue, Decision
from approvals.models.workflow import LONGEST_MINUTES

Verdict = Decision.Verdict
LONGEST_NOTE, LONGEST_COMMENT = 2000, 4000
MINUTES = 60


class AnswerForm(forms.Form):
    """A no and its reason."""

    note = forms.CharField(
        label=_("What should change, or why not"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        error_messages={"required": _("Say in a few words what should change.")},
    )
    verdict = forms.ChoiceField(
        label=_("And then"),
        choices=[
            (Verdict.CHANGES, _("It comes back to me when it is changed")),
            (Verdict.REJECT, _("Reject it: it shall not go out at all")),
        ],
        initial=Verdict.CHANGES,
        widget=forms.RadioSelect,
    )


class HandForm(forms.Form):
    """Who takes one's seat; `takers` are those who can."""

    to = forms.ChoiceField(
        label=_("Who decides instead of you"),
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("This person cannot take it now. Choose somebody else."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, takers: Sequence[Membership]) -> None:
        super().__init__(data)
        self.takers = takers
        choices: Any = [("", _("Choose…")), *((str(one.pk), str(one.user)) for one in takers)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """What somebody says; the way it is seen is the button's."""

    body = forms.CharField(
        label=_("Say something"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )


class GuestForm(forms.Form):
    """An outsider who may be asked."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    language = forms.ChoiceField(label=_("Language of mails and pages"), choices=Language.choices)


class RulesForm(forms.Form):
    """What holds for all stages."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    allows_self = forms.BooleanField(
        label=_("Whoever wrote it may approve it too, when asked"),
        help_text=_("Without this, authors and whoever sent it are never asked about their own work."),
        required=False,
    )
    lead_hours = forms.DecimalField(
        label=_("Answer wanted before its time, in hours"),
        help_text=_("Until then it must be decided. We remind people before."),
        min_value=0,
        max_value=LONGEST_MINUTES // MINUTES,
        decimal_places=2,
    )
    tolerance_minutes = forms.IntegerField(
        label=_("May be moved without asking again, in minutes"),
        help_text=_("A move by more than this needs a new approval."),
        min_value=0,
        max_value=LONGEST_MINUTES,
    )
    at_due = forms.ChoiceField(
        label=_("When its time comes and nobody has approved it"),
        choices=AtDue.choices,
        widget=forms.RadioSelect,
    )

    @property
    def lead_minutes(self) -> int:
        """The lead of a valid form."""
        return int(self.cleaned_data["lead_hours"] * MINUTES)

    @classmethod
    def showing(cls, **values: Any) -> RulesForm:
        """An unbound form; lead in minutes."""
        minutes = values.pop("lead_minutes")
        hours = minutes / MINUTES
        return cls(initial={**values, "lead_hours": int(hours) if hours.is_integer() else round(hours, 2)})
