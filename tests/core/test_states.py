"""The states of what goes out."""

from __future__ import annotations

import pytest

from core.outbox.states import CLEARED, DUE, FENCED, OUTGOING, State

TAKES_BACK = ("schedule", "unschedule", "cancel", "expire")


def test_the_table_knows_every_state() -> None:
    assert OUTGOING.states() == set(State)


def test_only_the_fence_leads_to_sending_and_only_from_waiting() -> None:
    into = {
        (state, action)
        for state in State
        for action in OUTGOING.actions(state)
        if OUTGOING.after(state, action) == State.SENDING
    }

    assert into == {(State.WAITING, "fence")}


@pytest.mark.parametrize("action", TAKES_BACK)
def test_what_may_be_out_already_is_not_taken_back(action: str) -> None:
    allowed = {State.ASKING} if action == "cancel" else set()

    assert set(OUTGOING.sources(action)) & set(FENCED) == allowed


@pytest.mark.parametrize("answer", ["see", "send_again"])
def test_people_answer_only_where_they_may_be_asked(answer: str) -> None:
    held = {State.HELD} if answer == "see" else set()

    assert set(OUTGOING.sources(answer)) == {State.UNSURE, State.ASKING} | held


def test_what_is_live_stays_live() -> None:
    assert OUTGOING.actions(State.LIVE) == frozenset()


def test_what_is_unsure_is_never_sent_again_without_a_look_or_a_person() -> None:
    assert OUTGOING.after(State.SENDING, "doubt") == State.UNSURE
    assert "fence" not in OUTGOING.actions(State.UNSURE) | OUTGOING.actions(State.ASKING)


def test_every_state_but_the_last_ones_has_a_way_on() -> None:
    stuck = {state for state in State if not OUTGOING.actions(state)}

    assert stuck == {State.LIVE}


def test_states_that_wait_for_the_engine_are_not_states_that_wait_for_people() -> None:
    assert set(DUE) == {State.WAITING, State.UNSURE, State.ACCEPTED}
    assert set(CLEARED) == {State.WAITING, State.SENDING}
    assert State.HELD not in FENCED
