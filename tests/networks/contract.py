"""What every network that publishes must do, whatever its server does; inherited by each network's
tests.

A test class inherits `PublishingContract` and provides the fixture `stage`. Nothing below the
socket is replaced: the adapter speaks HTTP to a server on loopback.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any

import pytest

from core import http
from networks.base import (
    Account,
    Draft,
    Picture,
    Problem,
    Repeat,
)
from networks.errors import Busy, NetworkError, Reconnect, Refused, Unsure
from tests.networks.stage import Stage, Stopped, account_of, no_objection
from tests.networks.wire_server import Fault

NOW = datetime(2027, 3, 28, 0, 59, 59, 123000, tzinfo=UTC)
DRAFT = Draft("Salam, dünya", created_at=NOW, languages=("az",))
PICTURE = Picture("image/png", 4, 40, 30, alt="Bir şəkil", content=b"\x89PNG")

GARBAGE = {
    "empty": b"",
    "html": b"<!doctype html><title>Maintenance</title>",
    "null": b"null",
    "list": b"[]",
    "wrong types": b'{"uri":5,"id":null,"url":[],"did":{},"error":["x"],"message":7,"posts":[3]}',
    "half": b'{"uri":"at://',
    "surrogate": b'{"error":"\\ud800","message":"\\ud800","uri":"\\ud800","id":"\\ud800"}',
    "not utf-8": b"\xff\xfe\xff",
    "deep": b"[" * 100_000,
    "huge number": b'{"expires_at":' + b"9" * 5000 + b"}",
}
STATUSES = (200, 204, 302, 400, 401, 403, 404, 408, 413, 418, 429, 500, 502, 503)


class PublishingContract:
    """Inherit, and provide `stage`."""

    def test_connecting_gives_the_identity_that_the_network_names(self, stage: Stage) -> None:
        connected = stage.network.connect(stage.typed())

        identity = stage.network.who_am_i(account_of(connected))

        assert identity.remote_id == connected.identity.remote_id
        assert identity.handle == connected.identity.handle
        assert connected.grant.expires_at is not None
        assert connected.grant.expires_at.tzinfo is not None

    def test_secrets_do_not_show_in_texts_of_values(self, stage: Stage) -> None:
        account = stage.connect()

        shown = repr(account) + str(account.grant)

        assert not any(secret in shown for secret in account.grant.values.values())

    def test_a_post_with_pictures_is_published_once(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)

        published = stage.publish(account, replace(DRAFT, pictures=(PICTURE,)), key)

        assert stage.posts() == [DRAFT.text]
        assert published.remote_id
        assert published.url.startswith(("http://", "https://"))

    def test_the_same_key_makes_one_object(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)

        first = stage.publish(account, DRAFT, key)
        second = stage.publish(account, DRAFT, key)

        assert first == second
        assert stage.posts() == [DRAFT.text]
        assert stage.network.repeat is Repeat.BY_KEY

    def test_another_key_makes_another_object(self, stage: Stage) -> None:
        account = stage.connect()

        stage.publish(account, DRAFT, stage.network.new_key(1_800_000_000_000_000, 7))
        stage.publish(account, DRAFT, stage.network.new_key(1_800_000_000_000_000, 8))

        assert len(stage.posts()) == 2

    def test_find_says_none_before_and_the_same_after(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)

        before = stage.network.find(account, DRAFT, key)
        published = stage.publish(account, DRAFT, key)

        assert before is None
        assert stage.network.find(account, DRAFT, key) == published

    def test_a_stopped_send_sends_nothing_and_says_why(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        prepared = stage.network.prepare(account, replace(DRAFT, pictures=(PICTURE,)))
        calls = len(stage.wire.seen)

        def stop() -> None:
            raise Stopped

        with pytest.raises(Stopped):
            stage.network.publish(account, prepared, key, stop)

        assert len(stage.wire.seen) == calls
        assert stage.posts() == []
        assert stage.network.publish(account, prepared, key, no_objection).remote_id

    def test_the_last_question_comes_once_and_before_the_call(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        prepared = stage.network.prepare(account, DRAFT)
        calls, asked = len(stage.wire.seen), list[int]()

        stage.network.publish(account, prepared, key, lambda: asked.append(len(stage.wire.seen)))

        assert asked == [calls]
        assert len(stage.wire.seen) == calls + 1

    def test_preparing_publishes_nothing_however_often(self, stage: Stage) -> None:
        account, draft = stage.connect(), replace(DRAFT, pictures=(PICTURE,))

        bodies = [stage.network.prepare(account, draft).body for _ in range(3)]

        assert bodies[0] == bodies[1] == bodies[2]
        assert stage.posts() == []

    @pytest.mark.parametrize("status", [0, 500, 502, 504])
    def test_trouble_after_accepting_is_unsure_and_found(self, stage: Stage, status: int) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        stage.wire.faults.append(Fault(stage.publish_path, accepted=True, status=status))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, key)

        assert stage.network.find(account, DRAFT, key) is not None
        assert stage.publish(account, DRAFT, key) == stage.network.find(account, DRAFT, key)
        assert len(stage.posts()) == 1

    @pytest.mark.parametrize("status", [0, 500, 503])
    def test_trouble_before_accepting_is_unsure_and_not_found(self, stage: Stage, status: int) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        stage.wire.faults.append(Fault(stage.publish_path, status=status))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, key)

        assert stage.network.find(account, DRAFT, key) is None

    def test_retry_after_in_seconds_is_told(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        stage.wire.faults.append(Fault(stage.publish_path, status=429, headers={"Retry-After": "37"}))

        with pytest.raises(Busy) as caught:
            stage.publish(account, DRAFT, key)

        assert caught.value.retry_after == 37

    def test_retry_after_as_a_date_is_told_by_the_servers_clock(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        headers = {"Retry-After": formatdate(time.time() + 120, usegmt=True)}
        stage.wire.faults.append(Fault(stage.publish_path, status=429, headers=headers))

        with pytest.raises(Busy) as caught:
            stage.publish(account, DRAFT, key)

        assert 115 <= caught.value.retry_after <= 121

    def test_a_limit_without_a_time_waits_a_minute(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        stage.wire.faults.append(Fault(stage.publish_path, status=429))

        with pytest.raises(Busy) as caught:
            stage.publish(account, DRAFT, key)

        assert caught.value.retry_after == 60

    def test_an_expired_token_is_refreshed_and_the_call_repeated(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        stage.expire()

        with pytest.raises(Busy) as caught:
            stage.publish(account, DRAFT, key)
        renewed = replace(account, grant=stage.network.refresh(account))

        assert (caught.value.code, caught.value.retry_after) == ("expired_token", 0)
        assert renewed.grant.values != account.grant.values
        assert stage.publish(renewed, DRAFT, key).remote_id

    def test_a_lost_answer_to_a_refresh_can_be_asked_again(self, stage: Stage) -> None:
        account = stage.connect()
        stage.wire.faults.append(Fault(stage.refresh_path, accepted=True))

        with pytest.raises(Unsure):
            stage.network.refresh(account)

        assert stage.network.refresh(account).values["access"]

    def test_a_stumbling_refresh_keeps_the_account(self, stage: Stage) -> None:
        account = stage.connect()
        stage.wire.faults.append(Fault(stage.refresh_path, status=503))

        with pytest.raises((Busy, Unsure)):
            stage.network.refresh(account)

    def test_taken_away_access_asks_for_a_reconnect(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        stage.revoke()

        for call in (
            lambda: stage.publish(account, DRAFT, key),
            lambda: stage.network.who_am_i(account),
            lambda: stage.network.refresh(account),
        ):
            with pytest.raises(Reconnect):
                call()
        assert stage.posts() == []

    @pytest.mark.parametrize("status", [400, 404, 422])
    def test_a_clean_no_is_refused(self, stage: Stage, status: int) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        body = b'{"error":"InvalidRequest","message":"no"}'
        stage.wire.faults.append(Fault(stage.publish_path, status=status, body=body))

        with pytest.raises(Refused):
            stage.publish(account, DRAFT, key)

    def test_a_server_that_is_not_there_is_busy(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        away = replace(account, origin=closed_origin(stage))

        with pytest.raises(Busy) as caught:
            stage.publish(away, DRAFT, key)

        assert caught.value.code == "unreachable"

    def test_a_server_inside_a_private_network_is_refused(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        http.configure([])

        with pytest.raises(Refused) as caught:
            stage.publish(account, DRAFT, key)

        assert caught.value.code == "server_forbidden"

    @pytest.mark.parametrize("status", STATUSES)
    @pytest.mark.parametrize("garbage", GARBAGE)
    def test_garbage_is_one_of_the_four_errors(self, stage: Stage, garbage: str, status: int) -> None:
        account, key = stage.connect(), stage.network.new_key(1_800_000_000_000_000, 7)
        body = b"" if status == 204 else GARBAGE[garbage]

        for path, call in every_call(stage, account, key):
            stage.wire.faults[:] = [Fault(path, status=status, body=body)] * 4
            with pytest.raises(NetworkError) as caught:
                call()
            assert type(caught.value) in (Refused, Busy, Reconnect, Unsure)
            assert caught.value.code.replace("_", "").isalpha()
            assert len(caught.value.detail) <= 600
            assert caught.value.detail.isprintable()
        stage.wire.faults.clear()
        assert stage.posts() == []

    def test_thirty_megabytes_are_not_read(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        stage.wire.faults.append(Fault(stage.publish_path, status=200, body=b"x" * 30_000_000))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, key)

    def test_what_is_known_beforehand_is_not_sent(self, stage: Stage) -> None:
        account, key = stage.connect(), stage.network.new_key(1, 1)
        limits, calls = stage.network.limits, len(stage.wire.seen)
        small = replace(PICTURE, byte_size=1)
        cases = {
            Problem.EMPTY: Draft("  "),
            Problem.TEXT_TOO_LONG: Draft("a" * (limits.text + 1)),
            Problem.TEXT_UNUSABLE: Draft("a\x00b"),
            Problem.TOO_MANY_PICTURES: Draft("a", pictures=(small,) * (limits.pictures + 1)),
            Problem.PICTURE_TOO_BIG: Draft(
                "a", pictures=(replace(PICTURE, byte_size=limits.picture_bytes + 1),)
            ),
            Problem.PICTURE_KIND: Draft("a", pictures=(replace(PICTURE, mime="image/svg+xml"),)),
            Problem.ALT_TOO_LONG: Draft("a", pictures=(replace(PICTURE, alt="x" * (limits.alt_text + 1)),)),
        }

        for problem, draft in cases.items():
            assert [finding.problem for finding in stage.network.check(draft)] == [problem]
            with pytest.raises(Refused) as caught:
                stage.publish(account, draft, key)
            assert caught.value.code == problem

        assert len(stage.wire.seen) == calls

    def test_half_a_character_is_unusable(self, stage: Stage) -> None:
        found = stage.network.check(Draft("a\ud800"))

        assert [finding.problem for finding in found] == [Problem.TEXT_UNUSABLE]

    def test_a_text_of_exactly_the_limit_passes(self, stage: Stage) -> None:
        text = "ə" * stage.network.limits.text

        assert stage.network.measure(text) == stage.network.limits.text
        assert stage.network.check(Draft(text)) == []

    def test_a_family_is_one_character(self, stage: Stage) -> None:
        assert stage.network.measure("👨‍👩‍👧‍👦🇦🇿é") == 3

    def test_keys_are_different_and_in_order_of_time(self, stage: Stage) -> None:
        keys = [stage.network.new_key(1_800_000_000_000_000 + step, 5) for step in range(100)]

        assert keys == sorted(set(keys))


def closed_origin(stage: Stage) -> str:
    """An allowed origin where nobody listens."""
    origin = "http://127.0.0.1:9"
    http.configure([stage.wire.origin, origin])
    return origin


def every_call(
    stage: Stage, account: Account, key: str
) -> list[tuple[str, Callable[[], Any]]]:  # the answers differ
    """Each call of the network with the path where its first answer comes from."""
    network = stage.network
    return [
        (stage.publish_path, lambda: stage.publish(account, DRAFT, key)),
        (stage.find_path, lambda: network.find(account, DRAFT, key)),
        (stage.who_path, lambda: network.who_am_i(account)),
        (stage.refresh_path, lambda: network.refresh(account)),
        (stage.connect_path, lambda: network.connect(stage.typed())),
    ]
