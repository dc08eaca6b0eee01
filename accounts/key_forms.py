"""The form for a program's key."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.grants import Can
from core.errors import Sentence

WORDS: dict[Can, Sentence] = {
    Can.VIEW: _("Read posts, channels and conversations"),
    Can.COMMENT: _("Comment"),
    Can.WRITE: _("Write drafts"),
    Can.SCHEDULE: _("Schedule and publish posts"),
    Can.APPROVE: _("Decide about approvals"),
    Can.REPLY: _("Answer people"),
    Can.MEASURE: _("Read numbers"),
    Can.REPORT: _("Read and send reports"),
}
"""What a key may be given, in words; people, settings and ownership are for people."""


class Lasts(models.TextChoices):
    """How long a key works."""

    MONTH = "30", _("30 days")
    QUARTER = "90", _("90 days")
    YEAR = "365", _("One year")
    EVER = "", _("Until it is taken back")


class ApiKeyForm(forms.Form):
    """A name, what it may do, and for how long."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which program uses it, for example “Website”.")
    )
    words = forms.MultipleChoiceField(label=_("It may"), widget=forms.CheckboxSelectMultiple)
    lasts = forms.ChoiceField(label=_("It works for"), choices=Lasts, initial=Lasts.QUARTER, required=False)

    def __init__(self, *args: Any, may: Collection[Can], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].choices = [  # type: ignore[attr-defined]
            (word.value, sentence) for word, sentence in WORDS.items() if word in may
        ]

    def words_chosen(self) -> list[Can]:
        """As words."""
        return [Can(word) for word in self.cleaned_data["words"]]

    def ends(self, now: datetime) -> datetime | None:
        """When it stops working; None for never."""
        days = self.cleaned_data["lasts"]
        return now + timedelta(days=int(days)) if days else None
