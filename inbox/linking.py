"""Texts of strangers as markup: everything escaped, whole web addresses as links that give nothing away."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from networks.bluesky_text import spans

LINK = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow ugc">{}</a>'
WEB = ("https://", "http://")


def linked(words: str) -> SafeString:
    """The words, escaped; http and https addresses in them can be followed, nothing else can."""
    return mark_safe("".join(_pieces(words)))  # noqa: S308 - every piece is escaped


def _pieces(words: str) -> Iterator[str]:
    begin = 0
    for span in spans(words):
        shown = words[span.start : span.end]
        if span.kind != "link" or not shown.lower().startswith(WEB):
            continue
        yield escape(words[begin : span.start])
        yield format_html(LINK, shown, shown)
        begin = span.end
    yield escape(words[begin:])
