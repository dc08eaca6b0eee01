"""What a person finds in her mail: the product hands it to a real SMTP server, which keeps it in a Maildir."""

from __future__ import annotations

import email
import email.policy
import re
import time

from tests.e2e import house

PATIENCE = 30.0


def link(to: str, *, subject: str = "") -> str:
    """The first link of the newest mail to an address, once it is there. `subject`: words that its subject holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = re.search(rf"{re.escape(house.BASE)}/\S+", _newest(to, subject))
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"no mail with a link to {to} after {PATIENCE:.0f} s")


def _newest(to: str, subject: str) -> str:
    """The plain text of the newest fitting mail, "" for none."""
    files = sorted((house.MAILBOX / "new").glob("*"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[:50]:
        message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if to in str(message["To"]) and subject in str(message["Subject"]):
            body = message.get_body(("plain",))
            return str(body.get_content()) if body else ""
    return ""
