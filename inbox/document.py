"""The document of a reply: what is said, to which message, in which thread, as bytes. Senders read nothing else.

Version 1: `{"v": 1, "text": …, "to": [id, stamp], "thread": [id, stamp], "languages": [code…]}`. Whom it answers is part of
it, so a yes to a text is a yes to saying it there. Keys sorted, no white space, UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from networks.base import Draft
from networks.conversing import Spot


@dataclass(frozen=True, slots=True)
class Document:
    """What goes out."""

    text: str
    to: Spot
    thread: Spot
    languages: Sequence[str] = ()

    @property
    def draft(self) -> Draft:
        """As a network checks and prepares it; without the time of the first attempt."""
        return Draft(text=self.text, languages=tuple(self.languages))


def to_bytes(document: Document) -> bytes:
    """The same content always gives the same bytes."""
    values: dict[str, Any] = {
        "v": 1,
        "text": document.text,
        "to": [document.to.remote_id, document.to.stamp],
        "thread": [document.thread.remote_id, document.thread.stamp],
        "languages": list(document.languages),
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def from_bytes(canonical: bytes | memoryview) -> Document:
    """Back again. Raises ValueError for what is no document of a reply."""
    values = json.loads(bytes(canonical))
    if values.get("v") != 1:
        raise ValueError("unknown version")
    return Document(values["text"], Spot(*values["to"]), Spot(*values["thread"]), tuple(values["languages"]))
