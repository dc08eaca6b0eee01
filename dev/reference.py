"""docs/settings.md: every setting in a table, made from .env.example, which the tests compare with what the code reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dev import console, paths

EXAMPLE = paths.ROOT / ".env.example"
TARGET = paths.ROOT / "docs" / "settings.md"
NAMED = re.compile(r"#?([A-Z][A-Z0-9_]*)=(.*)")
HEAD = """# Settings

All settings are environment variables. Each may also stand in a file: set `NAME_FILE` to its path. A wrong value refuses
the start and says which; a name that begins with `MEYDAN_` and that nobody reads is warned of. Made from `.env.example` by
`make reference`; how they are used is said in [operations.md](operations.md).
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One name, what stands there when nothing is set, and what it is for."""

    name: str
    default: str
    meaning: str


def write(_words: list[str]) -> int:
    """Write the page anew."""
    TARGET.write_text(page())
    console.say(f"wrote {paths.shown(TARGET)}")
    return 0


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_lines()])


def _lines() -> Iterator[str]:
    for title, settings in sections():
        yield f"## {title}\n"
        yield "| setting | default | meaning |\n|---|---|---|"
        for setting in settings:
            default = f"`{setting.default}`" if setting.default else ""
            yield f"| `{setting.name}` | {default} | {setting.meaning} |"
        yield ""


def sections() -> Iterator[tuple[str, list[Setting]]]:
    """Title and settings of each part of the example."""
    for part in re.split(r"^# --- ", EXAMPLE.read_text(), flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition(" ---\n")
        yield title, list(_settings(rest))


def _settings(text: str) -> Iterator[Setting]:
    """A name means what the comment above says, its own or that of the names before it."""
    comment: list[str] = []
    is_fresh = True
    for line in text.splitlines():
        found = NAMED.fullmatch(line)
        if found:
            yield Setting(found[1], found[2], " ".join(comment).replace("|", "\\|"))
            is_fresh = True
        elif line.startswith("# "):
            comment = [line[2:]] if is_fresh else [*comment, line[2:]]
            is_fresh = False
