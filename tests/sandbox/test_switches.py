"""Every failure that can be switched on."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import pytest

from tests.sandbox.conftest import Person, Server

CALM = {"seconds": 0}


@pytest.mark.parametrize(
    ("kind", "status", "is_kept"),
    [
        ("slow", 201, True),
        ("rate_limited", 429, False),
        ("error_before", 503, False),
        ("refused", 422, False),
        ("rejected", 200, False),
        ("timeout_after", 504, True),
        ("error_after", 500, True),
        ("expired", 401, False),
        ("revoked", 401, False),
    ],
)
def test_a_failure_happens_to_the_next_call(person: Person, kind: str, status: int, is_kept: bool) -> None:
    person.switch(kind, **CALM)

    got = person.post("a", "k1")

    again = Person(person.server, person.handle)
    assert got.status == status
    assert again.texts() == (["a"] if is_kept else [])
    assert again.post("a", "k1").status in (200, 201)
    assert again.texts() == ["a"]


def test_a_failure_happens_as_often_as_told(person: Person) -> None:
    person.switch("refused", calls=3)

    assert [person.post("a").status for _ in range(4)] == [422, 422, 422, 201]


def test_a_failure_stays_until_switched_off(person: Person) -> None:
    person.switch("refused", calls=0)
    before = [person.post("a").status for _ in range(5)]

    person.switch("refused", off=True)

    assert before == [422] * 5
    assert person.post("a").status == 201


def test_a_failure_concerns_one_account(person: Person) -> None:
    person.switch("refused", calls=0)

    assert Person(person.server, "unconcerned").post("a").status == 201


def test_slow_waits_and_then_works(person: Person) -> None:
    person.switch("slow", seconds=1)

    started = time.monotonic()
    assert person.post("a").status == 201

    assert 1 <= time.monotonic() - started < 3


def test_a_wait_is_told_in_seconds_or_as_a_date(person: Person) -> None:
    person.switch("rate_limited", seconds=40)
    assert person.post("a").headers["retry-after"] == "40"

    person.switch("rate_limited", seconds=40, retry="date")
    moment = parsedate_to_datetime(person.post("a").headers["retry-after"])

    assert 35 < moment.timestamp() - time.time() <= 41


def test_an_expired_token_is_refreshed(person: Person) -> None:
    person.switch("expired")
    got = person.post("a")

    old = {"refresh_token": person.facts["refresh_token"]}
    person.facts.update(person.server.send("token", old).json())

    assert (got.status, got.json()["error"]) == (401, "expired_token")
    assert person.post("a").status == 201


def test_revoked_access_is_dead_with_its_refresh_token(person: Person) -> None:
    person.switch("revoked")

    assert person.get("me").json()["error"] == "invalid_token"
    got = person.server.send("token", {"refresh_token": person.facts["refresh_token"]})
    assert (got.status, got.json()["error"]) == (400, "invalid_grant")


def test_a_refresh_alone_notices_that_access_was_revoked(person: Person) -> None:
    person.switch("revoked")

    got = person.server.send("token", {"refresh_token": person.facts["refresh_token"]})

    assert got.status == 400


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "nonsense"},
        {"kind": "slow", "seconds": "-1"},
        {"kind": "slow", "seconds": "601"},
        {"kind": "slow", "seconds": "x"},
        {"kind": "slow", "calls": "1001"},
        {"kind": "slow", "calls": "9" * 50},
        {},
    ],
)
def test_bad_orders_are_refused(person: Person, fields: dict[str, str]) -> None:
    got = person.server.send("switches", {"handle": person.handle, **fields})

    assert got.status == 422


def test_the_form_switches_on_and_off(person: Person) -> None:
    fields = {"handle": person.handle, "kind": "refused", "seconds": 5, "calls": 0}

    on = person.server.submit(fields)
    page = person.server.ask("GET", "/sandbox/switches").text
    status = person.post("a").status
    off = person.server.submit({"handle": person.handle, "kind": "refused", "off": 1})

    assert (on.status, on.headers["location"]) == (303, "/sandbox/switches")
    assert f"Switch off: Post refused (422), @{person.handle}" in page
    assert status == 422
    assert off.status == 303
    assert person.post("a").status == 201


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303)])
def test_another_site_cannot_send_the_form(person: Person, site: str, status: int) -> None:
    fields = {"handle": person.handle, "kind": "slow", "seconds": 0}

    assert person.server.submit(fields, Sec_Fetch_Site=site).status == status


def test_an_unknown_account_is_not_found(server: Server) -> None:
    assert server.submit({"handle": "nobody-here", "kind": "slow"}).status == 404
