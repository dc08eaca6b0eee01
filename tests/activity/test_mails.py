"""How mails look: from MJML, whole without pictures, in the receiver's language, and nobody writes headers by a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import RequestFactory
from django.utils import translation

from accounts import faces
from accounts.access import by
from accounts.grants import Role
from accounts.models import User
from accounts.services import invitations
from activity.mail import message
from activity.models import Mail
from activity.models.rhythm import Pace
from core import mails
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.world import Place

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")
OURS = ("http://127.0.0.1:8000/", "http://www.w3.org/", "https://meydan.example/")
PREFIXES = {
    "account/email/email_confirmation": {"activate_url": "https://meydan.example/x/"},
    "account/email/email_confirmation_signup": {"activate_url": "https://meydan.example/x/"},
    "account/email/password_reset_key": {"password_reset_url": "https://meydan.example/x/"},
    "account/email/unknown_account": {"signup_url": "https://meydan.example/x/"},
    "account/email/account_already_exists": {"password_reset_url": "https://meydan.example/x/"},
    "account/email/password_changed": {},
    "mfa/email/totp_activated": {},
}
NASTY = [
    "Hello\r\nBcc: all@example.com",
    "Hello\nX: y",
    "Hello\rX: y",
    "Hello\x00there",
    "Hello\x0bthere",
    "Hello\x85there",
    "Hello\u2028there",
    "Hello\u2029there",
    "=?utf-8?q?=0d=0aBcc:_all@example.com?=",
    "\u202eolleh",
    "İstanbul\r\n\r\n<script>alert(1)</script>",
]


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def written(place: Place, what: str) -> Mail:
    """One mail of each sort, to the editor."""
    if what == "notice":
        cast.tell(place, place.editor)
    elif what == "digest":
        cast.rhythm(place, place.editor, pace=Pace.HOURLY)
        for number in range(60):
            cast.tell(place, place.editor, cause=str(number), headline=f"Post {number} " + "ə" * 100)
        cast.make_due()
        cast.drain()
    else:
        invitations.invite(
            organization=place.organization, email="leyla@example.com", role=Role.EDITOR, by=by(place.owner)
        )
    mail = Mail.objects.order_by("-id").first()
    assert mail is not None
    return mail


def by_library(prefix: str, person: User) -> EmailMultiAlternatives:
    """What django-allauth would send."""
    request = RequestFactory().get("/")
    extra = {**PREFIXES[prefix], "request": request, "user": person, "timestamp": person.created_at}
    with allauth_context.request_context(request):
        found: EmailMultiAlternatives = get_adapter().render_mail(prefix, person.email, extra)
    return found


def judge(text: str, html: str, language: str) -> None:
    """What every mail must be."""
    assert f'<html lang="{language}"' in html
    assert "<mj" not in html
    assert "<img" not in html
    assert "prefers-color-scheme: dark" in html
    assert len(html.encode()) <= mails.MOST_BYTES
    assert {one for one in ADDRESS.findall(html) if not one.startswith(OURS)} == set()
    for address in ADDRESS.findall(text):
        assert address in html
    assert not re.search(r"%\(|\{\{|\{%|None", text + re.sub(r"<style.*?</style>", "", html, flags=re.S))


@pytest.mark.parametrize("what", ["notice", "digest", "invitation"])
@pytest.mark.parametrize("language", ["en", "tr", "az"])
def test_our_mails_are_whole(place: Place, what: str, language: str) -> None:
    place.editor.language = language
    place.editor.save(update_fields=["language"])

    with translation.override(language):
        mail = written(place, what)

    judge(mail.text, mail.html, language)
    assert mail.about == {"notice": "tests.plain"}.get(what, what)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_the_librarys_mails_have_the_same_base(place: Place, prefix: str) -> None:
    place.editor.language = "tr"

    mail = by_library(prefix, place.editor)

    html = str(mail.alternatives[0][0])
    judge(str(mail.body), html, "tr")
    assert mail.subject
    assert "Meydan" in html


def test_a_digest_names_forty_and_counts_the_rest(place: Place) -> None:
    mail = written(place, "digest")

    assert mail.subject == "60 notices from One"
    assert mail.text.count("happened") == 40
    assert "and 20 more in the app" in mail.text


def test_the_face_of_a_brand_is_its_colour_with_letters_that_can_be_read(place: Place) -> None:
    place.brand.accent = "#101010"
    assert faces.of_brand(place.brand).ink == faces.LIGHT

    place.brand.accent = ""
    assert faces.of_brand(place.brand).ground == faces.GROUNDS[place.brand.tone]
    assert {faces._ink(ground) for ground in faces.GROUNDS} == {faces.DARK}


@pytest.mark.parametrize("words", NASTY)
def test_nobody_writes_headers_by_a_subject(place: Place, words: str) -> None:
    cast.tell(place, place.editor, headline=words.replace("\0", ""))  # JSON holds no NUL
    send_mail(words, "x", None, ["leyla@example.com"])

    for mail in Mail.objects.all():
        wire = message_from_bytes(message.as_bytes(mail), policy=policy.SMTP)
        assert {name for name in list(wire) if name.lower() in {"bcc", "x", "cc"}} == set()
        assert wire.get_all("To") == [mail.to]
        assert "\r" not in str(wire["Subject"])
        assert mail.subject == mails.one_line(mail.subject)
        assert "<script>" not in mail.html


def test_a_file_and_a_reply_address_travel_with_the_mail_and_are_wiped(place: Place) -> None:
    mail = EmailMultiAlternatives(
        "Report", "Hello", None, ["leyla@example.com"], reply_to=["desk@example.com"]
    )
    mail.attach("rəqəmlər.csv", "a;b\r\n", "text/csv")
    mail.send()

    row = Mail.objects.get(subject="Report")
    wire = message_from_bytes(message.as_bytes(row), policy=policy.SMTP)
    (file,) = wire.iter_attachments()
    assert str(wire["Reply-To"]) == "desk@example.com"
    assert (file.get_filename(), file.get_content_type()) == ("rəqəmlər.csv", "text/csv")
    assert file.get_payload(decode=True) == b"a;b\r\n"


@pytest.mark.parametrize("bad", ["large", "a mail", "reply"])
def test_what_no_mail_can_carry_is_refused_where_it_is_written(place: Place, bad: str) -> None:
    mail: Any = EmailMultiAlternatives("Report", "Hello", None, ["leyla@example.com"])
    if bad == "large":
        mail.attach("a.bin", b"0" * 5_000_001, "application/octet-stream")
    elif bad == "a mail":
        mail.attach(EmailMultiAlternatives("x", "y").message())
    else:
        mail.reply_to = ["nobody"]

    with pytest.raises(ValueError, match=r".+"):
        mail.send()


def test_a_page_of_a_mail_that_programs_would_cut_is_refused(place: Place) -> None:
    with pytest.raises(mails.TooLong):
        mails.html("mail/words.mjml", {"subject": "x", "text": "long " * 30_000})
