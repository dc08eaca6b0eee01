"""Listening to Bluesky: what comes late, what comes in crowds, what was written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from networks import bluesky_listening as listening
from networks.base import Draft
from networks.bluesky import Bluesky
from networks.bluesky_keys import tid
from networks.conversing import Said
from networks.errors import Refused
from tests.networks.fake_appview import BEGIN, Json
from tests.networks.fake_pds import DID
from tests.networks.stage import no_objection
from tests.networks.test_bluesky import BlueskyStage

NET = Bluesky()
ROOT = {"uri": f"at://{DID}/app.bsky.feed.post/3kroot", "cid": "bafyroot"}


@pytest.fixture
def stage() -> Iterator[BlueskyStage]:
    made = BlueskyStage()
    yield made
    made.wire.close()


def iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def texts(stage: BlueskyStage, cursor: str = "", size: int = 50) -> tuple[list[str], str]:
    """All that is new after a cursor, and the cursor after it."""
    account, found, is_last = stage.connect(), list[str](), False
    while not is_last:
        page = NET.listen(account, "notifications", cursor, size)
        found += [one.text for one in page.messages]
        cursor, is_last = page.cursor, page.is_last
    return found, cursor


def late(stage: BlueskyStage, text: str, *, said: datetime, known: datetime) -> Json:
    """Somebody's words that stand where they were said and were indexed later."""
    stage.pds.view.say(text, ROOT)
    told = stage.pds.view.told.pop(0)
    told["record"]["createdAt"], told["indexedAt"] = iso(said), iso(known)
    place = next(
        (number for number, one in enumerate(stage.pds.view.told) if one["record"]["createdAt"] < iso(said)),
        len(stage.pds.view.told),
    )
    stage.pds.view.told.insert(place, told)
    return told


def test_what_was_indexed_late_is_told_although_it_stands_below_the_newest(stage: BlueskyStage) -> None:
    for text in ("bir", "iki", "üç"):
        stage.pds.view.say(text, ROOT)
    _, cursor = texts(stage)
    late(stage, "gecikmiş", said=BEGIN + timedelta(minutes=7), known=BEGIN + timedelta(minutes=11))

    found, cursor = texts(stage, cursor)

    assert found == ["gecikmiş"]
    assert texts(stage, cursor)[0] == []


def test_a_crowd_within_the_hour_is_told_once_and_comes_to_an_end(stage: BlueskyStage) -> None:
    crowd = [f"{number}" for number in range(listening.KNOWN + 60)]
    for text in crowd:
        told = stage.pds.view.say(text, ROOT)
        moment = BEGIN + timedelta(seconds=2 * int(text))
        told = stage.pds.view.told[0]
        told["indexedAt"] = told["record"]["createdAt"] = iso(moment)

    found, cursor = texts(stage, size=50)
    calls = len(stage.wire.seen)

    assert found == crowd
    assert texts(stage, cursor)[0] == []
    assert len(stage.wire.seen) - calls < 14
    assert len(cursor) < 12_000


def test_a_cursor_may_be_kept_for_long(stage: BlueskyStage) -> None:
    stage.pds.view.say("bir", ROOT)
    _, cursor = texts(stage)
    for number in range(130):
        stage.pds.view.say(f"{number}", ROOT)

    assert texts(stage, cursor, size=20)[0] == [f"{number}" for number in range(130)]


def test_likes_and_what_cannot_be_read_are_left_out(stage: BlueskyStage) -> None:
    stage.pds.view.say("bir", ROOT)
    good = stage.pds.view.told[0]
    broken: list[Json] = [{"reason": "reply", "indexedAt": "?"}, {"uri": 5}, {"author": []}]
    stage.pds.view.told += [{**good, **one, "indexedAt": good["indexedAt"]} for one in broken[1:]]

    assert texts(stage)[0] == ["bir"]


def test_a_moment_in_the_far_future_does_not_silence_the_account(stage: BlueskyStage) -> None:
    stage.pds.view.say("sabah", ROOT)
    stage.pds.view.told[0]["indexedAt"] = "9000-01-01T00:00:00Z"
    _, cursor = texts(stage)
    stage.pds.view.say("bu gün", ROOT)
    stage.pds.view.told[0]["indexedAt"] = iso(datetime.now(UTC))

    assert "bu gün" in texts(stage, cursor)[0]


def test_own_answers_are_told_wherever_they_were_written(stage: BlueskyStage) -> None:
    account = stage.connect()
    now = int(datetime.now(UTC).timestamp() * 1_000_000)
    stage.pds.records[tid(now - 60_000_000, 1)] = {
        "text": "proqramdan kənar",
        "createdAt": iso(datetime.now(UTC)),
        "reply": {"root": ROOT, "parent": ROOT},
    }
    draft = Draft("post", created_at=datetime.now(UTC))
    NET.publish(account, NET.prepare(account, draft), tid(now, 1), no_objection)

    page = NET.listen(account, "own", "", 50)
    again = NET.listen(account, "own", page.cursor, 50)

    [own] = page.messages
    assert (own.text, own.is_own, own.kind, own.thread.stamp) == (
        "proqramdan kənar",
        True,
        Said.COMMENT,
        "bafyroot",
    )
    assert (list(again.messages), again.is_last, page.is_last) == ([], True, True)


def test_a_closed_thread_is_not_answered(stage: BlueskyStage) -> None:
    account = stage.connect()
    said = stage.somebody_says("salam")
    stage.pds.view.shown[said.remote_id]["viewer"] = {"replyDisabled": True}
    stage.pds.view.counted[said.remote_id] = {"viewer": {"replyDisabled": True}}

    with pytest.raises(Refused, match="replies_closed"):
        NET.prepare_reply(account, Draft("a", created_at=datetime.now(UTC)), said, said)


@pytest.mark.parametrize(
    ("root", "parent", "kind"),
    [
        ("ours", "ours", Said.COMMENT),
        ("ours", "theirs", Said.REPLY),
        ("theirs", "ours", Said.REPLY),
        ("theirs", "theirs", Said.MENTION),
    ],
)
def test_a_comment_that_names_us_is_a_comment_all_the_same(
    stage: BlueskyStage, root: str, parent: str, kind: Said
) -> None:
    posts = {"ours": ROOT, "theirs": {"uri": "at://did:plc:eve/app.bsky.feed.post/3kx", "cid": "bafyx"}}
    above = posts[parent] if root != parent else posts[root]
    answered = {**above, "uri": above["uri"] + ("" if root == parent and root == "ours" else "2")}
    stage.pds.view.say("@alice.test salam", answered, root=posts[root])
    stage.pds.view.told[0]["reason"] = "mention"

    [heard] = NET.listen(stage.connect(), "notifications", "", 50).messages

    assert heard.kind == kind
