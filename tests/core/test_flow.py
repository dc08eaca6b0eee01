"""State tables, moved by compare-and-set."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from activity.models import Mail
from core import clock
from core.errors import DomainError, NotAllowed, Stale
from core.flow import Flow
from core.outbox.states import OUTGOING, State
from tests.core.hands import at_once

DOOR = Flow({"open": {"close": "closed"}, "closed": {"open": "open", "lock": "locked"}})


def waiting_mail() -> Mail:
    """A mail without an organization, due for an hour."""
    return Mail.objects.create(
        state=State.WAITING, due_at=clock.now() - timedelta(hours=1), to="a@example.com"
    )


def test_a_table_knows_its_states_and_what_may_be_done_in_them() -> None:
    assert DOOR.states() == {"open", "closed", "locked"}
    assert DOOR.actions("closed") == {"open", "lock"}
    assert DOOR.actions("locked") == frozenset()
    assert DOOR.sources("lock") == ["closed"]
    assert DOOR.after("open", "close") == "closed"


@pytest.mark.parametrize(("state", "action"), [("open", "lock"), ("locked", "open"), ("nowhere", "open")])
def test_a_move_that_the_table_does_not_have_is_refused_with_a_sentence(state: str, action: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        DOOR.after(state, action)

    assert str(refused.value.sentence)


@pytest.mark.django_db
def test_a_move_writes_state_and_changes_together() -> None:
    mail = waiting_mail()

    OUTGOING.advance(mail, "cancel", due_at=None, problem="not_wanted")

    assert (mail.state, mail.due_at, mail.problem) == (State.CANCELLED, None, "not_wanted")
    mail.refresh_from_db()
    assert (mail.state, mail.due_at, mail.problem) == (State.CANCELLED, None, "not_wanted")


@pytest.mark.django_db
def test_what_the_database_computes_is_a_value_afterwards() -> None:
    mail = waiting_mail()

    OUTGOING.advance(mail, "retry", due_at=Now())

    assert mail.due_at is not None
    assert abs(mail.due_at - clock.now()) < timedelta(minutes=1)


@pytest.mark.django_db
def test_a_row_that_somebody_moved_meanwhile_is_stale_and_stays_as_it_is() -> None:
    mail = waiting_mail()
    same = Mail.objects.get(pk=mail.pk)
    OUTGOING.advance(mail, "cancel", due_at=None)

    with pytest.raises(Stale):
        OUTGOING.advance(same, "hold", due_at=None)

    assert same.state == State.WAITING
    assert Mail.objects.get(pk=mail.pk).state == State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_act_at_once_one_wins() -> None:
    mail = waiting_mail()

    seen = [Mail.objects.get(pk=mail.pk) for _ in range(2)]

    def act(mine: Mail, action: str) -> str:
        try:
            OUTGOING.advance(mine, action, due_at=None)
        except DomainError:
            return "late"
        return action

    results = at_once(lambda: act(seen[0], "cancel"), lambda: act(seen[1], "hold"))

    assert sorted(results).count("late") == 1
    won = next(result for result in results if result != "late")
    assert Mail.objects.get(pk=mail.pk).state == OUTGOING.after(State.WAITING, won)
