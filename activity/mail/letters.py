"""Letters in the receiver's language and zone: of one notice, or of many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import faces
from accounts.models import Brand, Organization, User
from activity import kinds
from activity.mail import unsubscribing
from activity.models import Notice
from core import mails
from core.tenancy import scope

MOST_LINES = 40
"""Lines of a digest; the others are in the app. So no mail grows beyond what mail programs show."""


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a digest. `address` is "" when there is nothing to open."""

    day: str
    time: str
    title: str
    sentence: str
    brand: str
    count: int
    address: str


Many = Callable[[Sequence[Notice], User], None]

_many: dict[str, Many] = {}


def on_many(kind: str, write: Many) -> None:
    """Called once at start-up: `write(notices, person)` writes the one mail of a digest that has nothing but this kind
    in one brand. Such a kind is told by mail at once or as soon as it is gathered, in no other rhythm.
    """
    _many[kind] = write


def is_gathered(kind: str) -> bool:
    """Whether the room above writes one mail of many notices of this kind."""
    return kind in _many


def send_notice(notice: Notice, person: User, brand: Brand | None) -> None:
    """The mail of one notice."""
    kind, organization = kinds.named(notice.kind), _organization()
    unsubscribe = "" if kind.must else unsubscribing.address(person, notice.kind)
    with speaking_to(person):
        told = kinds.fill(kind, notice.facts)
        context = {
            "told": told,
            "face": faces.of_brand(brand) if brand else faces.of_organization(organization),
            "address": _address(kind, brand, notice.subject),
            "why": _must_words(kind) if kind.must else _why(organization),
            "settings_url": _settings(organization),
            "unsubscribe": unsubscribe,
        }
        mails.letter(
            person.email,
            name="activity/mail/notice",
            context=context,
            subject=told.mail_subject,
            about=notice.kind,
            unsubscribe=unsubscribe,
        ).send()


def send_digest(notices: Sequence[Notice], person: User) -> None:
    """One mail of many notices, oldest first; a single one goes out as its own mail, some kinds as their rooms write it."""
    first = notices[0]
    if is_gathered(first.kind) and {(one.kind, one.brand_id) for one in notices} == {
        (first.kind, first.brand_id)
    }:
        _many[first.kind](notices, person)
        return
    if len(notices) == 1:
        send_notice(notices[0], person, notices[0].brand)
        return
    organization, unsubscribe = _organization(), unsubscribing.address(person, "")
    with speaking_to(person):
        lines = [_line(notice) for notice in notices[:MOST_LINES]]
        number = len(notices)
        names = {"number": number, "organization": organization.name}
        context = {
            "days": [
                {"day": day, "lines": list(some)} for day, some in groupby(lines, lambda line: line.day)
            ],
            "more": number - len(lines),
            "preheader": " · ".join(line.title for line in lines[:3]),
            "face": faces.of_organization(organization),
            "why": _why(organization),
            "settings_url": _settings(organization),
            "all_url": settings.BASE_URL + reverse("activity:notices"),
            "unsubscribe": unsubscribe,
        }
        subject = ngettext(
            "%(number)s notice from %(organization)s", "%(number)s notices from %(organization)s", number
        )
        mails.letter(
            person.email,
            name="activity/mail/digest",
            context=context,
            subject=subject % names,
            about="digest",
            unsubscribe=unsubscribe,
        ).send()


@contextmanager
def speaking_to(person: User) -> Iterator[None]:
    """Her language and her zone until the block ends."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.zone)):
        yield


def _line(notice: Notice) -> Line:
    kind = kinds.named(notice.kind)
    told, at = kinds.fill(kind, notice.facts), timezone.localtime(notice.created_at)
    return Line(
        day=formats.date_format(at, "l, j F"),
        time=f"{at:%H:%M}",
        title=told.title,
        sentence=told.sentence,
        brand=notice.brand.name if notice.brand else "",
        count=notice.count,
        address=_address(kind, notice.brand, notice.subject),
    )


def _address(kind: kinds.Kind, brand: Brand | None, subject: str) -> str:
    path = kind.address(brand.slug if brand else "", subject)
    return f"{settings.BASE_URL}{path}" if path else ""


def _settings(organization: Organization) -> str:
    return settings.BASE_URL + reverse("activity:settings", args=[organization.slug])


def _why(organization: Organization) -> str:
    return _("You get this because you work with %(organization)s. We write once for each cause.") % {
        "organization": organization.name
    }


def _must_words(kind: kinds.Kind) -> str:
    return _("%(reason)s We write once for each cause.") % {"reason": kind.must}


def _organization() -> Organization:
    return Organization.objects.get(pk=scope.required().organization_id)
