"""Every address of the product is tried by everybody who must not come in, with ids of things that are not theirs.

New rooms are covered without a change here: routes are read from the resolver. A part of an address that is new needs
an entry in `things.py`, a page for everybody an entry in `routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Manager
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.access import needs
from accounts.grants import GRANTS, Can, Role
from accounts.models import Membership, User
from core.tenancy import scope
from core.tenancy.rows import BrandManager, WalledManager
from tests.architecture import routes as known
from tests.architecture import things
from tests.architecture.routes import Kind, Route
from tests.world import Place

pytestmark = pytest.mark.django_db

ALL_METHODS = ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE")
METHODS = ("GET", "POST")
NOT_SUPPORTED = 405
WEAKEST_FIRST = (Role.CLIENT, Role.CONTRIBUTOR, Role.ANALYST, Role.EDITOR, Role.APPROVER, Role.ADMIN)
WRITES_ON_GET = {"account_email": "the library notes the address of an account that was made without it"}
"""Addresses whose GET changes a row, with the reason."""


@dataclass(frozen=True)
class World:
    """Ours and theirs, each with one thing of every kind; and a second brand of theirs."""

    ours: Place
    theirs: Place
    own: dict[str, str]
    foreign: dict[str, str]
    beside: dict[str, str]

    def rows(self) -> dict[str, str]:
        """A hash of every table."""
        return things.rows(self.ours.organization.pk, self.theirs.organization.pk)


@pytest.fixture
def world() -> World:
    """The two organizations."""
    ours, theirs = things.two_places()
    beside = things.sibling(theirs, "beside")
    return World(ours, theirs, things.furnish(ours), things.furnish(theirs), things.furnish(beside))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """Somebody with a browser, who begins each request with the same cookies."""

    def __init__(self, person: User | None) -> None:
        self._client = Client(raise_request_exception=False)
        if person is not None:
            self._client.force_login(person)
        self._cookies = self._client.cookies.output(header="")
        self.failed: dict[str, int] = {}
        """Addresses that answered with a mistake of ours."""

    def ask(self, method: str, address: str) -> Any:
        """The answer; a mistake of ours is a 500, as in production."""
        self._client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            answer = self._client.generic(method, address)
        if answer.status_code >= 500:
            self.failed[f"{method} {address}"] = answer.status_code
        return answer

    def try_out(self, method: str, address: str) -> Any:
        """The same, but what was done is taken back."""
        with undone():
            return self.ask(method, address)


def refusals(
    world: World,
    person: User | None,
    routes: list[Route],
    values: dict[str, str],
    allowed: Callable[[Any], bool],
    methods: tuple[str, ...] = METHODS,
) -> list[str]:
    """Answers that are neither what is allowed nor the word that this method is not known; and rows that changed."""
    visitor = Visitor(person)
    found: list[str] = []

    def ask_all() -> None:
        found.clear()
        for route in routes:
            address = route.address(values)
            for method in known_to(route, methods):
                answer = visitor.ask(method, address)
                is_fine = allowed(answer) or answer.status_code == NOT_SUPPORTED
                if not is_fine or things.CANARY.encode() in answer.content:
                    found.append(f"{method} {address} ({route.name}): {answer.status_code}")

    return (changes(world, ask_all) if writes(ask_all) else []) + found


def known_to(route: Route, methods: tuple[str, ...]) -> tuple[str, ...]:
    """Pages know GET and POST (that they know no others is a test of its own); calls of the API know all."""
    return methods if route.is_call else tuple(method for method in methods if method in METHODS)


def is_missing(answer: Any) -> bool:
    """As if it did not exist."""
    return bool(answer.status_code == 404)


def is_forbidden(answer: Any) -> bool:
    """Seen, but not allowed."""
    return bool(answer.status_code == 403)


def asks_who(answer: Any) -> bool:
    """Sign in first."""
    leads_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(
        reverse(settings.LOGIN_URL)
    )
    return leads_to_sign_in or answer.status_code == 401


def tenant_routes() -> list[Route]:
    """Addresses of organizations and brands."""
    return known.of(Kind.BRAND, Kind.ORGANIZATION)


def with_objects() -> list[Route]:
    """Addresses that name a row."""
    return [route for route in tenant_routes() if set(route.keys) & things.OBJECTS]


def test_every_route_says_who_may_come_in() -> None:
    assert [f"{route.pattern} ({route.name})" for route in known.routes() if route.kind() is None] == []


def test_every_part_of_an_address_can_be_filled(world: World) -> None:
    unknown = {key for route in known.routes() for key in route.keys if key not in world.own}

    assert unknown == set(), "add them to tests/architecture/things.py"
    assert {"brand", "organization", "channel"} <= {key for route in known.routes() for key in route.keys}


def test_lists_of_addresses_name_nothing_that_is_gone() -> None:
    names = {route.name for route in known.routes()}

    assert ({*known.PUBLIC, *known.LINKS, *known.PERSONAL, *WRITES_ON_GET}) - names == set()


def test_who_is_not_signed_in_is_asked_to(world: World) -> None:
    closed = known.of(Kind.BRAND, Kind.ORGANIZATION, Kind.PERSON)

    assert refusals(world, None, closed, world.foreign, asks_who) == []


def test_a_stranger_finds_nothing(world: World) -> None:
    assert refusals(world, world.ours.owner, tenant_routes(), world.foreign, is_missing, ALL_METHODS) == []


def test_a_name_that_nobody_has_answers_like_one_of_another_organization(world: World) -> None:
    nowhere = world.foreign | {"brand": "nowhere", "organization": "nowhere"}

    assert refusals(world, world.ours.owner, tenant_routes(), nowhere, is_missing) == []


def test_things_of_another_organization_are_not_found_at_an_own_address(world: World) -> None:
    mixed = world.foreign | {"brand": world.own["brand"], "organization": world.own["organization"]}

    assert refusals(world, world.ours.owner, with_objects(), mixed, is_missing) == []


def test_the_database_holds_where_the_managers_forget(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = world.foreign | {"brand": world.own["brand"], "organization": world.own["organization"]}
    for manager in (WalledManager, BrandManager):
        monkeypatch.setattr(manager, "get_queryset", Manager.get_queryset)

    assert refusals(world, world.ours.owner, with_objects(), mixed, is_missing) == []
    assert refusals(world, world.ours.owner, tenant_routes(), world.foreign, is_missing) == []


def test_things_of_another_brand_are_not_found_at_an_own_address(world: World) -> None:
    mixed = world.beside | {"brand": world.foreign["brand"]}
    routes = [route for route in with_objects() if route.kind() == Kind.BRAND]

    assert refusals(world, world.theirs.owner, routes, mixed, is_missing) == []


def test_a_member_of_other_brands_is_a_stranger_here(world: World) -> None:
    with scope.enter(world.theirs.organization.pk):
        Membership.objects.filter(user=world.theirs.admin).update(all_brands=False)

    assert refusals(world, world.theirs.admin, known.of(Kind.BRAND), world.foreign, is_missing) == []


def test_who_was_a_member_is_a_stranger(world: World) -> None:
    with scope.enter(world.theirs.organization.pk):
        member = Membership.objects.get(user=world.theirs.admin)
        Membership.objects.filter(pk=member.pk).update(deactivated_at=member.created_at)

    assert refusals(world, world.theirs.admin, tenant_routes(), world.foreign, is_missing) == []


def test_whose_account_is_closed_is_asked_to_sign_in(world: World) -> None:
    User.objects.filter(pk=world.theirs.owner.pk).update(is_active=False)
    closed = known.of(Kind.BRAND, Kind.ORGANIZATION, Kind.PERSON)

    assert refusals(world, world.theirs.owner, closed, world.foreign, asks_who) == []


@pytest.mark.parametrize("method", METHODS)
def test_a_member_without_the_right_is_refused(world: World, method: str) -> None:
    for role, words in refused_words().items():
        routes = [route for route in tenant_routes() if route.needs_for(method) in words]
        found = refusals(world, world.theirs.people[role], routes, world.foreign, is_forbidden, (method,))
        assert (role, found) == (role, [])


def refused_words() -> dict[Role, set[Can]]:
    """Each right with the weakest role that has it not; without those that everybody has."""
    found: dict[Role, set[Can]] = {}
    for word in Can:
        role = next((role for role in WEAKEST_FIRST if word not in GRANTS[role]), None)
        if role is not None:
            found.setdefault(role, set()).add(word)
    return found


def failures(
    person: User | None, routes: list[Route], values: dict[str, str], methods: tuple[str, ...] = ALL_METHODS
) -> list[str]:
    """Answers that are our mistake."""
    visitor = Visitor(person)
    answers = (
        (route, method, visitor.try_out(method, route.address(values)))
        for route in routes
        for method in known_to(route, methods)
    )
    return [
        f"{method} {route.pattern} ({route.name}): {answer.status_code}"
        for route, method, answer in answers
        if answer.status_code >= 500 and route.name != "readyz"
    ]


def test_nothing_that_a_member_sends_to_an_address_makes_it_fail(world: World) -> None:
    sending = tuple(method for method in ALL_METHODS if method != "GET")

    assert failures(world.ours.owner, known.routes(), world.own, sending) == []


def test_no_open_address_fails_for_anybody(world: World) -> None:
    assert failures(None, known.of(Kind.PUBLIC, Kind.LINK), world.own) == []


def showing(person: User, routes: list[Route], values: dict[str, str]) -> list[str]:
    """What she is shown at these addresses: pages, parts of pages, exports and calls."""
    visitor = Visitor(person)
    answers = (visitor.try_out("GET", route.address(values)) for route in routes)
    return [answer.getvalue().decode(errors="replace") for answer in answers]


def test_what_the_team_says_among_itself_is_shown_to_no_client(world: World) -> None:
    internal, meant = "said-in-the-team", "said-to-clients"
    things.say(world.ours, world.own, internal, "internal")
    things.say(world.ours, world.own, meant, "client")
    things.ask(world.ours, world.own, world.ours.client)
    routes = known.of(Kind.BRAND, Kind.ORGANIZATION, Kind.PERSON)
    talks = [route for route in routes if route.name in {"approvals:review", "approvals:talk"}]

    shown = showing(world.ours.client, routes, world.own)

    assert not [page for page in shown if internal in page]
    assert len([page for page in shown if meant in page]) >= len(talks)
    assert all(internal in page for page in showing(world.ours.analyst, talks, world.own))


def test_links_that_nobody_gave_out_open_nothing(world: World) -> None:
    before = world.rows()

    visitor = Visitor(None)
    answers = [visitor.ask("GET", route.address(world.own)) for route in known.of(Kind.LINK)]

    assert all(things.CANARY.encode() not in answer.content for answer in answers)
    assert things.changed(before, world.rows()) == []


def wrong_when_looked_at(world: World) -> list[str]:
    """Addresses that fail, or whose second look finds other rows than the first one did."""
    visitor = Visitor(world.ours.owner)
    routes = [route for route in known.routes() if route.name != "readyz"]
    looks = [(one.name, partial(look_twice, visitor, one.address(world.own))) for one in routes]
    found = [(name, changes(world, look)) for name, look in looks if writes(look)]
    written = [
        f"{name}: {', '.join(tables)}" for name, tables in found if tables and name not in WRITES_ON_GET
    ]
    return [*visitor.failed, *written]


def look_twice(visitor: Visitor, address: str) -> None:
    """As somebody does who comes back."""
    for _ in range(2):
        visitor.ask("GET", address)


def writes(act: Callable[[], None]) -> bool:
    """Whether it writes any row at all; it is taken back. Cheap, where hashing all tables for each address is not."""
    with undone():
        before = things.writes()
        act()
        return things.writes() != before


def changes(world: World, act: Callable[[], None]) -> list[str]:
    """The tables that look otherwise after it; it is taken back."""
    before = world.rows()
    with undone():
        act()
        return things.changed(before, world.rows())


def test_looking_twice_fails_nowhere_and_changes_nothing(world: World) -> None:
    assert wrong_when_looked_at(world) == []


@pytest.mark.urls("tests.architecture.seeded")
def test_mistakes_are_found(world: World) -> None:
    mixed = world.beside | {"brand": world.foreign["brand"]}
    past = [route for route in known.routes() if route.name == "past"]
    little = [route for route in known.routes() if route.name == "little"]

    assert refusals(world, world.theirs.owner, past, mixed, is_missing)
    assert refusals(world, world.theirs.client, little, world.foreign, is_forbidden)
    broken = next(route.address(world.own) for route in known.routes() if route.name == "breaks")
    writing = f"writes: accounts_brand of {world.ours.organization.pk}"
    assert wrong_when_looked_at(world) == [f"GET {broken}", writing]
    assert {line.split()[-2] for line in failures(world.ours.owner, known.routes(), world.own)} == {
        "(breaks):"
    }


def page(request: Any, **keys: Any) -> HttpResponse:
    """A view that nobody locked."""
    return HttpResponse("here")


def route_of(pattern: str, view: Any, name: str = "seed") -> Route:
    """One route as the walk would give it."""
    entry = path(pattern, view, name=name)
    return Route(str(entry.pattern), name, entry.callback, ())


@pytest.mark.parametrize(
    "pattern",
    [
        "b/<slug:brand>/secrets/",
        "o/<slug:organization>/secrets/",
        "me/secrets/",
        "secrets/",
        "api/v1/secrets/",
        "api/v1/brands/<slug:brand>/secrets/",
    ],
)
def test_a_view_that_nobody_locked_has_no_class(pattern: str) -> None:
    assert route_of(pattern, page).kind() is None


def test_a_lock_at_the_wrong_place_is_no_class_either() -> None:
    locked = needs(Can.VIEW)(page)

    assert route_of("secrets/", locked).kind() is None
    assert route_of("me/secrets/", locked).kind() is None
    assert route_of("b/<slug:brand>/secrets/", locked).kind() == Kind.BRAND
