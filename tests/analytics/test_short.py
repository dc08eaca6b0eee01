"""Short links: which addresses of a text get one, where it leads, and what is counted."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.access import by
from analytics import addresses
from analytics.models import ShortClick, ShortLink
from analytics.services import following, shortening
from analytics.spans import today
from tests.analytics import told
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")
LONG = "https://kehreba.example/menyu/payiz/latte?utm_source=meydan"
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}


def shorten(place: Place, text: str) -> tuple[str, list[ShortLink]]:
    """As the editor."""
    return shortening.shorten(place.brand, text, person=place.editor, by=by(place.editor))


def clicks() -> list[tuple[object, int]]:
    """Days and numbers."""
    return list(ShortClick.objects.values_list("day", "number"))


def test_each_address_of_a_text_gets_a_link_of_its_own(place: Place) -> None:
    text, made = shorten(place, f"Menyu: {LONG}, yenə {LONG} (və {LONG}&b=(1)).")

    first, second = (addresses.address_of(link.code) for link in made)
    assert text == f"Menyu: {first}, yenə {first} (və {second})."
    assert [link.address for link in made] == [LONG, f"{LONG}&b=(1)"]
    assert addresses.codes_in(text) == [link.code for link in made]


@pytest.mark.parametrize(
    "text",
    [
        "Salam",
        "http://a.az",
        "ftp://kehreba.example/a/long/way/to/a/file/that/is/far",
        "javascript:alert(document.cookie)//kehreba.example/aaaaaaaaaaaa",
        "https://nigar:secret@kehreba.example/a/long/way/to/the/menu",
        "https://[kehreba.example/a/long/way/to/the/menu/of/today",
        f"https://kehreba.example/{'x' * 2000}",
    ],
)
def test_what_is_no_fitting_address_stays_as_it_is(place: Place, text: str) -> None:
    assert shorten(place, text) == (text, [])


def test_a_text_is_shortened_once(place: Place) -> None:
    once, _made = shorten(place, LONG)

    assert shorten(place, once) == (once, [])


def test_a_click_leads_on_and_is_counted_by_day(place: Place) -> None:
    link = shorten(place, LONG)[1][0]

    for _ in range(2):
        response = Client().get(f"/l/{link.code}", headers=BROWSER)

    assert (response.status_code, response.headers["Location"]) == (302, LONG)
    assert (response.cookies, response.headers["X-Robots-Tag"]) == ({}, "noindex")
    assert "no-cache" in response.headers["Cache-Control"]
    assert clicks() == [(today(place.brand.zone), 2)]


def test_a_click_costs_few_queries(place: Place, django_assert_max_num_queries: object) -> None:
    link = shorten(place, LONG)[1][0]

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        Client().get(f"/l/{link.code}", headers=BROWSER)


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", BROWSER),
        ("get", {}),
        ("get", {"User-Agent": "facebookexternalhit/1.1"}),
        ("get", {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"}),
        ("get", {"User-Agent": "curl/8.5.0"}),
        ("get", {**BROWSER, "Sec-Purpose": "prefetch;prerender"}),
    ],
)
def test_programs_are_led_on_and_not_counted(place: Place, method: str, headers: dict[str, str]) -> None:
    link = shorten(place, LONG)[1][0]

    response = getattr(Client(), method)(f"/l/{link.code}", headers=headers)

    assert (response.status_code, clicks()) == (302, [])


def test_a_count_that_fails_keeps_nobody(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    link = shorten(place, LONG)[1][0]
    monkeypatch.setattr(following, "COUNT", "SELECT 1 / 0")

    assert Client().get(f"/l/{link.code}", headers=BROWSER).status_code == 302


def test_a_code_that_nobody_made_leads_nowhere(place: Place) -> None:
    told.link(place, "abcdefg")  # without a door

    assert [
        Client().get(f"/l/{code}", headers=BROWSER).status_code for code in ("abcdefg", "nothing-here")
    ] == [
        404,
        404,
    ]


def test_a_link_never_leads_out_of_the_web(place: Place) -> None:
    link = shorten(place, LONG)[1][0]
    ShortLink.objects.filter(pk=link.pk).update(address="javascript:alert(1)")

    assert Client().get(f"/l/{link.code}", headers=BROWSER).status_code == 400
    assert Client().post(f"/l/{link.code}", headers=BROWSER).status_code == 405
