"""The sandbox's JSON API over HTTP."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.conftest import Person, Server


def test_it_is_healthy(server: Server) -> None:
    got = server.ask("GET", "/sandbox/healthz")

    assert (got.status, got.body) == (200, b"ok")


@pytest.mark.parametrize(
    ("typed", "handle"),
    [("Çay & Qəhvə", "cay-qehve"), ("IŞIQ", "isiq"), ("  a  ", "a"), ("x" * 99, "x" * 30)],
)
def test_a_handle_is_made_of_what_was_invented(server: Server, typed: str, handle: str) -> None:
    assert server.send("connect", {"handle": typed}).json()["handle"] == handle


@pytest.mark.parametrize("typed", ["", "!", None, 5, ["a"], "\ud800"])
def test_nothing_makes_no_account(server: Server, typed: object) -> None:
    got = server.send("connect", {"handle": typed})

    assert (got.status, got.json()["error"]) == (422, "invalid_handle")


def test_a_refresh_token_works_twice_then_never(person: Person) -> None:
    old = {"refresh_token": person.facts["refresh_token"]}

    answers = [person.server.send("token", old) for _ in range(3)]

    assert [got.status for got in answers] == [200, 200, 400]
    assert answers[2].json()["error"] == "invalid_grant"
    assert answers[0].json()["access_token"] != answers[1].json()["access_token"]
    assert answers[0].json()["expires_at"] > time.time() + 7000


def test_without_a_token_nothing_is_told(server: Server) -> None:
    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
        assert server.ask("GET", "/sandbox/api/me", **header).status == 401


def test_the_same_key_makes_one_post(person: Person) -> None:
    first, second = person.post("a", "k1"), person.post("b", "k1")

    assert (first.status, second.status) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert second.json()["text"] == "a"
    assert second.json()["times_sent"] == 2


def test_the_same_key_at_once_makes_one_post(person: Person) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: person.post("a", "k1"), range(24)))

    assert sorted(got.status for got in answers) == [200] * 23 + [201]
    assert person.texts() == ["a"]


def test_without_a_key_every_call_makes_a_post(person: Person) -> None:
    person.post("a")
    person.post("a")

    assert person.texts() == ["a", "a"]


def test_two_people_may_use_the_same_key(person: Person) -> None:
    other = Person(person.server, "somebody else")

    assert person.post("a", "k").json()["id"] != other.post("b", "k").json()["id"]


def test_a_post_is_found_by_its_key_read_and_deleted(person: Person) -> None:
    made = person.post("a", "k1").json()

    found = person.get("posts?key=k1").json()["posts"]
    assert [one["id"] for one in found] == [made["id"]]
    assert person.get("posts?key=k2").json()["posts"] == []
    assert person.get(f"posts/{made['id']}").json()["text"] == "a"
    path = f"/sandbox/api/posts/{made['id']}"
    assert person.server.ask("DELETE", path, **person.signed).status == 200
    assert person.server.ask("DELETE", path, **person.signed).status == 404
    assert person.texts() == []


def test_nobody_deletes_anothers_post(person: Person) -> None:
    made = person.post("a").json()
    other = Person(person.server, "stranger")

    got = person.server.ask("DELETE", f"/sandbox/api/posts/{made['id']}", **other.signed)

    assert got.status == 404
    assert person.texts() == ["a"]


def test_a_picture_is_kept_and_shown(person: Person) -> None:
    kind = {"Content_Type": "image/png", **person.signed}
    first = person.server.ask("POST", "/sandbox/api/media", b"\x89PNG", **kind).json()
    again = person.server.ask("POST", "/sandbox/api/media", b"\x89PNG", **kind).json()

    made = person.post("", media=[{"id": first["id"], "alt": "x"}])

    assert first == again
    assert made.status == 201
    shown = person.server.ask("GET", f"/sandbox/media/{first['id']}")
    assert (shown.body, shown.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_only_own_pictures_of_known_kinds_and_sizes(person: Person) -> None:
    def upload(kind: str, body: bytes) -> int:
        headers = {"Content_Type": kind, **person.signed}
        return person.server.ask("POST", "/sandbox/api/media", body, **headers).status

    assert upload("image/svg+xml", b"<svg/>") == 415
    assert upload("text/html", b"x") == 415
    assert upload("image/png", b"") == 413
    assert upload("image/png", b"x" * 5_000_001) == 413
    assert upload("image/png", b"x" * 5_000_000) == 201
    assert upload("image/png", b"x" * 6_000_001) == 413
    assert person.post("a", media=[{"id": "unknown"}]).status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"text":5}',
        b'{"text":" "}',
        b"\xff",
        b"[" * 90_000,
        b'{"text":"a","media":5}',
        b'{"text":"' + b"a" * 10_001 + b'"}',
    ],
)
def test_bad_posts_are_refused(person: Person, body: bytes) -> None:
    got = person.server.ask("POST", "/sandbox/api/posts", body, **person.signed)

    assert got.status == 422
    assert person.texts() == []


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "\u202eabc", "👨‍👩‍👧‍👦" * 100])
def test_strange_letters_are_survived(person: Person, text: str) -> None:
    assert person.post(text).status == 201
    assert person.server.ask("GET", f"/sandbox/@{person.handle}").status == 200


def test_everything_survives_a_kill(person: Person) -> None:
    person.post("kept", "k1")
    person.switch("refused", calls=0)

    person.server.kill_and_start()

    assert person.texts() == ["kept"]
    assert person.post("x").status == 422
