"""What happened in an organization: who did what, when, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.access import Access
from accounts.models import Membership
from core import deeds, paging
from core.deeds import Deed, Named
from core.ledger import Actor, Event

SHOWN = 50
MACHINE = "Meydan"


@dataclass(frozen=True, slots=True)
class Filter:
    """What of it; "" and None mean all. Days are the organization's, the last one included."""

    person: str = ""
    brand_id: int | None = None
    group: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `at` is in the organization's zone; `url` leads to its subject, "" when there is no page."""

    id: int
    at: datetime
    who: str
    is_machine: bool
    sentence: str
    icon: str
    brand: str
    url: str
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the sentences of a page need: names by subject (`post:7`), brands by id."""

    subjects: Mapping[str, Named]
    brands: Mapping[int, str] = field(default_factory=dict)


def events(access: Access, chosen: Filter) -> QuerySet[Event]:
    """The events that she may see: of her brands, and the organization's own where she has all brands."""
    seen = Q(brand_id__in=[brand.pk for brand in access.brands])
    if access.membership.all_brands:
        seen |= Q(brand_id=None)
    rows: QuerySet[Event] = Event.objects.filter(seen)
    if chosen.person:
        kind, _colon, number = chosen.person.partition(":")
        rows = rows.filter(by_kind=kind, by_id=number)
    if chosen.brand_id is not None:
        rows = rows.filter(brand_id=chosen.brand_id)
    if chosen.group:
        rows = rows.filter(kind__in=deeds.kinds_of(chosen.group))
    zone = ZoneInfo(access.organization.zone)
    if chosen.first is not None:
        rows = rows.filter(at__gte=_midnight(chosen.first, zone))
    if chosen.last is not None:
        rows = rows.filter(at__lt=_midnight(chosen.last + timedelta(days=1), zone))
    return rows


def page(access: Access, chosen: Filter, *, after: str, size: int = SHOWN) -> paging.Page:
    """A page, newest first: one query, and one for each sort of subject on it. `rows` are Lines."""
    found = paging.page(events(access, chosen), ("-at", "-id"), after=after, size=size)
    return paging.Page(lines(access, found.rows), found.after)


def lines(access: Access, rows: Iterable[Event]) -> list[Line]:
    """Events as sentences in the language that is active now."""
    rows, zone = list(rows), ZoneInfo(access.organization.zone)
    names = Names(_subjects(access, rows), {brand.pk: brand.name for brand in access.brands})
    return [_line(row, names, zone) for row in rows]


def people() -> list[tuple[str, str]]:
    """Everybody who is or was a member, by name, as (key of the filter, name); one query."""
    members = Membership.objects.select_related("user").order_by("user__name", "pk")
    return [(f"{Actor.PERSON}:{member.user_id}", str(member.user)) for member in members]


def _line(row: Event, names: Names, zone: ZoneInfo) -> Line:
    deed, named = deeds.of(row.kind), names.subjects.get(row.subject)
    is_machine = row.by_kind == Actor.SYSTEM
    who = MACHINE if is_machine else row.by_name or pgettext("who did it", "Somebody")
    return Line(
        id=row.pk,
        at=row.at.astimezone(zone),
        who=who,
        is_machine=is_machine,
        sentence=_sentence(deed, row, who, names),
        icon=deed.icon if deed else "history",
        brand=names.brands.get(row.brand_id or 0, ""),
        url=named.url if named else "",
        kind=row.kind,
        subject=row.subject,
    )


def _sentence(deed: Deed | None, row: Event, who: str, names: Names) -> str:
    """A kind whose room has gone is said by its name: better than silence."""
    if deed is None:
        return f"{who}: {row.kind}"
    gone = Named(_("something that is gone"))
    of_facts = {
        sort: names.subjects.get(f"{sort}:{row.facts[sort]}", gone).label
        for sort in deeds.namings()
        if sort in row.facts
    }
    what = names.subjects.get(row.subject, gone).label or _("Without words")
    return str(deed.sentence) % _Places({**deed.words(row.facts), **of_facts, "who": who, "what": what})


class _Places(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


def _subjects(access: Access, rows: list[Event]) -> dict[str, Named]:
    """One query for each sort; brands and the organization are known."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        sort, _colon, number = row.subject.partition(":")
        wanted.setdefault(sort, set()).add(number)
        for also in deeds.namings():
            if row.facts.get(also):
                wanted.setdefault(also, set()).add(str(row.facts[also]))
    found = {
        f"{sort}:{number}": named
        for sort, naming in deeds.namings().items()
        if sort in wanted
        for number, named in naming(sorted(wanted[sort])).items()
    }
    organization = access.organization
    found[f"organization:{organization.pk}"] = Named(organization.name)
    return found | {f"brand:{one.pk}": Named(one.name, one.get_absolute_url()) for one in access.brands}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
