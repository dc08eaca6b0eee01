"""Of what one trouble does to many things one mail goes out in an hour."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from activity.models import Mail, MailTurn, Notice
from activity.services import turns
from core import clock
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def tell_many(place: Place, code: str = "storm", start: int = 0) -> None:
    """Three posts stop for one reason."""
    for number in range(start, start + 3):
        cast.tell(place, place.owner, place.editor, kind=cast.MANY, cause=str(number), code=code)


def test_each_is_in_the_app_and_one_of_them_in_the_mail_of_each_person(place: Place) -> None:
    tell_many(place)

    assert Notice.objects.filter(person=place.editor).count() == 3
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(
        [place.owner.email, place.editor.email]
    )


def test_another_trouble_has_a_mail_of_its_own(place: Place) -> None:
    tell_many(place)
    tell_many(place, "flood", start=10)

    assert Mail.objects.filter(to=place.editor.email).count() == 2


def test_what_shares_no_trouble_is_mailed_each_time(place: Place) -> None:
    tell_many(place, "")

    assert Mail.objects.filter(to=place.editor.email).count() == 3


def test_after_an_hour_the_next_one_is_mailed(place: Place) -> None:
    tell_many(place)
    MailTurn.objects.update(mailed_at=clock.now() - timedelta(minutes=59))
    tell_many(place, start=10)
    assert Mail.objects.filter(to=place.editor.email).count() == 1

    MailTurn.objects.update(mailed_at=clock.now() - timedelta(minutes=61))
    tell_many(place, start=20)
    assert Mail.objects.filter(to=place.editor.email).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_tell_at_once_one_takes_the_turn() -> None:
    place, taken = world.place("one"), []
    gate = threading.Barrier(8)

    def take() -> None:
        gate.wait()
        with scope.enter(place.organization.pk):
            taken.append(turns.take(place.editor, "tests.many", "storm"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False] * 7 + [True]
