"""The public pages: what they show, what they escape, what they promise to browsers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.sandbox.conftest import Person, Server

VOID = {"meta", "link", "input", "img", "br"}
ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> https://a.test/?a=1&b=<b>"


class Outline(HTMLParser):
    """Checks that tags close in order, and collects what tests ask about."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def outline(server: Server, path: str, status: int = 200) -> Outline:
    got = server.ask("GET", path)
    assert got.status == status
    return Outline(got.text)


@pytest.fixture
def pages(person: Person) -> list[tuple[str, int]]:
    """One address of every page, with a post that has a picture and an attack in every text."""
    kind = {"Content_Type": "image/png", **person.signed}
    picture = person.server.ask("POST", "/sandbox/api/media", b"\x89PNG", **kind).json()["id"]
    media = [{"id": picture, "alt": ATTACK}]
    made = person.post(ATTACK, media=media, languages=["az"]).json()
    person.switch("slow", seconds=0, calls=5)
    own = f"/sandbox/@{person.handle}"
    return [
        ("/sandbox/", 200),
        ("/sandbox/switches", 200),
        (own, 200),
        (f"{own}/{made['id']}", 200),
        ("/sandbox/@nobody-at-all", 404),
        (f"{own}/nothing", 404),
        ("/elsewhere", 404),
        ("/sandbox/media/nothing", 404),
    ]


def test_every_page_is_whole_and_has_one_heading(person: Person, pages: list[tuple[str, int]]) -> None:
    for path, status in pages:
        page = outline(person.server, path, status)

        assert page.open == []
        assert len(page.all("h1")) == 1
        assert len(page.all("main")) == 1
        assert page.all("html") == [{"lang": "en"}]
        assert len(page.all("title")) == 1
        assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_no_words_of_people_become_markup(person: Person, pages: list[tuple[str, int]]) -> None:
    for path, status in pages:
        page = outline(person.server, path, status)

        assert page.all("script") == []
        assert page.all("style") == []
        assert not any("style" in attributes for _, attributes in page.tags)
        assert not any(name.startswith("on") for _, found in page.tags for name in found)
        assert all(str(image["src"]).startswith("/sandbox/media/") for image in page.all("img"))


def test_every_picture_has_its_alternative_text(person: Person, pages: list[tuple[str, int]]) -> None:
    page = outline(person.server, f"/sandbox/@{person.handle}")

    assert [image["alt"] for image in page.all("img")] == [ATTACK]


def test_a_post_names_its_language_and_links_its_addresses(
    person: Person, pages: list[tuple[str, int]]
) -> None:
    text = person.server.ask("GET", pages[3][0]).text

    assert '<p class="words" dir="auto" lang="az">' in text
    assert '<a href="https://a.test/?a=1&amp;b=" rel="nofollow noopener ugc">' in text


def test_every_answer_carries_a_strict_policy(person: Person, pages: list[tuple[str, int]]) -> None:
    for path, _ in [*pages, ("/sandbox/healthz", 200), ("/sandbox/static/sandbox.css", 200)]:
        headers = person.server.ask("GET", path).headers

        assert headers["content-security-policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_style_and_icon_are_own_files(server: Server) -> None:
    page = outline(server, "/sandbox/")
    style = server.ask("GET", "/sandbox/static/sandbox.css")

    own = ["/sandbox/static/sandbox.css", "/sandbox/static/icon.svg"]
    assert [link["href"] for link in page.all("link")] == own
    assert server.ask("GET", own[1]).headers["content-type"] == "image/svg+xml"
    assert style.headers["content-type"].startswith("text/css")
    assert "prefers-color-scheme: dark" in style.text
    assert not re.search(r"url\(|@import", style.text)


def test_labels_name_every_field(person: Person) -> None:
    text = person.server.ask("GET", "/sandbox/switches").text
    form = text[text.index('class="board"') : text.index("</form>")]

    fields = re.findall(r"<(?:select|input)\b", form)
    assert len(re.findall(r"<label>[^<]+<(?:select|input)\b", form)) == len(fields) == 5


def test_the_index_lists_people_with_their_posts(person: Person) -> None:
    person.post("a")
    person.post("b")

    text = person.server.ask("GET", "/sandbox/").text

    row = text[text.index(f'"/sandbox/@{person.handle}"') :]
    assert row[: row.index("</li>")].endswith("<small>2 posts</small></a>")


@pytest.mark.parametrize("path", ["/", "/sandbox"])
def test_the_front_door_leads_in(server: Server, path: str) -> None:
    got = server.ask("GET", path)

    assert (got.status, got.headers["location"]) == (303, "/sandbox/")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_pages_are_only_read(server: Server, method: str) -> None:
    assert server.ask(method, "/sandbox/").status == 405
