"""The sweep finds lanes whose time was lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from activity.models import Mail
from core import clock
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.outbox.sweep import sweep
from core.tenancy import scope
from tests import world
from tests.core.lanes_of_mail import done, lane, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lost_time_is_found_again() -> None:
    mail = waiting("a", 5)
    Lane.objects.update(next_at=None)

    assert sweep() == 1
    assert lane("a").next_at == mail.due_at
    assert sweep() == 0


def test_a_time_that_is_too_late_is_lowered() -> None:
    mail = waiting("a", 5)
    Lane.objects.update(next_at=clock.now() + timedelta(days=1))

    assert sweep() == 1
    assert lane("a").next_at == mail.due_at


def test_a_lost_lane_is_made_again_in_its_organization() -> None:
    place = world.place("one")
    with scope.enter(place.organization.pk):
        Mail.objects.create(
            organization_id=place.organization.pk,
            state=State.WAITING,
            due_at=clock.now(),
            to="someone@example.com",
        )
    Lane.objects.all().delete()

    assert sweep() >= 1

    assert Lane.objects.filter(kind="mail", organization_id=place.organization.pk).count() == 1


def test_the_earliest_row_of_a_lane_counts_and_rows_that_want_nothing_do_not() -> None:
    done(waiting("a", 100))
    waiting("a", 5)
    early = waiting("a", 50, state=State.UNSURE)
    Lane.objects.update(next_at=None)

    sweep()

    assert lane("a").next_at == early.due_at
