"""Links for strangers: who makes them, what a stranger sees, and that a closed link shows nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Brand
from analytics.models import ShareLink
from analytics.spans import today
from connections.models import Channel
from core.doors import Door
from tests.analytics import figures_told
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
HOSTILE = "<b>Bakı</b>"


@pytest.fixture
def place() -> Place:
    """A brand whose name is markup and whose people read Turkish."""
    made = new_place("one")
    with inside(made):
        Brand.objects.filter(pk=made.brand.pk).update(name=HOSTILE, language="tr")
    return made


@pytest.fixture
def channel(place: Place) -> Channel:
    """A channel with three days of figures."""
    with inside(place):
        made = posts.channel(place)
        first = today(place.brand.zone) - timedelta(days=3)
        figures_told.days(place, made, first, [{"reach": 1000, "followers": 7}] * 3)
        figures_told.live_post(
            place, made, timezone.now() - timedelta(days=2), {"reach": 3000, "engagements": 5}
        )
        return made


def make(place: Place, role: str = "analyst", **changed: str) -> Any:
    """A link as it is typed."""
    typed = {"name": "Aysel", "time": "7", "first": "", "last": "", "channel": "", "life": "30", "pin": ""}
    address = pages.at(place, "numbers/shares/new/")
    return pages.browser(place.people[role]).post(address, typed | changed)


def address_in(answer: Any) -> str:
    """The path of the link that was made."""
    found = re.search(r"/shared/[\w-]{43}/", answer.content.decode())
    assert found
    return found[0]


def test_a_stranger_reads_the_numbers_and_nothing_leads_on(place: Place, channel: Channel) -> None:
    answer = Client().get(address_in(make(place)))

    page = answer.content.decode()
    assert "3,000" in page or "3.000" in page
    assert "&lt;b&gt;Bakı&lt;/b&gt;" in page
    assert HOSTILE not in page
    assert '<html lang="tr"' in page
    assert "/b/" not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies


def test_a_link_shows_its_days_whatever_the_address_asks(place: Place, channel: Channel) -> None:
    day = today(place.brand.zone) - timedelta(days=2)
    address = address_in(make(place, time="own", first=f"{day:%Y-%m-%d}", last=f"{day:%Y-%m-%d}"))

    page = Client().get(f"{address}?days=90&first=2020-01-01&last=2027-01-01&channel=x").content.decode()

    assert ">1.000<" in page or ">1,000<" in page


@pytest.mark.parametrize("role", ["editor", "contributor", "client"])
def test_who_may_not_report_makes_lists_and_closes_no_link(place: Place, channel: Channel, role: str) -> None:
    with inside(place):
        link = ShareLink.objects.create(
            organization=place.organization,
            brand=place.brand,
            name="x",
            days=7,
            expires_at=timezone.now() + timedelta(days=1),
        )
    client = pages.browser(place.people[role])

    listed = client.get(pages.at(place, "numbers/shares/")).status_code
    closed = client.post(pages.at(place, f"numbers/shares/{link.pk}/revoke/")).status_code

    assert (make(place, role).status_code, listed, closed) == (403, 403, 403)


def test_another_brands_link_cannot_be_closed(place: Place, channel: Channel) -> None:
    make(place)
    other = new_place("two")
    with inside(place):
        link = ShareLink.objects.get()

    answer = pages.browser(other.owner).post(pages.at(other, f"numbers/shares/{link.pk}/revoke/"))

    assert answer.status_code == 404


@pytest.mark.parametrize("end", ["closed", "over"])
def test_a_link_that_ended_shows_nothing(place: Place, channel: Channel, end: str) -> None:
    address = address_in(make(place))
    with inside(place):
        link = ShareLink.objects.get()
    if end == "closed":
        pages.browser(place.analyst).post(pages.at(place, f"numbers/shares/{link.pk}/revoke/"))
    else:
        Door.objects.filter(kind=Door.Kind.SHARE).update(expires_at=timezone.now() - timedelta(seconds=1))

    answer = Client().get(address)

    assert answer.status_code == 404
    assert "Bakı" not in answer.content.decode()


def test_a_pin_stands_before_the_numbers(place: Place, channel: Channel) -> None:
    address, stranger = address_in(make(place, pin="4711")), Client()

    asked = stranger.get(address).content.decode()
    wrong = stranger.post(address, {"pin": "4712"}).content.decode()
    right = stranger.post(address, {"pin": " 4711 "})
    shown = stranger.get(right["Location"]).content.decode()
    forged = stranger.get(f"{address}?proof=x").content.decode()

    assert 'name="pin"' in asked
    assert 'id="trend"' not in asked + wrong + forged
    assert 'class="field-error"' in wrong
    assert 'id="trend"' in shown


def test_the_proof_of_one_link_opens_no_other(place: Place, channel: Channel) -> None:
    first, second, stranger = (
        address_in(make(place, pin="4711")),
        address_in(make(place, pin="0815")),
        Client(),
    )
    proof = stranger.post(first, {"pin": "4711"})["Location"].partition("?")[2]

    assert 'name="pin"' in stranger.get(f"{second}?{proof}").content.decode()


def test_after_too_many_wrong_pins_none_is_looked_at(place: Place, channel: Channel) -> None:
    address, stranger = address_in(make(place, pin="4711")), Client()
    for _number in range(5):
        stranger.post(address, {"pin": "0000"})

    assert stranger.post(address, {"pin": "4711"}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Give the link a name"),
        ({"pin": "12"}, "at least four characters"),
        ({"time": "own"}, "Choose the first day"),
        ({"time": "own", "first": "2026-05-02", "last": "2026-05-01"}, "Exchange the two"),
        ({"time": "own", "first": "2026-05-02", "last": "2999-05-01"}, "still to come"),
        ({"life": "4000"}, "not one of the available choices"),
    ],
)
def test_a_bad_wish_comes_back_with_a_sentence(
    place: Place, channel: Channel, changed: dict[str, str], sentence: str
) -> None:
    answer = make(place, **changed)

    assert sentence in answer.content.decode()
    with inside(place):
        assert not ShareLink.objects.exists()


def test_the_secret_is_shown_once(place: Place, channel: Channel) -> None:
    made = make(place)

    listed = pages.browser(place.analyst).get(pages.at(place, "numbers/shares/")).content.decode()

    assert "Copy it now" in made.content.decode()
    assert "Aysel" in listed
    assert "/shared/" not in listed
