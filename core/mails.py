"""Mails from templates: `<name>.mjml` and its twin `<name>.txt`, in the language and zone that are active.

MJML becomes tables that every mail program draws; it costs about a tenth of a millisecond, so nothing is kept.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from mjml import mjml2html

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no markup may hold."""
MOST_BYTES = 102 * 1024
"""Gmail cuts what is longer and hides it behind a link."""


class TooLong(ValueError):
    """The mail would be cut by its reader's program."""


def letter(
    to: str,
    *,
    name: str,
    context: dict[str, Any],
    subject: str = "",
    about: str = "",
    unsubscribe: str = "",
) -> EmailMultiAlternatives:
    """A mail that is ready to be sent. Without `subject` it is what `<name>.subject.txt` says.

    `about` is kept with the mail for those who look after mails; `unsubscribe` an address that a POST switches off.
    Raises TooLong.
    """
    line = one_line(subject or render_to_string(f"{name}.subject.txt", context))
    context = {"base_url": settings.BASE_URL, "subject": line, **context}
    text = render_to_string(f"{name}.txt", context).strip() + "\n"
    headers = {"X-About": about or name.rpartition("/")[2]}
    if unsubscribe:
        headers["List-Unsubscribe"] = unsubscribe
    mail = EmailMultiAlternatives(line, text, None, [to], headers=headers)
    mail.attach_alternative(html(f"{name}.mjml", context), "text/html")
    return mail


def html(template: str, context: dict[str, Any]) -> str:
    """The page of a mail. Raises TooLong."""
    source = UNWRITABLE.sub("", render_to_string(template, context))
    found: str = mjml2html(source, disable_comments=False, fonts={})
    if len(found.encode()) > MOST_BYTES:
        raise TooLong(f"{template} has {len(found.encode())} bytes")
    return found


def one_line(words: str) -> str:
    """A subject: whatever breaks or bends a line is a space, so that nobody writes headers by a name.

    Nor by an encoded word (RFC 2047), which Python's headers would open before they are written.
    """
    plain = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(plain.replace("=?", "= ?").split())
