"""A whole conversation through the product on Bluesky's own network: published, commented on, heard, answered once."""

from __future__ import annotations

import re

import pytest

from tests.real.bluesky_network import BlueskyNetwork, Json, Person, wait_for_it
from tests.real.product import OWNER, Browser, Product, wait_for
from tests.real.test_publishing import channel_of, is_published

TEXT = "Yeni sort qəhvə gəldi ☕"
QUESTION = "Nə vaxta qədər açıqsınız?"
ANSWER = "Hər gün 22-dək. Gözləyirik! #kəhrəba"
LIKE = "app.bsky.feed.like"


@pytest.fixture
def person(bluesky_network: BlueskyNetwork) -> Person:
    """Whose account it is."""
    return bluesky_network.person()


@pytest.fixture
def editor(product: Product, bluesky_network: BlueskyNetwork, person: Person) -> Browser:
    """The owner, whose brand has the account as a channel."""
    owner = Browser(product, OWNER)
    typed = {
        "server": bluesky_network.origin,
        "handle": person.handle,
        "app_password": bluesky_network.app_password(person),
    }
    answer = owner.send(f"{owner.brand}channels/connect/bluesky/", typed)
    assert person.handle in answer.text, answer.text[:3000]
    return owner


def published(editor: Browser, person: Person) -> None:
    """Publish a post now, through the composer's page."""
    composer = f"{editor.brand}posts/new/"
    fields = {"text": TEXT, "channels": [channel_of(editor.get(composer).text, person.handle)]}
    path = editor.send(composer, {**fields, "action": "now"}).url.path
    wait_for(lambda: is_published(editor, path), seconds=90)


def root_of(network: BlueskyNetwork, person: Person) -> Json:
    """The post, once everybody can see it."""
    [record] = network.records(person.did)
    asked = {"uris": record["uri"]}
    wait_for_it(lambda: network.ask("app.bsky.feed.getPosts", asked, person)["posts"])
    return {"uri": record["uri"], "cid": record["cid"]}


def conversation(editor: Browser) -> str:
    """The path of the newest conversation; "" while there is none."""
    page = editor.get(f"{editor.brand}inbox/").text
    found = re.search(rf'href="({re.escape(editor.brand)}inbox/[0-9a-f-]{{36}}/)', page)
    return found[1] if found and QUESTION in page else ""


def test_a_comment_is_heard_by_polling_and_answered_exactly_once(
    editor: Browser, bluesky_network: BlueskyNetwork, person: Person
) -> None:
    published(editor, person)
    root, bob = root_of(bluesky_network, person), bluesky_network.person()
    comment = bluesky_network.write(bob, QUESTION, parent=root)

    heard_after = wait_for(lambda: bool(conversation(editor)), seconds=150)
    path = conversation(editor)
    page = editor.get(path)
    assert QUESTION in page.text
    revision = re.search(r'name="revision" value="(\d+)"', page.text)
    assert revision, page.text[:4000]
    answer = editor.send(f"{path}reply/", {"text": ANSWER, "revision": revision[1]}, page=path)
    assert answer.status_code == 200, answer.text[:3000]

    sent_after = wait_for(lambda: bool(bluesky_network.replies(person.did)), seconds=90)
    wait_for(lambda: ANSWER in editor.get(path).text, seconds=30)
    [reply] = bluesky_network.replies(person.did)
    assert reply["text"] == ANSWER
    assert reply["reply"] == {"root": root, "parent": comment}
    assert len(bluesky_network.records(person.did)) == 2
    print(f"heard {heard_after:.0f} s after it was said, answered {sent_after:.0f} s after it was written")
