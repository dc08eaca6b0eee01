"""What every network in which people can be answered must do, whatever its server does; and every network that counts.

Inherited by each network's tests, with the fixture `stage`. Nothing below the socket is replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from itertools import product
from typing import Any

import pytest

from networks.base import Account, Problem
from networks.conversing import Converses, Heard, Said, Spot
from networks.errors import Busy, NetworkError, Reconnect, Refused, Unsure
from networks.measuring import AccountFigures, Measures, PostFigures
from tests.networks.contract import DRAFT, GARBAGE
from tests.networks.stage import TalkStage
from tests.networks.wire_server import Fault

ANSWER = replace(DRAFT, text="Çox sağ olun!\nGözləyirik ☕")
SOME_STATUSES = (200, 302, 400, 401, 404, 429, 500)
SOME_GARBAGE = ("empty", "html", "list", "wrong types", "surrogate", "deep")


class ConversingContract:
    """Inherit, and provide `stage`."""

    def test_it_converses(self, stage: TalkStage) -> None:
        assert isinstance(stage.network, Converses)
        assert stage.stream in stage.network.streams

    def test_a_comment_is_heard_with_its_thread_and_author(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        said = stage.somebody_says("Nə vaxt açıqsınız?\nSağ olun", post)

        [heard] = [one for one in stage.heard(account) if not one.is_own]

        assert (heard.spot.remote_id, heard.kind) == (said.remote_id, Said.COMMENT)
        assert heard.thread.remote_id == post.remote_id
        assert heard.parent is not None
        assert heard.parent.remote_id == post.remote_id
        assert heard.text == "Nə vaxt açıqsınız?\nSağ olun"
        assert (heard.author.handle.partition(".")[0], heard.author.name) == ("bob", "Bob")
        assert heard.said_at.tzinfo is not None
        assert heard.url.startswith(("http://", "https://"))
        assert not heard.is_deleted

    def test_an_answer_further_down_keeps_the_root(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        first = stage.somebody_says("bir", post)
        stage.somebody_says("iki", first, post)

        heard = {one.text: one for one in stage.heard(account)}

        assert (heard["iki"].kind, heard["iki"].thread.remote_id) == (Said.REPLY, post.remote_id)
        assert heard["iki"].parent is not None
        assert heard["iki"].parent.remote_id == first.remote_id

    def test_a_mention_is_a_thread_of_its_own(self, stage: TalkStage) -> None:
        account = stage.connect()
        said = stage.somebody_says("məsləhət: @kahve-evi")

        [heard] = [
            one for stream in stage.network.streams for one in stage.heard(account, stream) if not one.is_own
        ]

        assert (heard.kind, heard.thread.remote_id, heard.parent) == (Said.MENTION, said.remote_id, None)

    def test_everything_is_told_once_and_oldest_first(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        texts = [f"şərh {number}" for number in range(23)]
        for text in texts:
            stage.somebody_says(text, post)

        for size in (1, 4, 23, 50):
            assert [one.text for one in stage.heard(account, size=size)] == texts

    def test_after_a_cursor_only_what_is_new_is_told(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        stage.somebody_says("əvvəl", post)
        first = stage.network.listen(account, stage.stream, "", 50)
        none = stage.network.listen(account, stage.stream, first.cursor, 50)
        stage.somebody_says("sonra", post)

        again = stage.network.listen(account, stage.stream, first.cursor, 50)

        assert [one.text for one in first.messages] == ["əvvəl"]
        assert (list(none.messages), none.is_last) == ([], True)
        assert [one.text for one in again.messages] == ["sonra"]

    def test_what_comes_while_the_pages_are_read_is_not_lost(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        for number in range(9):
            stage.somebody_says(f"{number}", post)
        found: list[str] = []
        cursor, is_last, turn = "", False, 0
        while not is_last:
            page = stage.network.listen(account, stage.stream, cursor, 3)
            found += [one.text for one in page.messages]
            cursor, is_last, turn = page.cursor, page.is_last, turn + 1
            if turn <= 4:
                stage.somebody_says(f"yeni {turn}", post)
                stage.somebody_says(f"yeni {turn} daha", post)

        late = [f"yeni {turn}{more}" for turn in range(1, 5) for more in ("", " daha")]
        assert found == [str(number) for number in range(9)] + late

    @pytest.mark.parametrize("cursor", ["nonsense", "[]", '{"upto":5}', "\x00", "💥", "bm9uc2Vuc2U"])
    def test_a_foreign_cursor_is_unusable(self, stage: TalkStage, cursor: str) -> None:
        account = stage.connect()

        with pytest.raises(Refused) as caught:
            stage.network.listen(account, stage.stream, cursor, 50)

        assert caught.value.code == "cursor_unusable"

    def test_an_answer_stands_under_what_it_answers(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        first = stage.somebody_says("bir", post)
        second = stage.somebody_says("iki", first, post)
        heard = heard_of(stage, account, second)

        published = stage.answer(account, ANSWER, heard, stage.network.new_key(1_800_000_000_000_001, 1))

        assert stage.answers() == [(ANSWER.text, second.remote_id, post.remote_id)]
        assert published.remote_id
        assert published.url.startswith(("http://", "https://"))

    def test_the_same_key_makes_one_answer(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        key = stage.network.new_key(1_800_000_000_000_001, 1)

        first, second = (stage.answer(account, ANSWER, heard, key) for _ in range(2))

        assert first == second == stage.network.find(account, ANSWER, key)
        assert len(stage.answers()) == 1

    @pytest.mark.parametrize("status", [0, 500, 502])
    def test_trouble_after_accepting_an_answer_is_unsure_and_found(
        self, stage: TalkStage, status: int
    ) -> None:
        account, heard = commented(stage)
        key = stage.network.new_key(1_800_000_000_000_001, 1)
        stage.wire.faults.append(Fault(stage.publish_path, accepted=True, status=status, method="POST"))

        with pytest.raises(Unsure):
            stage.answer(account, ANSWER, heard, key)

        assert stage.network.find(account, ANSWER, key) is not None
        assert stage.answer(account, ANSWER, heard, key).remote_id
        assert len(stage.answers()) == 1

    def test_what_was_deleted_cannot_be_answered(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        stage.somebody_deletes(heard.spot)

        with pytest.raises(Refused) as caught:
            stage.network.prepare_reply(account, ANSWER, heard.spot, heard.thread)

        assert caught.value.code == "gone"
        assert stage.answers() == []

    @pytest.mark.parametrize("remote_id", ["", "../me", "at://nobody", "nothing", "a?b=c"])
    def test_what_never_was_cannot_be_answered(self, stage: TalkStage, remote_id: str) -> None:
        account, heard = commented(stage)

        with pytest.raises(Refused) as caught:
            stage.network.prepare_reply(account, ANSWER, Spot(remote_id), heard.thread)

        assert caught.value.code == "gone"

    def test_an_answer_too_long_is_not_sent(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        long = replace(ANSWER, text="a" * (stage.network.limits.text + 1))

        with pytest.raises(Refused) as caught:
            stage.network.prepare_reply(account, long, heard.spot, heard.thread)

        assert caught.value.code == Problem.TEXT_TOO_LONG

    @pytest.mark.parametrize("status", [0, 500, 503])
    def test_preparing_an_answer_is_never_unsure(self, stage: TalkStage, status: int) -> None:
        account, heard = commented(stage)
        stage.wire.faults.append(Fault(stage.there_path, status=status))

        with pytest.raises(Busy):
            stage.network.prepare_reply(account, ANSWER, heard.spot, heard.thread)

    def test_a_like_comes_and_goes_however_often(self, stage: TalkStage) -> None:
        account, heard = commented(stage)

        for on in (True, True, False, False, True):
            stage.network.like(account, heard.spot, on=on)
            assert stage.is_liked(heard.spot) is on

    def test_a_hidden_comment_comes_back_however_often(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        assert stage.network.abilities.hide

        for on in (True, True, False, False, True):
            stage.network.hide(account, heard.spot, heard.thread, on=on)
            assert stage.is_hidden(heard.spot) is on

    def test_a_lost_answer_to_a_like_is_unsure(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        stage.wire.faults.append(Fault(stage.like_path, accepted=True))

        with pytest.raises(Unsure):
            stage.network.like(account, heard.spot, on=True)

        stage.network.like(account, heard.spot, on=True)
        assert stage.is_liked(heard.spot)

    def test_expired_and_dead_secrets_are_told_apart(self, stage: TalkStage) -> None:
        account, heard = commented(stage)
        stage.expire()
        for call in talking(stage, account, heard).values():
            with pytest.raises(Busy) as caught:
                call()
            assert (caught.value.code, caught.value.retry_after) == ("expired_token", 0)

        stage.revoke()
        for call in talking(stage, account, heard).values():
            with pytest.raises(Reconnect):
                call()

    def test_a_limit_is_told_with_its_wait(self, stage: TalkStage) -> None:
        account, heard = commented(stage)

        for path, call in talking(stage, account, heard).items():
            stage.wire.faults[:] = [Fault(path, status=429, headers={"Retry-After": "37"})]
            with pytest.raises(Busy) as caught:
                call()
            assert caught.value.retry_after == 37

    @pytest.mark.parametrize("garbage", SOME_GARBAGE)
    def test_garbage_about_messages_is_one_of_the_four_errors(self, stage: TalkStage, garbage: str) -> None:
        account, heard = commented(stage)
        calls = talking(stage, account, heard)
        asked = [stage.listen_path, stage.there_path]

        for path, status in product(calls, SOME_STATUSES):
            stage.wire.faults[:] = [Fault(path, status=status, body=GARBAGE[garbage])] * 6
            error = error_of(calls[path])
            assert error is not None or (path not in asked and status == 200)
            assert error is None or type(error) in (Refused, Busy, Reconnect, Unsure)
            assert error is None or (error.code.replace("_", "").isalpha() and error.detail.isprintable())
        stage.wire.faults.clear()
        assert stage.answers() == []


class MeasuringContract:
    """Inherit, and provide `stage`."""

    def test_it_measures(self, stage: TalkStage) -> None:
        assert isinstance(stage.network, Measures)
        assert stage.network.told_of_posts <= {field.name for field in fields(PostFigures)}
        assert stage.network.told_of_accounts <= {field.name for field in fields(AccountFigures)}

    def test_a_post_has_the_figures_that_are_ever_told_and_no_others(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        self.count(stage, post)

        figures = stage.network.post_figures(account, [post.remote_id])[post.remote_id]

        assert told(figures) == stage.network.told_of_posts

    def count(self, stage: TalkStage, post: Spot) -> None:
        """Let the server count everything that it can; nothing to do where it always does."""

    def test_an_account_has_the_figures_that_are_ever_told_and_no_others(self, stage: TalkStage) -> None:
        figures = stage.network.account_figures(stage.connect())

        assert told(figures) == stage.network.told_of_accounts

    def test_a_post_that_is_not_there_is_missing(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)

        found = stage.network.post_figures(account, [post.remote_id, post.remote_id[:-2] + "zz"])

        assert list(found) == [post.remote_id]
        assert stage.network.post_figures(account, []) == {}

    def test_what_is_not_told_is_unknown_and_never_nothing(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        self.hide_figures(stage, account, post)

        found = stage.network.post_figures(account, [post.remote_id])

        assert found == {post.remote_id: PostFigures()}
        assert stage.network.account_figures(account) == AccountFigures()

    def hide_figures(self, stage: TalkStage, account: Account, post: Spot) -> None:
        """Let the server answer without any figure."""
        raise NotImplementedError

    def test_as_many_posts_as_promised_are_asked_at_once(self, stage: TalkStage) -> None:
        account = stage.connect()
        posts = [
            stage.publish(account, DRAFT, stage.network.new_key(1_800_000_000_000_000 + number, 3)).remote_id
            for number in range(stage.network.posts_at_once)
        ]

        assert list(stage.network.post_figures(account, posts)) == posts

    def test_expired_and_dead_secrets_and_limits_are_told_apart(self, stage: TalkStage) -> None:
        account = stage.connect()
        post = stage.own_post(account)
        calls = measured(stage, account, post)
        for path, call in calls.items():
            stage.wire.faults[:] = [Fault(path, status=429, headers={"Retry-After": "37"})]
            with pytest.raises(Busy) as caught:
                call()
            assert caught.value.retry_after == 37
        stage.expire()
        for call in calls.values():
            with pytest.raises(Busy) as caught:
                call()
            assert caught.value.code == "expired_token"
        stage.revoke()
        for call in calls.values():
            with pytest.raises(Reconnect):
                call()

    @pytest.mark.parametrize("garbage", SOME_GARBAGE)
    def test_garbage_about_figures_is_busy_or_asks_for_a_reconnect(
        self, stage: TalkStage, garbage: str
    ) -> None:
        account = stage.connect()
        calls = measured(stage, account, stage.own_post(account))

        for path, status in product(calls, SOME_STATUSES):
            stage.wire.faults[:] = [Fault(path, status=status, body=GARBAGE[garbage])]
            with pytest.raises((Busy, Reconnect)):
                calls[path]()


def commented(stage: TalkStage) -> tuple[Account, Heard]:
    """An account with a post, and one comment under it."""
    account = stage.connect()
    said = stage.somebody_says("Nə vaxt açıqsınız?", stage.own_post(account))
    return account, heard_of(stage, account, said)


def heard_of(stage: TalkStage, account: Account, message: Spot) -> Heard:
    """One message as the account heard it."""
    return next(one for one in stage.heard(account) if one.spot.remote_id == message.remote_id)


def talking(stage: TalkStage, account: Account, heard: Heard) -> dict[str, Callable[[], Any]]:
    """Each call of a conversation with the path where it is answered."""
    network = stage.network
    return {
        stage.listen_path: lambda: network.listen(account, stage.stream, "", 5),
        stage.there_path: lambda: network.prepare_reply(account, ANSWER, heard.spot, heard.thread),
        stage.like_path: lambda: network.like(account, heard.spot, on=True),
        stage.hide_path: lambda: network.hide(account, heard.spot, heard.thread, on=True),
    }


def measured(stage: TalkStage, account: Account, post: Spot) -> dict[str, Callable[[], Any]]:
    """Each question for figures with the path where it is answered."""
    return {
        stage.figures_path: lambda: stage.network.post_figures(account, [post.remote_id]),
        stage.profile_path: lambda: stage.network.account_figures(account),
    }


def error_of(call: Callable[[], Any]) -> NetworkError | None:
    """How a call failed; None when it did not: a like may not care what the answer says."""
    try:
        call()
    except NetworkError as error:
        return error
    return None


def told(figures: PostFigures | AccountFigures) -> set[str]:
    """The names of the figures that are known."""
    return {field.name for field in fields(figures) if getattr(figures, field.name) is not None}
