"""Whose page it is: the one query over her membership that every page makes, and what the frame's places count by it.

Composing it took 9 ms and planning it 2 ms of a page of 27 ms, so it is composed once for the process and planned once
for a connection; 0.3 ms are left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import Membership, MembershipBrand, Organization, TeamBrand, User
from core import prepared
from core.prepared import Prepared
from core.tenancy import scope

Counted = Callable[[User], Any]

_PERSON, _ORGANIZATION = 7_100_000_000_000_000_001, 7_200_000_000_000_000_002
"""Stand in the composed text for whoever asks; nobody has these numbers."""

_counts: dict[str, Counted] = {}
_counts_by_brand: dict[str, Counted] = {}


def count(place: str, counted: Counted) -> None:
    """Called once at start-up: what a place of the frame counts, as an expression over one membership.

    It rides on the query that every page makes anyway, so it must be an index away; and it is composed once, so nothing
    in it may depend on when, in which language or for whom: times are the database's, the person is the one it is given.
    """
    _counts[place] = counted
    _statement.cache_clear()


def count_by_brand(place: str, counted: Counted) -> None:
    """The same for a place of brands: the expression is an array of {brand, number}, brands with none left out.

    In `Access.counts` each brand of hers has a number under `accounts.access.count_name(place, brand)`.
    """
    _counts_by_brand[place] = counted
    _statement.cache_clear()


def is_by_brand(place: str) -> bool:
    """Whether that place counts for each brand."""
    return place in _counts_by_brand


@dataclass(frozen=True, slots=True)
class Own:
    """A person's active membership with its organization, and what she sees when that is not all.

    `limits` are brands of her own, each with the role that it raises hers to; `counts` is what was counted, by place.
    """

    member: Membership
    limits: Mapping[int, str | None]
    team_brands: frozenset[int]
    counts: Mapping[str, Any]


def of(person: User) -> Own | None:
    """Her membership of the open organization; None for strangers and for those who left. One query."""
    values = {"person": person.pk, "organization": scope.required().organization_id}
    with connection.cursor() as cursor:
        cursor.execute(_statement().on(cursor), values)
        row = cursor.fetchone()
    return None if row is None else _own(row)


def _own(row: tuple[Any, ...]) -> Own:
    *values, limits, team_brands, counts = row
    wide = len(prepared.columns(Membership))
    member = prepared.row(Membership, values[:wide])
    member.organization = prepared.row(Organization, values[wide:])
    raised = {limit["brand"]: limit["role"] for limit in map(json.loads, limits)}
    return Own(member, raised, frozenset(team_brands if member.by_teams else ()), json.loads(counts))


@cache
def _statement() -> Prepared:
    with scope.enter(_ORGANIZATION):
        sql = prepared.composed(query(User(pk=_PERSON)), person=_PERSON, organization=_ORGANIZATION)
    return Prepared("accounts_membership", sql, person="bigint", organization="bigint")


def query(person: User) -> QuerySet[Membership, Any]:
    """What is asked about a person, by the ORM."""
    limits = MembershipBrand.objects.filter(membership=OuterRef("pk")).values(
        json=JSONObject(brand=F("brand_id"), role=F("role"))
    )
    teams = TeamBrand.objects.filter(team__members__membership=OuterRef("pk")).values("brand_id")
    counts = JSONObject(**{place: counted(person) for place, counted in (_counts | _counts_by_brand).items()})
    rows = Membership.objects.filter(user=person, deactivated_at=None).order_by("pk")
    extra = {"limits": ArraySubquery(limits), "team_brands": ArraySubquery(teams), "counts": counts}
    return rows.annotate(**extra).values_list(*_names(), *extra)[:1]


def _names() -> list[str]:
    own = [field.attname for field in prepared.columns(Membership)]
    return [*own, *(f"organization__{field.attname}" for field in prepared.columns(Organization))]
