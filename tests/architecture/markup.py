"""What is wrong with a template: seen without rendering it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

OURS = frozenset({"Meydan"})
"""Words that are the same in every language."""
SPOKEN = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "label", "content"})
"""Attributes whose text people read or hear."""
SILENT = frozenset({"script", "style", "svg", "code", "kbd", "mj-style", "mj-preview-none"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
FOREIGN = re.compile(r"(?i)(?:https?:)?//(?!www\.w3\.org/)[a-z0-9]")
ASKS = frozenset({"src", "href", "action", "formaction", "poster", "srcset", "data", "hx-get", "hx-post"})
LEADS_AWAY = frozenset({"a"})
"""A person may follow a link to another site; the page itself asks nobody."""
ADDRESS = re.compile(r"(?:\w+:/)?/\S*")
LETTERS = re.compile(r"[^\W\d_]{2,}")
STATIC = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")
WITHIN_A_TAG = ("_class", "_attributes", "_attrs", "_data")
"""Blocks so named stand inside a tag: they hold no text."""
HOLE = "\ufffc"
"""Stands where a variable was."""
QUIET_META = frozenset(
    {"viewport", "color-scheme", "robots", "referrer", "theme-color", "htmx-config", "generator"}
)


@dataclass(frozen=True)
class Flaw:
    """What is wrong, and in which line."""

    line: int
    what: str


def flaws(source: str) -> list[Flaw]:
    """Everything that a page of ours must not hold."""
    reader = _Reader()
    reader.feed(plain(source))
    reader.close()
    return reader.flaws


def statics(source: str) -> list[str]:
    """The files that a template names by {% static %}."""
    return STATIC.findall(source)


def plain(source: str) -> str:
    """The markup alone: variables are holes; tags, translated blocks and comments are gone; lines stay."""
    out: list[str] = []
    inside = ""
    for token in Lexer(source).tokenize():
        lines = "\n" * token.contents.count("\n")
        words = [*token.contents.split(), "", ""]
        word = words[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if word == f"end{inside}" else inside
            out.append(lines)
        elif word in {"blocktranslate", "blocktrans", "comment"} or (
            word == "block" and words[1].endswith(WITHIN_A_TAG)
        ):
            inside = word
        elif token.token_type == TokenType.TEXT:
            out.append(token.contents)
        else:
            out.append(HOLE if token.token_type == TokenType.VAR else lines)
    return "".join(out)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flaws: list[Flaw] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(tag)
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self._say("a script inside the page")
        if tag == "style":
            self._say("a style sheet inside the page")
        for name, value in values.items():
            for what in _judge(tag, name, value, values):
                self._say(what)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not SILENT & set(self._open) and _is_untranslated(data):
            self._say(f"a text that is not translated: {data.strip()[:40]!r}")

    def _say(self, what: str) -> None:
        self.flaws.append(Flaw(self.getpos()[0], what))


def _judge(tag: str, name: str, value: str, values: dict[str, str]) -> Iterator[str]:
    if name == "style":
        yield "a style attribute"
    if re.fullmatch(r"on[a-z]+", name) or name.startswith(("hx-on", "@")):
        yield f"a script in the attribute {name}"
    if value.strip().lower().startswith("javascript:"):
        yield "a script as an address"
    if name in ASKS and tag not in LEADS_AWAY and FOREIGN.match(value.strip()):
        yield f"an address of somebody else: {value}"
    if name in SPOKEN and not _is_quiet(tag, name, values) and _is_untranslated(value):
        yield f"a text that is not translated: {name}={value!r}"


def _is_quiet(tag: str, name: str, values: dict[str, str]) -> bool:
    return name == "content" and (
        tag != "meta" or values.get("name", values.get("http-equiv", "")) in QUIET_META
    )


def _is_untranslated(text: str) -> bool:
    words = LETTERS.findall(ADDRESS.sub(" ", text).replace(HOLE, " "))
    return any(word not in OURS for word in words)
