"""The adapter against the whole of Bluesky's network: what is said is heard, and what is answered stands there once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from core import http
from networks.base import Account, Draft, Published
from networks.bluesky import Bluesky
from networks.conversing import Heard, Said, Spot
from networks.errors import Refused
from tests.real.bluesky_network import BlueskyNetwork, Json, Person, wait_for_it

NET = Bluesky()


@pytest.fixture
def bob(bluesky_network: BlueskyNetwork) -> Person:
    """Somebody who has something to say."""
    return bluesky_network.person()


@pytest.fixture
def person(bluesky_network: BlueskyNetwork) -> Person:
    """The account's owner."""
    return bluesky_network.person()


@pytest.fixture
def account(bluesky_network: BlueskyNetwork, person: Person) -> Iterator[Account]:
    """The account, connected as a channel is."""
    http.configure([bluesky_network.origin])
    typed = {
        "server": bluesky_network.origin,
        "handle": person.handle,
        "app_password": bluesky_network.app_password(person),
    }
    connected = NET.connect(typed)
    yield Account(connected.origin, connected.identity.remote_id, connected.grant)
    http.configure([])


def key() -> str:
    return NET.new_key(time.time_ns() // 1000, 7)


def published(account: Account, text: str) -> Published:
    draft = Draft(text, created_at=datetime.now(UTC))
    return NET.publish(account, NET.prepare(account, draft), key(), lambda: None)


def spot_of(network: BlueskyNetwork, person: Person, post: Published) -> Json:
    """Where a post is, once everybody can see it: nobody comments on what is not shown yet."""
    asked = {"uris": post.remote_id}
    wait_for_it(lambda: network.ask("app.bsky.feed.getPosts", asked, person)["posts"])
    return next(
        {"uri": one["uri"], "cid": one["cid"]}
        for one in network.records(person.did)
        if one["uri"] == post.remote_id
    )


def heard(account: Account, stream: str = "notifications", size: int = 50) -> list[Heard]:
    found: list[Heard] = []
    cursor, is_last = "", False
    while not is_last:
        page = NET.listen(account, stream, cursor, size)
        found += page.messages
        cursor, is_last = page.cursor, page.is_last
    return found


def test_a_comment_is_heard_answered_once_liked_hidden_and_counted(
    bluesky_network: BlueskyNetwork, account: Account, person: Person, bob: Person
) -> None:
    post = published(account, "Səhər qəhvəsi")
    root = spot_of(bluesky_network, person, post)
    comment = bluesky_network.write(bob, "Nə vaxt açıqsınız?", parent=root)
    wait_for_it(lambda: heard(account))

    [told] = heard(account)
    assert (told.kind, told.text, told.author.remote_id) == (Said.COMMENT, "Nə vaxt açıqsınız?", bob.did)
    assert (told.spot, told.thread) == (Spot(comment["uri"], comment["cid"]), Spot(root["uri"], root["cid"]))

    answer, own_key = Draft("Hər gün 8-dən", created_at=datetime.now(UTC)), key()
    for _ in range(2):
        prepared = NET.prepare_reply(account, answer, told.spot, told.thread)
        sent = NET.publish(account, prepared, own_key, lambda: None)
    assert NET.find(account, answer, own_key) == Published(sent.remote_id, sent.url)
    [reply] = bluesky_network.replies(person.did)
    assert (reply["reply"]["root"], reply["reply"]["parent"]) == (root, comment)

    for on in (True, True):
        NET.like(account, told.spot, on=on)
        NET.hide(account, told.spot, told.thread, on=on)
    [like] = bluesky_network.records(person.did, "app.bsky.feed.like")
    assert like["value"]["subject"] == comment
    [gate] = bluesky_network.records(person.did, "app.bsky.feed.threadgate")
    assert gate["value"]["hiddenReplies"] == [comment["uri"]]

    wait_for_it(lambda: NET.post_figures(account, [post.remote_id])[post.remote_id].comments)
    figures = NET.post_figures(account, [post.remote_id])[post.remote_id]
    assert (figures.views, figures.likes, figures.shares) == (None, 0, 0)
    assert NET.account_figures(account).posts is not None
    [own] = heard(account, "own")
    assert (own.is_own, own.spot.remote_id, own.parent) == (True, sent.remote_id, told.spot)

    for on in (False, False):
        NET.like(account, told.spot, on=on)
        NET.hide(account, told.spot, told.thread, on=on)
    assert bluesky_network.records(person.did, "app.bsky.feed.like") == []


def test_an_inner_answer_keeps_the_root_and_what_was_deleted_is_gone(
    bluesky_network: BlueskyNetwork, account: Account, person: Person, bob: Person
) -> None:
    root = spot_of(bluesky_network, person, published(account, "Salam"))
    first = bluesky_network.write(bob, "bir", parent=root)
    second = bluesky_network.write(bob, "iki", parent=first, root=root)
    wait_for_it(lambda: len(heard(account)) == 2)
    told = {one.text: one for one in heard(account)}

    assert (told["iki"].kind, told["iki"].thread.remote_id) == (Said.REPLY, root["uri"])
    assert told["iki"].parent == Spot(first["uri"], first["cid"])

    bluesky_network.delete(bob, second)
    answer = Draft("Cavab", created_at=datetime.now(UTC))
    wait_for_it(lambda: is_gone(account, answer, told["iki"]))


def is_gone(account: Account, answer: Draft, told: Heard) -> bool:
    try:
        NET.prepare_reply(account, answer, told.spot, told.thread)
    except Refused as error:
        return error.code == "gone"
    return False


def test_many_comments_are_heard_in_order_page_by_page(
    bluesky_network: BlueskyNetwork, account: Account, person: Person, bob: Person
) -> None:
    root = spot_of(bluesky_network, person, published(account, "Salam"))
    texts = [f"şərh {number}" for number in range(12)]
    for text in texts:
        bluesky_network.write(bob, text, parent=root)
    wait_for_it(lambda: len(heard(account)) == len(texts))

    assert [one.text for one in heard(account, size=5)] == texts
    cursor = NET.listen(account, "notifications", "", 100).cursor
    bluesky_network.write(bob, "sonra", parent=root)
    wait_for_it(lambda: bool(NET.listen(account, "notifications", cursor, 5).messages))

    assert [one.text for one in NET.listen(account, "notifications", cursor, 5).messages] == ["sonra"]
