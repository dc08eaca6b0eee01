"""Episodes of trouble at a network: begun and ended by the counts, told once to those who look after channels."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from accounts.grants import Can
from accounts.models import Brand, User
from accounts.selectors.people import people_who
from activity.services import telling
from connections.models import Channel
from connections.models.channel import Health
from connections.selectors import reach, trouble
from connections.selectors.trouble import FAILED, MINUTES, OUTCOMES, SINCE, Kind, Outcome, Trouble
from core.tally import Tally
from core.tenancy import scope

log = logging.getLogger(__name__)

NOTICE = "connections.network_trouble"
TOLD = "trouble_told"
BLAMED: dict[Kind, frozenset[Outcome]] = {Kind.DOWN: FAILED, Kind.REFUSING: frozenset({Outcome.REFUSED})}


def watch() -> list[Trouble]:
    """Begin and end episodes by the counts of the last ten minutes; returns those that go on. Twice is harmless.

    An episode ends when the network does well again, or when nothing was sent there for ten minutes. Not inside a
    transaction.
    """
    known = {one.network: one for one in trouble.troubles()}
    rates = trouble.rates_now()
    for network in {*known, *rates}:
        rate = rates.get(network)
        kind = rate.trouble(fewest=1 if network in known else trouble.FEWEST) if rate else None
        if network in known and kind != known[network].kind:
            _end(known[network])
        if kind is not None:
            _begin(network, kind)
    going_on = trouble.troubles()
    for one in going_on:
        _tell_once(one)
    return going_on


def _begin(network: str, kind: Kind) -> None:
    """Since the first failure within the window."""
    row, is_new = Tally.objects.get_or_create(
        name=SINCE, label=f"{network}:{kind}", minute=None, defaults={"value": _first_failure(network, kind)}
    )
    if is_new:
        log.error("network_trouble", extra={"network": network, "kind": kind.value, "since": row.value})


def _first_failure(network: str, kind: Kind) -> float:
    names = tuple(f"{network}:{outcome}:" for outcome in BLAMED[kind])
    rows = Tally.objects.filter(name=OUTCOMES, minute__gt=Now() - timedelta(minutes=MINUTES))
    minutes = [
        minute for name, minute in rows.values_list("label", "minute") if minute and name.startswith(names)
    ]
    return min(minutes, default=datetime.now(UTC)).timestamp()


def _end(one: Trouble) -> None:
    rows = Tally.objects.filter(name__in=[SINCE, TOLD], label=f"{one.network}:{one.kind}", minute=None)
    if rows.delete()[0]:
        log.warning("network_recovered", extra={"network": one.network, "kind": one.kind.value})


def _tell_once(one: Trouble) -> None:
    """Each organization with a channel there. A watcher that dies meanwhile leaves the rest to the next."""
    name = f"{one.network}:{one.kind}"
    since = one.since.timestamp()
    if Tally.objects.filter(name=TOLD, label=name, minute=None, value=since).exists():
        return
    for organization_id in reach.organizations_on(one.network):
        with scope.enter(organization_id):
            tell(one)
    Tally.objects.update_or_create(name=TOLD, label=name, minute=None, defaults={"value": since})


@transaction.atomic
def tell(one: Trouble) -> int:
    """Tell the open organization's people who look after channels there; returns how many heard it anew.

    In the app, unless they chose more: they can do nothing about it, and the pages say it too.
    """
    channels = Channel.objects.filter(network=one.network, state=Health.HEALTHY)
    brands = Brand.objects.filter(pk__in=channels.values("brand")).order_by("pk")
    people: dict[int, tuple[User, Brand]] = {}
    for brand in brands:
        for person in people_who(Can.CONNECT, brand):
            people.setdefault(person.pk, (person, brand))
    return sum(_tell_one(person, brand, one) for person, brand in people.values())


def _tell_one(person: User, brand: Brand, one: Trouble) -> int:
    return telling.tell(
        [person],
        NOTICE,
        subject=f"network:{one.network}",
        cause=f"{one.kind}:{one.since:%Y%m%dT%H%M}",
        brand=brand,
        facts={"network": one.network, "kind": one.kind.value, "since": one.since.isoformat()},
    )
