"""Settings of the inbox: saved replies, labels, answer times."""

from __future__ import annotations

import pytest

from inbox.models import Label, SavedReply, SlaPolicy
from tests.calendar_app import pages
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
WEEK = {f"open_{day}": "on" for day in range(5)} | {f"from_{day}": "09:00" for day in range(7)}
HOURS = WEEK | {f"until_{day}": "18:00" for day in range(7)}


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


def test_a_saved_reply_is_made_changed_and_deleted(place: Place) -> None:
    client = pages.browser(place.editor)
    data = {"title": "Hours", "text": "Hi {first_name|there}", "language": "en"}

    made = client.post(pages.at(place, "settings/saved-replies/new/"), data, follow=True).content.decode()
    with inside(place):
        saved = SavedReply.objects.get()
    address = pages.at(place, f"settings/saved-replies/{saved.pk}/")
    client.post(address, {**data, "text": "Hello", "revision": saved.revision})
    stale = client.post(address, {**data, "text": "Too late", "revision": saved.revision}).content.decode()
    found = client.get(pages.at(place, "settings/saved-replies/?q=hours")).content.decode()
    client.post(f"{address}delete/")

    assert "“Hours” is saved." in made
    assert "Someone else changed this saved reply" in stale
    assert "Too late" in stale
    assert "Hello" in found
    with inside(place):
        assert not SavedReply.objects.exists()


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [("", "x", "Give it a title."), ("x", "", "Write what is sent."), ("x", "{frist_name}", "frist_name")],
)
def test_a_bad_saved_reply_comes_back_as_it_was_typed(
    place: Place, title: str, text: str, words: str
) -> None:
    data = {"title": title, "text": text, "language": ""}

    page = pages.browser(place.editor).post(pages.at(place, "settings/saved-replies/new/"), data)

    assert page.status_code == 200
    assert words in page.content.decode()


def test_labels_are_made_once_and_deleted(place: Place) -> None:
    client, address = pages.browser(place.editor), pages.at(place, "settings/labels/")

    client.post(address, {"name": "Sifariş"})
    client.post(address, {"name": "SİFARİŞ"})
    empty = client.post(address, {"name": ""}).content.decode()
    with inside(place):
        (label,) = Label.objects.all()
    shown = client.get(address).content.decode()
    client.post(f"{address}{label.pk}/delete/")

    assert "Give the label a name." in empty
    assert "0 conversations" in shown
    with inside(place):
        assert not Label.objects.exists()


def test_a_promise_is_made_in_the_brands_hours(place: Place) -> None:
    client, address = pages.browser(place.admin), pages.at(place, "settings/answers/")
    data = HOURS | {"amount": "2", "unit": "hours", "holidays": "2026-12-31, 2027-01-01", "revision": "0"}

    first = client.get(address).content.decode()
    client.post(address, data)
    again = client.post(address, data).content.decode()
    shown = client.get(address).content.decode()

    assert "Nothing is promised yet." in first
    assert "Someone else changed this rule" in again
    assert "2027-01-01" in shown
    with inside(place):
        policy = SlaPolicy.objects.get()
    assert policy.first_answer_minutes == 120
    assert policy.hours == [[540, 1080]] * 5 + [[], []]
    client.post(f"{address}withdraw/")
    with inside(place):
        assert not SlaPolicy.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Say how soon."),
        ({"from_1": "nine"}, "This is not a time."),
        ({"until_2": "08:00"}, "It must end later than it begins."),
        ({"from_3": ""}, "Say from when and until when."),
        ({"holidays": "31/12"}, "“31/12” is not a day."),
    ],
)
def test_bad_hours_come_back_with_a_sentence(place: Place, changes: dict[str, str], words: str) -> None:
    data = HOURS | {"amount": "60", "unit": "minutes", "holidays": "", "revision": "0"} | changes

    page = pages.browser(place.owner).post(pages.at(place, "settings/answers/"), data).content.decode()

    assert words in page
    with inside(place):
        assert not SlaPolicy.objects.exists()


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("saved-replies/", "contributor"),
        ("saved-replies/new/", "analyst"),
        ("labels/", "client"),
        ("answers/", "editor"),
    ],
)
def test_settings_are_refused_without_the_right(place: Place, path: str, role: str) -> None:
    stranger = new_place("two")
    address = pages.at(place, f"settings/{path}")

    assert pages.browser(place.people[role]).get(address).status_code == 403
    assert pages.browser(stranger.owner).get(address).status_code == 404
