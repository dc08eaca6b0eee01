"""The mail of a report: one page for each language and clock, and what differs from reader to reader put into it at the end.

Making the page costs more than everything else, so it is made once; the secret of the reader's own links and her name
stand in it as marks until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.mime.image import MIMEImage

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from analytics.reporting.making import Made
from analytics.reporting.sheet import Sheet
from core import mails
from core.mails import one_line

NAME, SECRET = "NAMEOFTHEREADER", "SECRETOFTHISMAIL"
TEMPLATE = "analytics/mail/report"
CHART = "chart"
ABOUT = "analytics.report"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter goes to. `secret` opens her own links; "" for a test, whose links lead to pages."""

    address: str
    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail without its reader. `inline` are its pictures by Content-ID: type and bytes."""

    subject: str
    html: str
    text: str
    inline: dict[str, tuple[str, bytes]]


def letter(
    sheet: Sheet, made: Made, *, when: str, mark: str = "", to: dict[str, str] | None = None
) -> Letter:
    """In the sheet's language. `when` is the rhythm in words, `mark` stands before the subject of tests.

    `to` are the addresses of web, pdf and xlsx, where they are not the reader's own. Raises mails.TooLong.
    """
    with translation.override(sheet.language):
        inline = _pictures(sheet, made)
        subject = one_line(f"{mark} {sheet.subject}")
        context = {
            "sheet": sheet,
            "face": {"name": sheet.brand, "initial": sheet.initial, "ground": sheet.ground, "ink": sheet.ink},
            "inline": inline,
            "mark": mark,
            "subject": subject,
            "preheader": sheet.preheader,
            "greeting": _("Hello, %(name)s.") % {"name": NAME},
            "when": when,
            "links": to or links(SECRET),
        }
        found = mails.letter("", name=TEMPLATE, context=context, subject=subject)
        html = str(found.alternatives[0][0])
        return Letter(subject, html, str(found.body), inline)


def links(secret: str) -> dict[str, str]:
    """The reader's own addresses."""
    names = {
        "web": "report_link",
        "pdf": "report_link_pdf",
        "xlsx": "report_link_xlsx",
        "end": "report_link_end",
    }
    return {
        key: settings.BASE_URL + reverse(f"analytics:{name}", args=[secret]) for key, name in names.items()
    }


def addressed(made: Letter, reader: Reader) -> EmailMultiAlternatives:
    """The mail to one reader."""
    end = links(reader.secret)["end"]
    headers = {"X-About": ABOUT, "List-Unsubscribe": end}
    text = _personal(made.text, reader.secret, one_line(reader.name))
    mail = EmailMultiAlternatives(made.subject, text, None, [reader.address], headers=headers)
    return _with_page(mail, made, html_for(made, reader.name, reader.secret))


def to_oneself(made: Letter, address: str, name: str) -> EmailMultiAlternatives:
    """A test: a letter without a secret, and nothing to end."""
    text = _personal(made.text, "", one_line(name))
    mail = EmailMultiAlternatives(made.subject, text, None, [address], headers={"X-About": f"{ABOUT}_test"})
    return _with_page(mail, made, html_for(made, name))


def html_for(made: Letter, name: str, secret: str = "") -> str:
    """The page as one reader sees it."""
    return _personal(made.html, secret, escape(one_line(name)))


def _with_page(mail: EmailMultiAlternatives, made: Letter, page: str) -> EmailMultiAlternatives:
    mail.attach_alternative(page, "text/html")
    for cid, (kind, content) in made.inline.items():
        part = MIMEImage(content, kind.partition("/")[2])
        part.add_header("Content-ID", f"<{cid}>")
        mail.attach(part)
    return mail


def _personal(page: str, secret: str, name: str) -> str:
    return page.replace(SECRET, secret).replace(NAME, name)


def _pictures(sheet: Sheet, made: Made) -> dict[str, tuple[str, bytes]]:
    found: dict[str, tuple[str, bytes]] = {}
    if sheet.bars and sheet.language in made.charts:
        found[CHART] = ("image/png", made.charts[sheet.language])
    for post in sheet.best:
        if post.cid and post.cover in made.pictures:
            picture = made.pictures[post.cover]
            found[post.cid] = (picture.mime, picture.content)
    return found


def base(path: str) -> str:
    """A page of ours, as mails name it."""
    return f"{settings.BASE_URL}{path}"
