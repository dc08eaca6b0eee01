"""Tables of links, mentions and tags."""

from __future__ import annotations

import pytest

from networks.bluesky_text import facets, spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.test", ["https://a.test"]),
        ("(https://a.test/b).", ["https://a.test/b"]),
        ("https://a.test/x_(y)", ["https://a.test/x_(y)"]),
        ("see https://a.test/b, ok", ["https://a.test/b"]),
        ("https://", []),
        ("xhttps://a.test", []),
        ("a.test", []),
        ("@alice.test hi", ["@alice.test"]),
        ("mail me@alice.test", []),
        ("(@alice.test)", ["@alice.test"]),
        ("@alice", []),
        ("@alice.test.", ["@alice.test"]),
        ("#Bakı #2027 #a1", ["#Bakı", "#a1"]),
        ("#çay, #qəhvə!", ["#çay", "#qəhvə"]),
        ("＃全角", ["＃全角"]),
        ("#a#b", ["#a"]),
        ("#" + "x" * 65, []),
        ("https://a.test/#tag", ["https://a.test/#tag"]),
        ("#snake_case_", ["#snake_case_"]),
        ("", []),
    ],
)
def test_spans_are_what_people_mean(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in spans(text)] == expected


def test_offsets_are_bytes() -> None:
    text = "👨‍👩‍👧 İ #ə"

    found = facets(text, {})

    assert found[0]["index"] == {"byteStart": 22, "byteEnd": 25}
