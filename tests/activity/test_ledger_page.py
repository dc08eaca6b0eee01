"""The activity log: who did what when, for admins; narrowed, paged, and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import by
from accounts.models import Brand, Membership, MembershipBrand, Organization
from activity.services.exporting import safe
from calendar_app.models import Delivery
from core import ledger
from core.ledger import SYSTEM, By, Event
from core.tenancy import scope
from tests import world
from tests.architecture import things
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/o/one/ledger/"
MOST = 12
SMALL = ("SAVEPOINT", "RELEASE", "SET", "BEGIN")


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose ledger things stand."""
    found = world.place("one")
    with scope.enter(found.organization.pk):
        Organization.objects.filter(pk=found.organization.pk).update(zone="Asia/Baku")
        yield found


@pytest.fixture
def admin(place: Place, client: Client) -> Client:
    """The admin's browser."""
    client.force_login(place.admin)
    return client


def invited(place: Place, email: str, *, who: By | None = None, brand: Brand | None = None) -> None:
    """One event whose sentence holds the address."""
    who = who or by(place.owner)
    brand_id = brand.pk if brand else None
    ledger.record(
        "accounts.person_invited", "invitation:1", by=who, brand_id=brand_id, email=email, role="editor"
    )


def at(email: str, moment: datetime) -> Event:
    """The same, at another time: only a test may write so."""
    place = scope.required().organization_id
    return Event(
        organization_id=place,
        kind="accounts.person_invited",
        subject="x:1",
        facts={"email": email},
        at=moment,
    )


def rows(answer: Any) -> list[list[str]]:
    """The lines of an exported file, without the first."""
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))[1:]


def test_events_are_sentences_with_names_that_lead_to_their_things(place: Place, admin: Client) -> None:
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place), text="Payız gəldi")
    invited(place, "leyla@example.com")

    page = admin.get(PAGE).content.decode()

    assert f"{place.owner} invited leyla@example.com as Editor" in page
    assert "scheduled “Payız gəldi”" in page
    assert f'href="/b/one/posts/{post.pk}/"' in page
    assert "Times in Baku" in page


def test_the_page_costs_twelve_questions_whatever_stands_on_it(place: Place, admin: Client) -> None:
    with posts.inside(place):
        channel = posts.channel(place)
        for number in range(20):
            posts.scheduled(place, channel, text=f"Post {number}")
    team = things._region(place, "Region")
    ledger.record("accounts.hold_placed", f"team:{team.pk}", by=by(place.owner))
    ledger.record(
        "connections.channel_connected", channel.subject, by=by(place.owner), brand_id=place.brand.pk
    )
    delivery = Delivery.objects.first()
    assert delivery is not None
    ledger.record(
        "publishing.live", f"post:{delivery.post_id}", brand_id=place.brand.pk, delivery=str(delivery.pk)
    )

    with CaptureQueriesContext(connection) as caught:
        assert admin.get(PAGE).status_code == 200

    statements = [one["sql"] for one in caught.captured_queries if not one["sql"].startswith(SMALL)]
    assert len(statements) <= MOST, "\n".join(statements)


def test_times_are_those_of_the_organization(place: Place, admin: Client) -> None:
    Event.objects.bulk_create([at("late@example.com", datetime(2083, 3, 1, 22, tzinfo=UTC))])

    page = admin.get(PAGE).content.decode()

    assert "Tuesday, 2 March 2083" in page
    assert ">02:00<" in page


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ({"person": "person:{owner}"}, {"a"}),
        ({"person": "system:"}, {"c"}),
        ({"brand": "one"}, {"b"}),
        ({"group": "people"}, {"a", "b", "c"}),
        ({"group": "posts"}, set()),
        ({"group": "nothing"}, set()),
        ({"first": "2083-03-02", "last": "2083-03-02"}, {"d"}),
        ({"first": "2083-03-03"}, set()),
        ({"first": "soon", "person": "\0", "after": "made up"}, {"a", "b", "c", "d"}),
    ],
)
def test_the_log_is_narrowed_by_person_brand_kind_and_days(
    place: Place, admin: Client, words: dict[str, str], seen: set[str]
) -> None:
    invited(place, "a@x.example")
    invited(place, "b@x.example", who=by(place.admin), brand=place.brand)
    invited(place, "c@x.example", who=SYSTEM)
    if "first" in words:
        Event.objects.bulk_create([at("d@x.example", datetime(2083, 3, 1, 20, 0, tzinfo=UTC))])
    asked = {name: value.format(owner=place.owner.pk) for name, value in words.items()}

    page = admin.get(PAGE, asked).content.decode()

    assert {letter for letter in "abcd" if f"{letter}@x.example" in page} == seen


def test_more_follows_by_its_cursor(place: Place, admin: Client) -> None:
    for number in range(70):
        invited(place, f"n{number:02}@x.example")

    first = admin.get(PAGE)
    second = admin.get(first.context["more"]).content.decode()

    assert "n69@x" in first.content.decode()
    assert "n19@x" not in first.content.decode()
    assert "n19@x" in second
    assert "n20@x" not in second


def test_an_admin_of_one_brand_sees_its_events_only(place: Place, admin: Client) -> None:
    other = things.sibling(place, "other")
    invited(place, "ours@x.example", brand=place.brand)
    invited(place, "theirs@x.example", brand=other.brand)
    invited(place, "all@x.example")
    mine = Membership.objects.get(user=place.admin)
    Membership.objects.filter(pk=mine.pk).update(all_brands=False)
    MembershipBrand.objects.create(organization=place.organization, membership=mine, brand=place.brand)

    page = admin.get(PAGE).content.decode()
    lines = rows(admin.post(f"{PAGE}export/"))

    assert [f"{word}@x" in page for word in ("ours", "theirs", "all")] == [True, False, False]
    assert {line[4] for line in lines} == {"One"}


def test_the_file_holds_all_that_fits_and_the_ledger_knows_that_it_was_taken(
    place: Place, admin: Client
) -> None:
    for number in range(1100):
        invited(place, f"n{number}@x.example", brand=place.brand)
    invited(place, "not@x.example")

    lines = rows(admin.post(f"{PAGE}export/", {"brand": "one", "group": "people"}))

    assert len(lines) == 1100
    assert lines[0][2:6] == [
        str(place.owner),
        f"{place.owner} invited n1099@x.example as Editor",
        "One",
        "accounts.person_invited",
    ]
    assert lines[0][0].endswith("+04:00")
    assert lines[0][1] == "Asia/Baku"
    (event,) = Event.objects.filter(kind="activity.ledger_exported")
    assert (event.by_name, event.facts["words"]) == (place.admin.name, {"brand": "one", "group": "people"})


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(place: Place, admin: Client, cell: str) -> None:
    invited(place, "a@x.example", who=By(ledger.Actor.PERSON, "1", cell))

    (line,) = [line for line in rows(admin.post(f"{PAGE}export/")) if "a@x.example" in line[3]]

    assert line[2] == f"'{cell}"
    assert safe("plain = text") == "plain = text"


def test_looking_at_the_address_of_the_file_takes_nothing_out(admin: Client) -> None:
    assert admin.get(f"{PAGE}export/").status_code == 405


def test_only_admins_look_and_strangers_find_nothing(place: Place, client: Client) -> None:
    for person, status in ((place.approver, 403), (place.client, 403), (world.place("two").owner, 404)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
        assert client.post(f"{PAGE}export/").status_code == status
    assert not Event.objects.filter(kind="activity.ledger_exported").exists()
