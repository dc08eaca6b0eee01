"""Short links and files: made by who may, listed with clicks, brought back in the composer."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from analytics.addresses import codes_in
from analytics.models import ShortLink
from analytics.spans import today
from connections.models import Channel
from core.ledger import Event
from tests.analytics import figures_told
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
LONG = "https://kehreba.example/menu/autumn?season=payız&utm_source=instagram&utm_campaign=latte"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def place() -> Place:
    """A brand."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """A channel with two days of figures, one of them unknown."""
    with inside(place):
        made = posts.channel(place, handle="=cmd()")
        figures_told.days(place, made, today(place.brand.zone) - timedelta(days=2), [{"reach": 1000}, {}])
        return made


def compose(place: Place, action: str, text: str, role: str = "editor", **more: Any) -> str:
    """The composer after a press on one of its buttons."""
    answer = pages.browser(place.people[role]).post(
        pages.at(place, "posts/new/"), {"text": text, "action": action, **more}
    )
    return answer.content.decode()


def links(place: Place) -> list[ShortLink]:
    """All of the brand."""
    with inside(place):
        return list(ShortLink.objects.all())


def test_a_link_is_made_followed_and_counted(place: Place) -> None:
    made = pages.browser(place.editor).post(pages.at(place, "numbers/links/new/"), {"address": LONG})
    code = links(place)[0].code
    followed = Client(HTTP_USER_AGENT=BROWSER).get(f"/l/{code}")
    Client(HTTP_USER_AGENT=BROWSER).get(f"/l/{code}")

    page = pages.browser(place.analyst).get(pages.at(place, "numbers/links/")).content.decode()

    assert f"/l/{code}" in made.content.decode()
    assert followed["Location"].startswith("https://kehreba.example/menu/autumn")
    assert "<td data-number>2</td>" in page


@pytest.mark.parametrize("role", ["analyst", "client"])
def test_who_may_not_write_makes_none(place: Place, role: str) -> None:
    answer = pages.browser(place.people[role]).post(pages.at(place, "numbers/links/new/"), {"address": LONG})

    assert answer.status_code == 403
    assert links(place) == []


def test_links_of_other_brands_are_not_listed(place: Place) -> None:
    pages.browser(place.editor).post(pages.at(place, "numbers/links/new/"), {"address": LONG})
    other = new_place("two")

    page = pages.browser(other.owner).get(pages.at(other, "numbers/links/")).content.decode()

    assert "kehreba.example" not in page
    assert pages.browser(other.owner).get(pages.at(place, "numbers/links/")).status_code == 404


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Paste the web address"),
        ("javascript:alert(1)", "This is no web address"),
        ("https://user:pw@a.example/long/long/long/long", "This is no web address"),
        ("https://a.example", "cannot get any shorter"),
    ],
)
def test_a_bad_address_comes_back_with_a_sentence(place: Place, address: str, sentence: str) -> None:
    answer = pages.browser(place.editor).post(pages.at(place, "numbers/links/new/"), {"address": address})

    assert sentence in answer.content.decode()
    assert links(place) == []


def test_the_composer_shortens_each_text_by_links_of_its_own(place: Place, channel: Channel) -> None:
    own = f"own-{channel.pk}"

    typed: dict[str, Any] = {own: f"Own {LONG}", "channels": [channel.pk]}
    page = compose(place, "shorten-links", f"Baxın: {LONG}.", **typed)

    assert {one.code for one in links(place)} == set(codes_in(page))
    assert len(links(place)) == 2
    assert "kehreba.example/menu" not in page
    assert "Back to the long links" in page


def test_short_links_become_long_again(place: Place, channel: Channel, settings: Any) -> None:
    short = compose(place, "shorten-links", f"Baxın: {LONG}.")
    code = codes_in(short)[0]

    back = compose(place, "lengthen-links", f"Baxın: {settings.BASE_URL}/l/{code}.")

    assert "kehreba.example/menu/autumn?season=payız&amp;utm_source=instagram&amp;utm_campaign=latte." in back
    assert "Shorten links" in back


def test_nothing_is_saved_by_shortening(place: Place, channel: Channel) -> None:
    page = compose(place, "shorten-links", f"Salam {LONG}", role="contributor")

    assert "data-unsaved" in page
    assert len(links(place)) == 1
    with inside(place):
        assert not Event.objects.filter(kind="calendar_app.post_created").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_say_the_same_and_unknown_is_an_empty_cell(place: Place, channel: Channel, kind: str) -> None:
    answer = pages.browser(place.analyst).post(pages.at(place, f"numbers/export.{kind}"), {"days": "7"})

    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    cells = read(body, kind)
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    assert [row[2] for row in cells if row and row[0] == "Reach"][:1] in (["1000"], ["1000.0"])
    assert not any(cell.startswith(("=", "0.0")) for row in cells for cell in row)
    with inside(place):
        assert Event.objects.filter(kind="analytics.numbers_exported").count() == 1


def read(body: bytes, kind: str) -> list[list[str]]:
    """The first sheet, or all of a table, as texts."""
    if kind == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("role", ["contributor", "client"])
def test_who_may_not_measure_takes_nothing_out(place: Place, channel: Channel, role: str) -> None:
    answer = pages.browser(place.people[role]).post(pages.at(place, "numbers/export.csv"))

    assert answer.status_code == 403


def test_other_kinds_of_files_are_not_there(place: Place, channel: Channel) -> None:
    assert pages.browser(place.analyst).post(pages.at(place, "numbers/export.exe")).status_code == 404
    assert pages.browser(place.analyst).get(pages.at(place, "numbers/export.csv")).status_code == 405
