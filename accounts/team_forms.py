"""Forms of people and teams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.grants import Role
from accounts.leaving import Belongings, Fate
from accounts.models import Brand, Membership, Team
from accounts.models.user import Language
from accounts.ranks import rank, up_to
from accounts.services.invitations import MOST, Offer
from accounts.services.members import Reach
from accounts.services.teams import Plan

SPLIT = re.compile(r"[\s,;]+")
NAMED = re.compile(r"<([^<>]+)>")
ALL, SOME = "all", "some"
SEES = [(ALL, _("All brands, also those to come")), (SOME, _("Only the brands chosen below"))]


class AddressesField(forms.CharField):
    """Addresses as people paste them: one a line, or with commas; also `Name <address>`. Each once, in small letters."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        """The addresses; raises ValidationError naming the wrong ones."""
        text = super().clean(value)
        found = list(
            dict.fromkeys(word.lower() for part in re.split(r"[\n,;]+", text) for word in _addresses(part))
        )
        wrong = [word for word in found if not _is_address(word)]
        if wrong:
            raise ValidationError(
                _("This is no address: %(wrong)s. Correct it or take it out; nobody has been invited yet."),
                params={"wrong": ", ".join(wrong)},
            )
        if len(found) > MOST:
            raise ValidationError(
                _("Invite at most %(most)s people at once; these are %(number)s."),
                params={"most": MOST, "number": len(found)},
            )
        return found


def _addresses(part: str) -> list[str]:
    """`Leyla Əliyeva <leyla@…>` is one address; else every word is one."""
    return NAMED.findall(part) or SPLIT.sub(" ", part).split()


def _is_address(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True


class ReachForm(forms.Form):
    """Which brands somebody sees: all, or some of those that the person in front of the form sees."""

    sees = forms.ChoiceField(label=_("Brands they see"), choices=SEES, widget=forms.RadioSelect, initial=ALL)
    brands = forms.TypedMultipleChoiceField(
        label=_("Brands"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    by_teams = forms.BooleanField(label=_("And the brands of their teams"), required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        self._choices("brands", [(brand.pk, brand.name) for brand in access.brands])
        if not access.membership.all_brands:
            self._choices("sees", SEES[1:])
            self.initial.setdefault("sees", SOME)

    def _choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Only these means at least one, or those of teams."""
        values = self.cleaned_data
        if values.get("sees") == SOME and not values.get("brands") and not values.get("by_teams"):
            self.add_error("brands", _("Choose at least one brand, or the brands of their teams."))
        return values

    @property
    def reach(self) -> Reach:
        """What was chosen; ask after is_valid()."""
        values = self.cleaned_data
        if values["sees"] == ALL:
            return Reach()
        return Reach(False, values["by_teams"], dict.fromkeys(values["brands"]))


