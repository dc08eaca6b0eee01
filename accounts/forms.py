"""The room's forms."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.grants import Role
from accounts.models import User
from accounts.models.organization import LONGEST_LATE_MINUTES, Late
from accounts.models.user import Language, validate_zone

SHORTEST_LATE_MINUTES = 5


class NameForm(forms.Form):
    """What sign-up asks beside address and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new, saved person."""
        user.name = self.cleaned_data["name"]
        user.language = spoken()
        user.save(update_fields=["name", "language"])


def spoken() -> str:
    """The language of the page, as a person's own."""
    active = translation.get_language() or ""
    return active if active in Language.values else Language.ENGLISH.value


class ZoneField(forms.ChoiceField):
    """A time zone, by region."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zones.choices, validators=[validate_zone], **kwargs)


class StartForm(forms.Form):
    """An organization and its first brand."""

    organization_name = forms.CharField(
        label=_("Organization"),
        max_length=120,
        help_text=_("Your company or agency. Nobody outside it sees anything of it."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    brand_name = forms.CharField(
        label=_("First brand"),
        max_length=120,
        help_text=_("What people follow. You can add more brands later."),
    )
    zone = ZoneField(
        label=_("Time zone"),
        help_text=_("Posts are planned in the brand’s own time."),
        widget=forms.Select(attrs={"data-browser-zone": ""}),  # a script chooses the browser's own beforehand
    )
    language = forms.ChoiceField(label=_("Language of the brand"), choices=Language.choices)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """How we speak to a person."""

    zone = ZoneField(
        label=_("Time zone"),
        help_text=_("Times in your mails and on your own pages are in this zone."),
        widget=forms.Select(attrs={"data-search": _("Search a city")}),  # a script puts a search above it
    )

    class Meta:
        model = User
        fields = ("name", "language", "zone")
        help_texts: ClassVar[dict[str, Any]] = {"language": _("Of these pages and of the mails you get.")}
        widgets: ClassVar[dict[str, Any]] = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role if role != Role.OWNER],
        initial=Role.EDITOR.value,
    )


class LateForm(forms.Form):
    """What becomes of late posts: the rule, and when late begins."""

    action = forms.ChoiceField(
        label=_("A post that is later than this"), choices=Late.choices, widget=forms.RadioSelect
    )
    amount = forms.IntegerField(
        label=_("Late begins after"),
        min_value=1,
        max_value=LONGEST_LATE_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("1", _("minutes")), ("60", _("hours")), ("1440", _("days"))]
    )

    @classmethod
    def showing(cls, action: str, minutes: int) -> LateForm:
        """The form with a rule that is in force, in the largest unit that fits."""
        unit = next(unit for unit in (1440, 60, 1) if minutes % unit == 0)
        return cls(initial={"action": action, "amount": minutes // unit, "unit": str(unit)})

    @property
    def minutes(self) -> int:
        """When late begins, in minutes; ask after is_valid()."""
        return int(self.cleaned_data["amount"]) * int(self.cleaned_data["unit"])

    def clean(self) -> dict[str, Any]:
        """Shorter than the network's usual hiccups makes no sense, longer than a week no promise."""
        if {"amount", "unit"} <= self.cleaned_data.keys() and not (
            SHORTEST_LATE_MINUTES <= self.minutes <= LONGEST_LATE_MINUTES
        ):
            self.add_error("amount", _("Choose something between 5 minutes and 7 days."))
        return self.cleaned_data


class JoinForm(forms.Form):
    """What a person without an account adds to her invitation."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """As strong as at sign-up."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
