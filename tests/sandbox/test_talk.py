"""What people say to each other in the sandbox: by the API, and by the forms of its pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.conftest import Got, Person, Server


class Voice(Person):
    """Somebody who answers, hears, likes and hides."""

    def answer(self, to: str, text: str = "Nə gözəl", key: str = "") -> Got:
        return self.post(text, key, in_reply_to=to)

    def heard(self, stream: str = "comments", cursor: str = "", limit: int = 50) -> Any:
        return self.get(f"heard?stream={stream}&cursor={cursor}&limit={limit}").json()

    def do(self, method: str, path: str, body: bytes = b'{"on": true}') -> Got:
        return self.server.ask(method, f"/sandbox/api/posts/{path}", body, **self.signed)


@pytest.fixture
def owner(person: Person) -> Voice:
    """Whose post it is."""
    return Voice(person.server, person.handle)


@pytest.fixture
def guest(person: Person) -> Voice:
    """Who comments on it."""
    return Voice(person.server, f"guest {person.handle}")


def act(server: Server, fields: dict[str, str], **headers: str) -> Got:
    kind = {"Content_Type": "application/x-www-form-urlencoded", **headers}
    return server.ask("POST", "/sandbox/act", urlencode(fields).encode(), **kind)


def test_a_comment_and_its_answer_are_heard_by_both(owner: Voice, guest: Voice) -> None:
    post = owner.post("a").json()["id"]
    comment = guest.answer(post).json()["id"]
    reply = owner.answer(comment, "Sağ olun").json()["id"]

    heard = owner.heard()["messages"]
    assert [(one["id"], one["kind"], one["thread"], one["parent"], one["is_own"]) for one in heard] == [
        (comment, "comment", post, post, False),
        (reply, "reply", post, comment, True),
    ]
    assert [one["id"] for one in guest.heard()["messages"]] == [comment, reply]


def test_a_mention_is_heard_in_a_stream_of_its_own(owner: Voice, guest: Voice) -> None:
    said = guest.post(f"salam @{owner.handle}!").json()["id"]
    guest.post("mail me a@b or @nobody-at-all")

    [heard] = owner.heard("mentions")["messages"]
    assert (heard["id"], heard["thread"], heard["parent"]) == (said, said, None)
    assert owner.heard()["messages"] == []


def test_an_edit_and_a_deletion_are_heard_again_and_change_the_page(owner: Voice, guest: Voice) -> None:
    comment = guest.answer(owner.post("a").json()["id"]).json()["id"]
    cursor = owner.heard()["cursor"]

    assert guest.do("PATCH", comment, b'{"text": "yeni"}').status == 200
    [edited] = owner.heard(cursor=cursor)["messages"]
    assert (edited["text"], bool(edited["edited_at"])) == ("yeni", True)
    assert guest.do("DELETE", comment).status == 200
    [gone] = owner.heard(cursor=cursor)["messages"]
    assert (gone["is_deleted"], gone["text"], gone["id"]) == (True, "", comment)


def test_only_its_author_changes_a_comment(owner: Voice, guest: Voice) -> None:
    comment = guest.answer(owner.post("a").json()["id"]).json()["id"]

    assert owner.do("PATCH", comment, b'{"text": "other"}').status == 403
    assert owner.do("DELETE", comment).status == 404
    assert owner.heard()["messages"][0]["text"] == "Nə gözəl"


def test_pages_of_what_was_heard_are_gapless(owner: Voice, guest: Voice) -> None:
    post = owner.post("a").json()["id"]
    said = [guest.answer(post, f"{number}").json()["id"] for number in range(7)]

    found, cursor, is_last = [], "", False
    while not is_last:
        page = owner.heard(cursor=cursor, limit=3)
        found += [one["id"] for one in page["messages"]]
        cursor, is_last = page["cursor"], page["is_last"]

    assert found == said


@pytest.mark.parametrize("cursor", ["x", "c2VxOg", "c2VxOi01", "%C3%A9", "c2VxOjk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_of_somebody_else_is_refused(owner: Voice, cursor: str) -> None:
    got = owner.get(f"heard?stream=comments&cursor={cursor}")

    assert (got.status, got.json()["error"]) == (422, "cursor_unusable")


def test_the_same_key_answers_once_even_when_the_comment_is_gone_since(owner: Voice, guest: Voice) -> None:
    comment = guest.answer(owner.post("a").json()["id"]).json()["id"]

    first = owner.answer(comment, key="k1")
    guest.do("DELETE", comment)
    again, another = owner.answer(comment, key="k1"), owner.answer(comment, key="k2")

    assert (first.status, again.status, again.json()["id"]) == (201, 200, first.json()["id"])
    assert (another.status, another.json()["error"]) == (410, "gone")
    assert owner.get("posts?key=k2").json()["posts"] == []


def test_answers_do_not_stand_among_the_posts(owner: Voice, guest: Voice) -> None:
    post = owner.post("a").json()["id"]
    owner.answer(guest.answer(post).json()["id"], "cavab", key="k9")

    assert owner.texts() == ["a"]
    assert [one["text"] for one in owner.get("posts?key=k9").json()["posts"]] == ["cavab"]


def test_only_the_threads_owner_hides_a_comment(owner: Voice, guest: Voice) -> None:
    comment = guest.answer(owner.post("a").json()["id"]).json()["id"]

    assert guest.do("POST", f"{comment}/hide").json()["error"] == "cannot_hide"
    assert owner.do("POST", f"{comment}/hide").status == 200
    assert owner.heard()["messages"][0]["is_hidden"] is True


def test_figures_count_what_people_did_and_only_grow(owner: Voice, guest: Voice) -> None:
    post = owner.post("a").json()["id"]
    before = owner.get(f"figures?ids={post}").json()["posts"][post]
    guest.answer(post)
    for _ in range(2):
        guest.do("POST", f"{post}/like")
    guest.server.send("follow", {"handle": owner.handle}, **guest.signed)

    after = owner.get(f"figures?ids={post}").json()["posts"][post]
    assert after["comments"] == before["comments"] + 1
    assert after["likes"] == before["likes"] + 1
    assert all(after[name] >= before[name] for name in before)
    mine = owner.get("figures/me").json()["figures"]
    assert (mine["followers"], mine["posts"]) == (1, 1)


def test_figures_of_others_and_of_nothing_are_not_told(owner: Voice, guest: Voice) -> None:
    post = owner.post("a").json()["id"]

    assert guest.get(f"figures?ids={post},nothing").json()["posts"] == {}
    assert guest.get("figures?ids=" + ",".join(str(number) for number in range(21))).status == 422


def test_missing_figures_can_be_switched_on(owner: Voice) -> None:
    post = owner.post("a").json()["id"]
    owner.switch("figures_missing", calls=2)

    assert owner.get(f"figures?ids={post}").json()["posts"] == {post: {}}
    assert owner.get("figures/me").json()["figures"] == {}
    assert owner.get("figures/me").json()["figures"]["posts"] == 1


def test_a_visitor_comments_answers_likes_and_follows_by_forms(owner: Voice, server: Server) -> None:
    post = owner.post("Yeni qəhvə").json()["id"]
    page = f"/sandbox/@{owner.handle}/{post}"
    said = {"as": "Nərgiz <b>", "post": post, "text": "Harada?", "back": page}

    got = act(server, {**said, "do": "say"})
    act(server, {**said, "do": "like"})
    act(server, {"as": "Nərgiz", "do": "follow", "handle": owner.handle, "back": page})

    assert (got.status, got.headers["location"]) == (303, page)
    shown = server.ask("GET", page).text
    assert "Harada?" in shown
    assert "Nərgiz &lt;b&gt;" in shown
    assert "1 comment" in shown
    [heard] = owner.heard()["messages"]
    assert heard["author"]["handle"] == "nergiz-b"
    assert owner.get("figures/me").json()["figures"]["followers"] == 1
    assert re.search(r'id="m-[0-9a-f]+"', shown)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"do": "say", "as": "!", "text": "a"}, 422),
        ({"do": "say", "as": "Ayla", "text": " "}, 422),
        ({"do": "say", "as": "Ayla", "text": "a" * 501}, 422),
        ({"do": "say", "as": "Ayla", "text": "a", "post": "nothing"}, 410),
        ({"do": "nonsense", "as": "Ayla"}, 422),
        ({}, 422),
    ],
)
def test_bad_forms_are_refused(server: Server, fields: dict[str, str], status: int) -> None:
    assert act(server, fields).status == status


def test_a_form_leads_back_to_pages_of_ours_only(server: Server) -> None:
    fields = {"do": "follow", "as": "Ayla", "handle": "nobody"}

    for back in ("https://evil.test/", "//evil.test", "/elsewhere", "/sandbox/@a\r\nX: 1"):
        assert act(server, {**fields, "back": back}).headers["location"] == "/sandbox/"


def test_another_site_cannot_act(server: Server) -> None:
    assert act(server, {"do": "follow", "as": "Ayla"}, Sec_Fetch_Site="cross-site").status == 403