class InviteForm(ReachForm):
    """Whom to invite, as what, to which brands and teams, with which words."""

    addresses = AddressesField(
        label=_("Email addresses"),
        help_text=_("One or many: a line for each, or with commas between them."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.EDITOR.value, widget=forms.RadioSelect)
    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    message = forms.CharField(
        label=_("A few words of your own"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=Language.choices,
        help_text=_("Whoever has an account gets it in their own language."),
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [role for role in up_to(self.access.membership.role) if role != Role.OWNER]
        self._choices("role", [(role, Role(role).label) for role in given])
        self._choices("teams", [(team.pk, team.name) for team in teams])

    @property
    def offer(self) -> Offer:
        """What was chosen; ask after is_valid()."""
        values = self.cleaned_data
        return Offer(
            role=Role(values["role"]),
            reach=self.reach,
            team_ids=values["teams"],
            message=values["message"],
            language=values["language"],
        )


class RoleForm(forms.Form):
    """One of the roles that the giver may give."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role, Role(role).label) for role in up_to(access.membership.role)]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=choices, widget=forms.RadioSelect)


class MemberReachForm(ReachForm):
    """The brands of a member, and in which of them she is more than elsewhere."""

    def __init__(self, *args: Any, member: Membership, held: Mapping[int, str | None], **kwargs: Any) -> None:
        initial = {
            "sees": ALL if member.all_brands else SOME,
            "brands": [pk for pk in held if not member.all_brands],
            "by_teams": member.by_teams,
            **{f"raised_{pk}": role or "" for pk, role in held.items()},
        }
        super().__init__(*args, initial=initial, **kwargs)
        if member.all_brands:
            self._choices("sees", SEES)
        higher = [role for role in up_to(self.access.membership.role) if _lifts(role, member.role)]
        choices = [("", _("As everywhere")), *((role, Role(role).label) for role in higher)]
        for brand in self.access.brands:
            self.fields[f"raised_{brand.pk}"] = forms.ChoiceField(
                label=_("Role in %(brand)s") % {"brand": brand.name}, choices=choices, required=False
            )

    @property
    def lines(self) -> list[tuple[Brand, Any, Any]]:
        """For the page: each brand with its box and its role."""
        boxes = {box.data["value"]: box for box in self["brands"]}
        return [(brand, boxes.get(brand.pk), self[f"raised_{brand.pk}"]) for brand in self.access.brands]

    @property
    def reach(self) -> Reach:
        """What was chosen; a role in a brand that she does not see counts for nothing."""
        values = self.cleaned_data
        raised = {brand.pk: values.get(f"raised_{brand.pk}") or None for brand in self.access.brands}
        if values["sees"] == ALL:
            return Reach(brands={pk: role for pk, role in raised.items() if role})
        return Reach(False, values["by_teams"], {pk: raised.get(pk) for pk in values["brands"]})


def _lifts(role: str, over: str) -> bool:
    return role != Role.OWNER and rank(role) < rank(over)


class TeamsForm(forms.Form):
    """The teams of one member."""

    teams = forms.TypedMultipleChoiceField(
        label=_("Teams"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["teams"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(team.pk, team.name) for team in teams]


class PersonField(forms.TypedChoiceField):
    """One of some members, by name. The value is the id of the membership, None for nobody."""

    def __init__(self, people: Iterable[Membership], *, nobody: Any, **kwargs: Any) -> None:
        choices = [("", nobody), *((str(one.pk), str(one.user)) for one in people)]
        super().__init__(choices=choices, coerce=int, empty_value=None, **kwargs)


class AwayForm(forms.Form):
    """Days on which somebody else decides, both included, by the clock of `zone`."""

    since = forms.DateField(
        label=_("Away from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Last day away"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until you say otherwise."),
    )

    def __init__(self, *args: Any, zone: str, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.fields["stand_in"] = PersonField(
            people, nobody=_("Nobody"), label=_("Who decides meanwhile"), required=False
        )

    @classmethod
    def initial_of(cls, member: Membership, zone: str) -> dict[str, Any]:
        """What the form shows for a member."""
        place = ZoneInfo(zone)
        until = member.away_until - timedelta(microseconds=1) if member.away_until else None
        return {
            "since": member.away_from.astimezone(place).date() if member.away_from else None,
            "until": until.astimezone(place).date() if until else None,
            "stand_in": member.stand_in_id or "",
        }

    def clean(self) -> dict[str, Any]:
        """An end needs a beginning, and comes after it."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if until and not since and "since" not in self.errors:
            self.add_error("since", _("Say from when."))
        if since and until and until < since:
            self.add_error("until", _("The end lies before the beginning."))
        return self.cleaned_data

    def moment(self, name: str) -> datetime | None:
        """The beginning of `since`, or the end of `until`, in UTC's time line; None for an empty field."""
        day = self.cleaned_data[name]
        if day is None:
            return None
        whole = day + timedelta(days=1) if name == "until" else day
        return datetime.combine(whole, time(), self.zone)


class LeavingForm(forms.Form):
    """What becomes of what somebody leaves behind: one question for each kind of things there is."""

    def __init__(
        self, *args: Any, left: Sequence[tuple[Belongings, int]], people: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        for kind, number in left:
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.say(number),
                choices=[(fate.value, words) for fate, words in kind.words.items()],
                widget=forms.RadioSelect,
                initial=Fate.KEEP.value,
            )
        if left:
            self.fields["heir"] = PersonField(
                people, nobody=_("Choose somebody"), label=_("Who takes over"), required=False
            )

    @property
    def questions(self) -> list[Any]:
        """The questions without the heir."""
        return [self[kind.key] for kind, _number in self.left]

    @property
    def fates(self) -> dict[str, Fate]:
        """What was chosen; ask after is_valid()."""
        return {kind.key: Fate(self.cleaned_data[kind.key]) for kind, _number in self.left}

    def clean(self) -> dict[str, Any]:
        """Whoever hands over says to whom."""
        chosen = {self.cleaned_data.get(kind.key) for kind, _number in self.left}
        if Fate.HAND_OVER in chosen and not self.cleaned_data.get("heir") and "heir" not in self.errors:
            self.add_error("heir", _("Choose who takes over."))
        return self.cleaned_data


class TeamForm(forms.Form):
    """A team: name, people, brands."""

    name = forms.CharField(label=_("Name"), max_length=80)
    members = forms.TypedMultipleChoiceField(
        label=_("People"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    brands = forms.TypedMultipleChoiceField(
        label=_("Brands"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A team with brands is a region: it can be paused as a whole, and people may see its brands by it."
        ),
    )

    def __init__(
        self, *args: Any, people: Iterable[Membership], brands: Iterable[Brand], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "members": [(one.pk, str(one.user)) for one in people],
            "brands": [(brand.pk, brand.name) for brand in brands],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found

    @property
    def plan(self) -> Plan:
        """What was typed; ask after is_valid()."""
        return Plan(**self.cleaned_data)


class OwnershipForm(forms.Form):
    """Who shall own the organization."""

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taker"] = PersonField(people, nobody=_("Choose somebody"), label=_("New owner"))
