"""Each invariant of the oracle can fail: a blameless run, and for each invariant one thing that breaks it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.faults import oracle
from tests.faults.evidence import Call, Evidence, Promised, Row, Shown, Told
from tests.faults.oracle import Judge

T = 1_000_000.0
ACCOUNT, AUTHOR, OWNER = "sb_1", 1, 2
PEOPLE = frozenset({AUTHOR, OWNER})

PROMISED = {
    "a": Promised("a", "key-1", "one", T, PEOPLE),
    "b": Promised("b", "key-1", "two", T, PEOPLE),
    "c": Promised("c", "never-1", "three", T, PEOPLE, pictures=1),
    "d": Promised("d", "key-1", "four", T, PEOPLE),
}
TARGETS = frozenset({ACCOUNT})
ROWS = {
    "a": Row("a", "live", remote_id="p1", attempts=1, targets=TARGETS, account=ACCOUNT, settled_at=T + 1),
    "b": Row("b", "refused", "content_refused", attempts=1, targets=TARGETS, account=ACCOUNT),
    "c": Row("c", "asking", "nobody_can_know", attempts=1, targets=frozenset({"sb_2"}), account="sb_2"),
    "d": Row("d", "cancelled", account=ACCOUNT),
}
CALLS = (
    Call(1, T + 0.5, "key-1", "posts", "POST", "one", "k", 201, True, "key-1"),
    Call(2, T + 0.6, "key-1", "posts", "POST", "two", "l", 400, False, "key-1"),
    Call(3, T + 0.7, "never-1", "posts", "POST", "three", "m", 0, True, "never-1"),
)
SHOWN = (Shown("p1", "key-1", "one"), Shown("p2", "never-1", "three", pictures=1))
TOLD = tuple(
    Told(delivery, person, kind, code)
    for person in PEOPLE
    for delivery, kind, code in (
        ("b", "publishing.refused", "content_refused"),
        ("c", "publishing.asked", "nobody_can_know"),
    )
)
FINE = Evidence(
    now=T + 60,
    promised=PROMISED,
    rows=ROWS,
    calls=CALLS,
    shown=SHOWN,
    told=TOLD,
    cancelled={"d": T - 5},
    logs="12:00:00 INFO publishing started",
    secrets=frozenset({"tok-canary"}),
)


def with_row(delivery: str, **changes: Any) -> Evidence:
    """The blameless run, but for one row."""
    return replace(FINE, rows={**ROWS, delivery: replace(ROWS[delivery], **changes)})


def with_call(**fields: Any) -> Evidence:
    """The blameless run with one call more."""
    plain = {"n": 9, "at": T + 1, "handle": "key-1", "on": "posts", "method": "POST", "token_handle": "key-1"}
    return replace(FINE, calls=(*CALLS, Call(**{**plain, **fields})))


def with_shown(*shown: Shown) -> Evidence:
    """The blameless run with more on the network."""
    return replace(FINE, shown=(*SHOWN, *shown))


BUSY = Call(0, T, "key-1", "posts", "POST", "one", status=429, not_before=T + 10)
BROKEN: list[tuple[Judge, Evidence]] = [
    (oracle.lost, with_row("b", state="waiting")),
    (oracle.lost, with_row("b", state="cancelled")),
    (oracle.lost, replace(FINE, rows={key: row for key, row in ROWS.items() if key != "a"})),
    (oracle.doubled, with_shown(Shown("p9", "key-1", "one"))),
    (oracle.stuck, with_row("c", state="sending")),
    (oracle.stuck, with_row("c", state="sending", fenced_at=T + 1, next_at=T + 70)),
    (oracle.stuck, with_row("c", state="unsure", next_at=T, lease_until=T)),
    (oracle.false_success, with_row("a", remote_id="elsewhere")),
    (oracle.false_success, with_row("b", state="live", remote_id="p1")),
    (oracle.false_failure, with_shown(Shown("p9", "key-1", "two"))),
    (oracle.wrong_account, with_shown(Shown("p9", "key-2", "two"))),
    (oracle.wrong_account, with_call(accepted=True, token_handle="key-2")),
    (oracle.wrong_account, with_row("a", targets=frozenset({ACCOUNT, "sb_9"}))),
    (oracle.wrong_content, with_shown(Shown("p9", "key-1", "five"))),
    (oracle.wrong_content, replace(FINE, shown=(SHOWN[0], replace(SHOWN[1], pictures=0)))),
    (oracle.early, replace(FINE, calls=(replace(CALLS[0], at=T - 0.001), *CALLS[1:]))),
    (oracle.impatient, replace(FINE, calls=(BUSY, *CALLS))),
    (oracle.impatient, replace(FINE, calls=(replace(BUSY, at=T - 1, handle="key-7", wide=True), *CALLS))),
    (oracle.restless, with_row("a", attempts=7)),
    (oracle.restless, replace(FINE, calls=[replace(CALLS[0], n=n) for n in range(7)])),
    (oracle.untold, replace(FINE, told=[told for told in TOLD if told.person == AUTHOR])),
    (oracle.untold, with_row("b", state="asking")),
    (oracle.told_twice, replace(FINE, told=(*TOLD, TOLD[0]))),
    (oracle.told_twice, replace(FINE, told=(*TOLD[1:], replace(TOLD[0], count=2)))),
    (oracle.overruled, with_call(at=T - 4, text="four")),
    (oracle.leaked, replace(FINE, logs="Bearer tok-canary")),
]


def test_a_blameless_run_is_not_blamed() -> None:
    assert oracle.judge(FINE) == []


@pytest.mark.parametrize(("invariant", "evidence"), BROKEN, ids=lambda value: getattr(value, "__name__", ""))
def test_an_invariant_can_fail(invariant: Judge, evidence: Evidence) -> None:
    found = {violation.name for violation in oracle.judge(evidence)}

    assert invariant.__name__ in found
    assert [violation.name for violation in invariant(evidence)] != []


def test_every_invariant_was_shown_to_fail() -> None:
    assert {invariant.__name__ for invariant, _evidence in BROKEN} == {
        invariant.__name__ for invariant in oracle.INVARIANTS
    }


@pytest.mark.parametrize("change", [{"lease_until": T + 61}, {"next_at": T + 70}])
def test_what_is_looked_after_is_not_stuck(change: dict[str, float]) -> None:
    assert list(oracle.stuck(with_row("c", state="unsure", **change))) == []


def test_a_held_post_counts_as_told_when_its_channel_was() -> None:
    told = [Told("b", person, oracle.CHANNEL_TELLS) for person in PEOPLE]
    evidence = replace(with_row("b", state="held"), told=(*TOLD, *told))

    assert list(oracle.untold(evidence)) == []


def test_another_account_need_not_wait_for_a_limit_of_one() -> None:
    assert list(oracle.impatient(replace(FINE, calls=(replace(BUSY, handle="key-7"), *CALLS)))) == []


def test_lateness_is_counted_to_the_first_call() -> None:
    again = replace(CALLS[0], n=9, at=T + 30)

    assert oracle.lateness(replace(FINE, calls=(*CALLS, again)))["a"] == pytest.approx(0.5)
