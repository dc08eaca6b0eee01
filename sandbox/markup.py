"""Small pieces of HTML that several pages share: faces, and people's words with their addresses as links."""

from __future__ import annotations

import re
from html import escape

from sandbox.store import Account

_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_WORD = re.compile(r"\w+")
_TONES = 6


def face(account: Account) -> str:
    """Initials on a colour that belongs to the account."""
    tone = sum(account.id.encode()) % _TONES
    letters = "".join(word[0] for word in _WORD.findall(account.name)[:2]) or account.handle[0]
    return f'<span class="face tone-{tone}" aria-hidden="true">{escape(letters)}</span>'


def words(text: str) -> str:
    """Escaped text with its addresses as links."""
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        address = escape(match.group())
        parts.append(escape(text[end : match.start()]))
        parts.append(f'<a href="{address}" rel="nofollow noopener ugc">{address}</a>')
        end = match.end()
    return "".join([*parts, escape(text[end:])])
