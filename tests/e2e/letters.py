"""What a person finds in her mail: the product hands it to a real SMTP server, which keeps it in a Maildir."""

from __future__ import annotations

import email
import email.policy
import re
import time
from email.message import EmailMessage

from tests.e2e import house

PATIENCE = 30.0


def link(to: str, *, subject: str = "") -> str:
    """The first link of the newest mail to an address, once it is there. `subject`: words that its subject holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        mails = all_to(to, subject=subject)
        found = re.search(rf"{re.escape(house.BASE)}/\S+", text(mails[0])) if mails else None
        if found:
            return found[0]
        time.sleep(0.3)
    raise AssertionError(f"no mail with a link to {to} after {PATIENCE:.0f} s")


def wait_for(to: str, *, subject: str, known: int = 0) -> EmailMessage:
    """The newest fitting mail, once there are more than `known` of them."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        mails = all_to(to, subject=subject)
        if len(mails) > known:
            return mails[0]
        time.sleep(0.3)
    raise AssertionError(f"no mail “{subject}” to {to} after {PATIENCE:.0f} s")


def all_to(to: str, *, subject: str = "") -> list[EmailMessage]:
    """The fitting mails, newest first; only the newest two hundred of the folder are looked at."""
    files = sorted((house.MAILBOX / "new").glob("*"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files[:200]]
    return [mail for mail in mails if to in str(mail["To"]) and subject in str(mail["Subject"])]


def text(mail: EmailMessage) -> str:
    """What it says without markup."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""
