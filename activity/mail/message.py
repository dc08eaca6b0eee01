"""What a mail looks like on the wire."""

from __future__ import annotations

import base64
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from activity.models import Mail

PAGES = ("multipart/related", "text/html")
"""Where pictures are put: the page, which becomes one part of several with its first picture."""
WIDE = SMTP.clone(max_line_length=400)
"""An address in a header stays whole: Python would fold it into an encoded word, which no mail program follows."""


def as_bytes(mail: Mail) -> bytes:
    """The whole message (RFC 5322) with CRLF line ends, the same at every try: a receiver can tell a copy by its id.

    Raises ValueError for addresses that cannot be written in a header.
    """
    message = EmailMessage(policy=WIDE)
    name, address = parseaddr(mail.sender)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    if mail.unsubscribe:  # RFC 8058: one click of the mail program is a POST
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.attachments:
        _attach(message, file)
    return message.as_bytes()


def _attach(message: EmailMessage, file: dict[str, str]) -> None:
    """A file beside the text, or a picture inside the page that names it by `cid:`."""
    kind, _, subtype = file["type"].partition("/")
    content = base64.b64decode(file["content"])
    if "cid" not in file:
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=file["name"])
        return
    page = next(part for part in message.walk() if part.get_content_type() in PAGES)
    assert isinstance(page, EmailMessage)
    page.add_related(content, maintype=kind, subtype=subtype, cid=f"<{file['cid']}>", disposition="inline")


def envelope_sender(mail: Mail) -> str:
    """The bare address for MAIL FROM."""
    return parseaddr(mail.sender)[1]
