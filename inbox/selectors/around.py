"""What stands around every list of conversations: the brand's labels, who answers there, and its teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from accounts.grants import GRANTS, Can, granted
from accounts.models import Brand, Membership, MembershipBrand, Team, TeamBrand
from inbox.models import Label


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or a team that conversations can be given to. `key` is m:<membership> or t:<team>; a team has no `person`."""

    key: str
    name: str
    initials: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A label by its id."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Around:
    """`people` are persons, then teams."""

    labels: tuple[Word, ...]
    people: tuple[Somebody, ...]


def around(brand: Brand) -> Around:
    """All of it in one query."""
    return of(Brand.objects.filter(pk=brand.pk).values(**columns(brand)).get())


def columns(brand: Brand) -> dict[str, ArraySubquery]:
    """The same as columns of any query."""
    return {
        "labels": ArraySubquery(_labels(brand)),
        "teams": ArraySubquery(_teams(brand)),
        "members": ArraySubquery(_members(brand)),
    }


def of(found: Mapping[str, Any]) -> Around:
    """What those columns held."""
    persons = [_person(one) for one in found["members"] if _answers(one)]
    teams = [Somebody(f"t:{one['pk']}", one["name"]) for one in found["teams"]]
    return Around(
        labels=tuple(Word(one["pk"], one["name"]) for one in found["labels"]),
        people=(*persons, *teams),
    )


def _labels(brand: Brand) -> Any:
    rows = Label.objects.filter(brand_id=brand.pk).order_by("key")
    return rows.values(json=JSONObject(pk=F("pk"), name=F("name")))


def _teams(brand: Brand) -> Any:
    here = TeamBrand.objects.filter(team=OuterRef("pk"), brand_id=brand.pk)
    return (
        Team.objects.filter(Exists(here)).order_by("name").values(json=JSONObject(pk=F("pk"), name=F("name")))
    )


def _members(brand: Brand) -> Any:
    here = MembershipBrand.objects.filter(membership=OuterRef("pk"), brand_id=brand.pk)
    teams = TeamBrand.objects.filter(brand_id=brand.pk, team__members__membership=OuterRef("pk"))
    rows = Membership.objects.filter(deactivated_at=None, user__is_active=True)
    rows = rows.annotate(
        limits=ArraySubquery(here.values(json=JSONObject(role=F("role")))), in_team=Exists(teams)
    )
    told = JSONObject(
        pk=F("pk"),
        user=F("user_id"),
        name=F("user__name"),
        email=F("user__email"),
        role=F("role"),
        all_brands=F("all_brands"),
        by_teams=F("by_teams"),
        in_team=F("in_team"),
        limits=F("limits"),
    )
    return rows.order_by("user__name", "pk").values(json=told)


def _answers(one: Mapping[str, Any]) -> bool:
    """Whether she may answer here."""
    limits = [limit["role"] for limit in one["limits"]]
    everywhere = one["all_brands"] or (one["by_teams"] and one["in_team"])
    if everywhere and Can.REPLY in GRANTS[one["role"]]:
        return True
    return any(Can.REPLY in granted(one["role"], role) for role in limits)


def _person(one: Mapping[str, Any]) -> Somebody:
    name = one["name"] or one["email"]
    return Somebody(f"m:{one['pk']}", name, initials(name), one["user"])


def initials(name: str) -> str:
    """One or two letters for a round face: of the first and the last word."""
    words = [word for word in name.replace("@", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words if len(words) < 2 else [words[0], words[-1]])) or "·"
