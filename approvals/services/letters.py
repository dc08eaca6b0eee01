"""The mail that asks: what it is, when and where it goes, the link to the decision; in its reader's language and zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts import faces
from accounts.models import Brand, User
from activity import kinds
from activity.kinds import MAIL
from activity.mail import unsubscribing
from activity.mail.letters import speaking_to
from activity.selectors import preferences
from approvals.models import Ask, Guest, Review
from approvals.selectors import contents
from approvals.selectors.contents import Content
from approvals.services import links
from approvals.services.asking import ASKED, Asking
from calendar_app import wall
from connections import offered
from connections.models import Channel
from core import mails
from core.dates import dated
from core.tenancy import scope

EXCERPT = 400
"""Characters of the text."""
SALT = "approvals:pictures"
NAME = "approvals/mail/asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the mail says, in the words of its reader."""

    title: str
    facts: str
    excerpt: str
    picture: str
    alt: str
    until: str
    reader: str


def send(asking: Asking) -> None:
    """One mail for each who is asked: members unless they switched that off, and guests."""
    found = contents.content(asking.review)
    people = [ask.membership.user for ask in asking.asks if ask.membership is not None]
    chosen = preferences.chosen(people, [ASKED]) if people else {}
    for ask in asking.asks:
        if ask.guest is not None:
            _to_guest(asking, ask.guest, found)
        elif ask.membership is not None and MAIL in chosen[ask.membership.user_id, ASKED]:
            _to_member(asking, ask, ask.membership.user, found)


def picture_of(signed: str) -> tuple[int, str] | None:
    """Organization and content of the picture that a mail shows; None for an address that we did not make."""
    try:
        organization, sha256 = signing.Signer(salt=SALT).unsign(signed).split(".")
    except (signing.BadSignature, ValueError):
        return None
    return int(organization), sha256


@contextmanager
def speaking_to_guest(guest: Guest, brand: Brand) -> Iterator[None]:
    """Her language, and the brand's zone, until the block ends: guests have none of their own."""
    with translation.override(guest.language), timezone.override(ZoneInfo(brand.zone)):
        yield


def to_member(person: User, brand: Brand, name: str, subject: str, context: dict[str, Any]) -> None:
    """Send the mail of that name with who writes, why, and the ways to have fewer of them. Ask while speaking to her."""
    unsubscribe = unsubscribing.address(person, ASKED)
    names = {"organization": brand.organization.name}
    context = context | {
        "face": faces.of_brand(brand),
        "why": _("You get this because %(organization)s wants your approval.") % names,
        "settings_url": settings.BASE_URL + reverse("activity:settings", args=[brand.organization.slug]),
        "unsubscribe": unsubscribe,
    }
    letter = mails.letter(
        person.email, name=name, context=context, subject=subject, about=ASKED, unsubscribe=unsubscribe
    )
    letter.send()


def to_guest(guest: Guest, brand: Brand, name: str, subject: str, context: dict[str, Any]) -> None:
    """The same to a guest, who has nothing to set. Ask while speaking to her."""
    context = context | {
        "face": faces.of_brand(brand),
        "why": _("You get this because %(brand)s asked you to approve its posts.") % {"brand": brand.name},
    }
    mails.letter(guest.email, name=name, context=context, subject=subject, about=ASKED).send()


def _to_member(asking: Asking, ask: Ask, person: User, found: Content) -> None:
    with speaking_to(person):
        context = {"asked": _asked(asking, found, str(person), person.zone), "address": links.of_ask(ask)}
        to_member(person, asking.thing.brand, NAME, _subject(asking), context)


def _to_guest(asking: Asking, guest: Guest, found: Content) -> None:
    brand = asking.thing.brand
    with speaking_to_guest(guest, brand):
        asked = _asked(asking, found, guest.name, brand.zone)
        context = {"asked": asked, "address": links.of_guest(guest, asking.review)}
        to_guest(guest, brand, NAME, _subject(asking), context)


def _subject(asking: Asking) -> str:
    return str(kinds.named(ASKED).mail_subject) % {"headline": asking.thing.headline or _("Without words")}


def _asked(asking: Asking, found: Content, reader: str, zone: str) -> Asked:
    review, document = asking.review, found.after
    pictures = document.pictures if document else ()
    shown = pictures[0] if pictures else None
    return Asked(
        title=_("Your approval is wanted: “%(headline)s”")
        % {"headline": asking.thing.headline or _("Without words")},
        facts=" · ".join(_facts(review, found, zone)),
        excerpt=Truncator(_words(review, found)).chars(EXCERPT),
        picture=_address(review, shown.sha256) if shown else "",
        alt=shown.alt if shown else "",
        until=_until(review, zone),
        reader=reader,
    )


def _words(review: Review, found: Content) -> str:
    if found.after is None:
        return ""
    return found.after.text or next(iter(found.after.own.values()), "")


def when_and_where(review: Review, channels: Mapping[str, Channel], zone: str) -> Iterator[str]:
    """Its time in that zone and each of its channels, as far as there are any."""
    if review.planned_at is not None:
        at = dated(review.planned_at.astimezone(ZoneInfo(zone)), "D j M, H:i")
        yield f"{at} ({wall.label(zone, review.planned_at)})"
    elif review.is_immediate:
        yield _("as soon as it is approved")
    for channel in (channels.get(str(one)) for one in review.channel_ids):
        if channel is not None:
            yield f"{offered.name_of(channel.network)} @{channel.handle}"


def _facts(review: Review, found: Content, zone: str) -> Iterator[str]:
    yield from when_and_where(review, found.channels, zone)
    if review.submitted_by is not None:
        yield _("from %(name)s") % {"name": review.submitted_by}
    yield _("Version %(number)d") % {"number": review.number}


def _until(review: Review, zone: str) -> str:
    if review.deadline_at is None:
        return ""
    by = dated(review.deadline_at.astimezone(ZoneInfo(zone)), "D j M, H:i")
    return _("An answer is wanted by %(when)s.") % {"when": by}


def _address(review: Review, sha256: str) -> str:
    """Pages' addresses of pictures live ten minutes; a mail is opened days later."""
    organization_id = scope.required().organization_id
    signed = signing.Signer(salt=SALT).sign(f"{organization_id}.{sha256}")
    return settings.BASE_URL + reverse("approvals:picture", args=[signed])
