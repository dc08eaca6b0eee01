"""What people type into a conversation, cleaned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calendar_app.forms import WallTimeField
from core.errors import Sentence

UNUSABLE = _("Type this text again: it holds a sign that cannot be sent.")


def _area(name: Sentence, described: str = "") -> forms.Textarea:
    attrs: dict[str, Any] = {"rows": 2, "placeholder": name, "dir": "auto"}
    if described:
        attrs["aria-describedby"] = described
    return forms.Textarea(attrs=attrs)


class ReplyForm(forms.Form):
    """An answer. `revision` is the conversation as it was read, `anyway` the one that the writer has now seen too."""

    text = forms.CharField(
        label=_("Answer"),
        strip=False,
        max_length=20_000,
        widget=_area(_("Write an answer"), "reply-check"),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This text is far too long for any network."),
            "null_characters_not_allowed": UNUSABLE,
        },
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    answers = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    saved = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    anyway = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> int:
        """The revision that the writer has seen."""
        values = self.cleaned_data
        return int(max(values["revision"], values.get("anyway") or 0))


class NoteForm(forms.Form):
    """A note for colleagues, and who is told of it."""

    text = forms.CharField(
        label=_("Note"),
        max_length=4000,
        widget=_area(_("Write to the team; the customer never sees it")),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("A note has room for 4,000 characters. Make it shorter."),
            "null_characters_not_allowed": UNUSABLE,
        },
    )
    mention = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        error_messages={
            "invalid_choice": _("One of these people is not here any more. Look at the list again.")
        },
    )

    def __init__(self, *args: Any, people: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mention"].choices = [(str(one), str(one)) for one in people]  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Another moment on the brand's clock."""

    at = WallTimeField(label=_("Until"))
