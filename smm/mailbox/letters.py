"""Mails that lie in the development folder as files (`.data/mail/<key>.eml`), and what of them a browser may show."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

KEY = re.compile(r"[0-9a-f-]{36}")
MOST = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the list."""

    key: str
    to: str
    subject: str
    at: datetime | None


def listed(folder: Path) -> list[Letter]:
    """The newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [_letter(file) for file in files[:MOST] if KEY.fullmatch(file.stem)]


def page(folder: Path, key: str) -> str:
    """The mail as HTML, its pictures in it; its text where it has no HTML. Raises FileNotFoundError."""
    if not KEY.fullmatch(key):
        raise FileNotFoundError(key)
    message = _read(folder / f"{key}.eml")
    body = message.get_body(("html",))
    if body is None:
        plain = message.get_body(("plain",))
        text = plain.get_content() if plain else ""
        return f"<pre>{text.replace('&', '&amp;').replace('<', '&lt;')}</pre>"
    html: str = body.get_content()
    for name, address in _pictures(message):
        html = html.replace(f"cid:{name}", address)
    return html


def _letter(file: Path) -> Letter:
    message = _read(file)
    sent = message["Date"]
    return Letter(file.stem, str(message["To"]), str(message["Subject"]), sent.datetime if sent else None)


def _read(file: Path) -> EmailMessage:
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)  # the default policy makes these
    return found


def _pictures(message: EmailMessage) -> Iterator[tuple[str, str]]:
    for part in message.walk():
        name = str(part["Content-ID"] or "").strip("<>")
        if name and part.get_content_maintype() == "image":
            content = base64.b64encode(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
            yield name, f"data:{part.get_content_type()};base64,{content.decode()}"
