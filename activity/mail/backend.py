"""Django's mail backend: every mail, also that of a library, becomes an outgoing row in the current transaction."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from email.mime.base import MIMEBase
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailAttachment, EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now
from django.utils import timezone

from activity.mail import message as wire
from activity.models import Mail
from core import bell
from core.ids import uuid7
from core.mails import one_line
from core.outbox.states import State
from core.tenancy import scope

MOST_ATTACHED = 5_000_000
"""Bytes of all files of one mail."""
CID = re.compile(r"[a-z0-9]{1,40}")


class OutgoingBackend(BaseEmailBackend):
    """One row for each recipient, due now. It belongs to the open organization, outside a scope to none.

    Of a message's own headers it knows two: `List-Unsubscribe`, an address of ours that a POST switches off, and
    `X-About`, which stays with the row.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages were written down. Raises ValueError for one that could never be sent."""
        for message in email_messages:
            write(message)
        return len(email_messages)


def write(message: EmailMessage) -> list[Mail]:
    """One waiting row for each recipient, in the current transaction. Raises ValueError as the backend does."""
    rows = Mail._base_manager.bulk_create(_rows(message))
    bell.ring("core.drain", "mail", queue="mail")
    return rows


def _rows(message: EmailMessage) -> list[Mail]:
    rows = [_row(message, address) for address in message.recipients()]
    for row in rows:
        wire.as_bytes(row)
    return rows


def _row(message: EmailMessage, address: str) -> Mail:
    number, now, opened = uuid7(), timezone.now(), scope.current()
    return Mail(
        id=number,
        organization_id=opened.organization_id if opened else None,
        state=State.WAITING,
        due_at=Now(),
        created_at=now,
        sender=message.from_email,
        to=_plain(address),
        subject=one_line(str(message.subject))[:300],
        text=str(message.body),
        html=_html(message),
        about=str(message.extra_headers.get("X-About", ""))[:60],
        reply_to=_plain(message.reply_to[0]) if message.reply_to else "",
        unsubscribe=str(message.extra_headers.get("List-Unsubscribe", "")),
        attachments=_attachments(message),
        message_id=f"<{number}@{urlsplit(settings.BASE_URL).hostname}>",
    )


def _plain(address: str) -> str:
    """The bare address; a domain with letters beyond ASCII as DNS writes it."""
    local, _, domain = parseaddr(address)[1].rpartition("@")
    plain = f"{local}@{domain.encode('idna').decode()}"
    if not (local and domain and plain.isascii()):
        raise ValueError("this address is none that every mail server takes")
    return plain


def _attachments(message: EmailMessage) -> list[dict[str, str]]:
    """Files of the message for the row; a part with a Content-ID is a picture that the page shows.

    Raises ValueError for more than 5 MB, or for what is no file.
    """
    found = [_file(one) for one in message.attachments]
    if sum(len(content) for _name, _kind, content, _cid in found) > MOST_ATTACHED:
        raise ValueError(f"a mail carries at most {MOST_ATTACHED} bytes of files")
    return [
        {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
        | ({"cid": cid} if cid else {})
        for name, kind, content, cid in found
    ]


def _file(one: EmailAttachment | MIMEBase) -> tuple[str, str, bytes, str]:
    """Name, type, content, Content-ID."""
    if isinstance(one, EmailAttachment):
        name, kind = one_line(one.filename or "file"), one.mimetype or "application/octet-stream"
        return name, kind, _bytes(one.content), ""
    cid = str(one.get("Content-ID", "")).strip("<>")
    if not CID.fullmatch(cid):
        raise ValueError("attach files by name, content and type, pictures of the page by Content-ID")
    return cid, one.get_content_type(), _bytes(one.get_payload(decode=True)), cid


def _bytes(content: object) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if not isinstance(content, bytes):
        raise ValueError("attach files as text or bytes")
    return content


def _html(message: EmailMessage) -> str:
    if not isinstance(message, EmailMultiAlternatives):
        return str(message.body) if message.content_subtype == "html" else ""
    found = (str(body) for body, kind in message.alternatives if kind == "text/html")
    return next(found, "")
