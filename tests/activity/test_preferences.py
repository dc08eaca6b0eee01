"""Everybody chooses by which ways she hears of what; what is a must reaches her by at least one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.access import by
from activity import kinds
from activity.models import Mail, Notice, Preference
from activity.selectors.preferences import chosen
from activity.services import preferences
from activity.services.preferences import NeedsAWay
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.world import Place

pytestmark = pytest.mark.django_db
BOTH = frozenset({"app", "mail"})
SETTINGS = "/o/one/notices/settings/"


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people choose."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def choose(place: Place, kind: str, *on: str) -> int:
    """The editor chooses."""
    return preferences.choose(place.editor, {kind: frozenset(on)}, by=by(place.editor))


def test_a_kind_whose_mails_are_off_is_told_in_the_app_only(place: Place) -> None:
    choose(place, "tests.plain", "app")

    cast.tell(place, place.editor, place.owner)

    assert set(Mail.objects.values_list("to", flat=True)) == {place.owner.email}
    assert Notice.objects.get(person=place.editor).shown


def test_a_kind_that_is_off_in_the_app_comes_by_mail_once_and_is_not_counted(
    place: Place, client: Client
) -> None:
    choose(place, "tests.plain", "mail")

    cast.tell(place, place.editor)
    cast.tell(place, place.editor)

    client.force_login(place.editor)
    assert Mail.objects.filter(to=place.editor.email).count() == 1
    assert client.get("/me/notices/count/").json() == {"unread": 0}
    assert "Salam happened" not in client.get("/me/notices/").content.decode()


def test_a_kind_that_is_off_everywhere_is_not_told(place: Place) -> None:
    choose(place, "tests.plain")

    cast.tell(place, place.editor)

    assert not Mail.objects.exists()
    assert not Notice.objects.filter(shown=True).exists()


def test_only_what_differs_is_kept(place: Place) -> None:
    assert choose(place, "tests.plain", "app") == 1
    assert list(Preference.objects.values_list("way", "is_on")) == [("mail", False)]

    assert choose(place, "tests.plain", "app") == 0
    assert choose(place, "tests.plain", "app", "mail") == 1
    assert not Preference.objects.exists()


def test_what_is_a_must_keeps_one_way_and_says_so(place: Place) -> None:
    assert choose(place, "tests.must", "mail") == 1

    with pytest.raises(NeedsAWay, match="Must"):
        choose(place, "tests.must")
    with pytest.raises(NeedsAWay, match="Must"):
        choose(place, "tests.must", "a way that does not exist")

    assert chosen([place.editor], ["tests.must"])[place.editor.pk, "tests.must"] == {"mail"}


def test_choices_of_one_organization_are_not_those_of_another(place: Place) -> None:
    choose(place, "tests.plain", "app")

    with scope.enter(world.place("two").organization.pk):
        assert chosen([place.editor], ["tests.plain"])[place.editor.pk, "tests.plain"] == BOTH


def test_mails_of_all_kinds_that_are_no_must_end_together(place: Place) -> None:
    preferences.switch_mail(place.editor, "", is_on=False, by=by(place.editor))

    found = chosen([place.editor], ["tests.plain", "tests.must", "tests.critical"])
    assert [found[place.editor.pk, name] for name in ("tests.plain", "tests.must", "tests.critical")] == [
        {"app"},
        BOTH,
        {"app"},
    ]


def test_the_page_saves_switches_and_rhythm_and_the_ledger_knows(place: Place, client: Client) -> None:
    client.force_login(place.client)
    marked = [f"{kind.name}/app" for kind in kinds.known()]
    rhythm = {
        "pace": "daily",
        "hour": "7",
        "quiet": "own",
        "quiet_from": "22:00",
        "quiet_until": "08:00",
        "zone": "",
    }

    assert client.post(SETTINGS, {"way": marked, **rhythm}).status_code == 302

    page = client.get(SETTINGS).content.decode()
    assert 'value="tests.plain/app" checked' in page
    assert 'value="tests.plain/mail" checked' not in page
    assert 'value="22:00"' in page
    assert set(Event.objects.filter(by_id=str(place.client.pk)).values_list("kind", flat=True)) == {
        "activity.preferences_chosen",
        "activity.rhythm_chosen",
    }


def test_the_page_refuses_what_leaves_a_must_without_a_way_and_keeps_what_was_typed(
    place: Place, client: Client
) -> None:
    client.force_login(place.client)
    marked = [f"{kind.name}/app" for kind in kinds.known() if kind.name != "tests.must"]

    answer = client.post(SETTINGS, {"way": marked, "pace": "daily", "hour": "7", "quiet": "none"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Keep at least one way for “Must”." in page
    assert 'value="tests.plain/mail" checked' not in page
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quiet": "own"}, "Say from when until when it is quiet."),
        ({"quiet": "own", "quiet_from": "08:00", "quiet_until": "08:00"}, "end at another time"),
        ({"quiet": "none", "quiet_from": "08:00"}, "a beginning and an end"),
        ({"quiet": "own", "quiet_from": "noon", "quiet_until": "08:00"}, "Enter a valid time."),
    ],
)
def test_half_quiet_hours_come_back_with_a_sentence(
    place: Place, client: Client, fields: dict[str, str], sentence: str
) -> None:
    client.force_login(place.client)
    marked = [f"{kind.name}/app" for kind in kinds.known()]

    answer = client.post(SETTINGS, {"way": marked, "pace": "now", "hour": "9", **fields})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_strangers_find_no_settings(place: Place, client: Client) -> None:
    client.force_login(world.place("two").owner)

    assert client.get(SETTINGS).status_code == 404
    assert client.post(SETTINGS).status_code == 404
