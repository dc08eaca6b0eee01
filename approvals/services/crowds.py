"""Much that is asked at once is one mail: to a member what it is, when and where it goes, and the way to the page of all;
to a guest the way to her list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Brand, User
from activity import gathering
from activity.mail.letters import speaking_to
from activity.models import Notice
from approvals import subjects
from approvals.models import Ask, Guest
from approvals.selectors import waiting
from approvals.services import letters, links
from approvals.services.asking import Asking

MOST_LINES = 10
NAME = "approvals/mail/crowd"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits."""

    title: str
    facts: str
    address: str


def ask(asking: Asking) -> None:
    """Write to those who are asked about one thing. Of many, guests are written to once, by the first thing that asks
    them; members later, when all is gathered.
    """
    at = gathering.at()
    if at is None:
        letters.send(asking)
        return
    for one in asking.asks:
        if one.guest is not None and _is_first(one.guest, at):
            _send_to_guest(one.guest, asking.thing.brand)


def send(notices: Sequence[Notice], person: User) -> None:
    """Of what these told and what still waits for her: one mail, most urgent first; of a single one the mail with its link.

    What was answered or withdrawn meanwhile is left out; with nothing left there is no mail.
    """
    found = waiting.told(notices, person)
    if len(found) > 1:
        _send(found, notices, person)
    elif found:
        _send_one(found[0])


def _send_one(ask: Ask) -> None:
    review = ask.review
    thing = subjects.of(review.covers).things([review.subject]).get(review.subject)
    if thing is not None:
        letters.send(Asking(review, thing, (ask,)))


def _is_first(guest: Guest, at: datetime) -> bool:
    return Guest.objects.filter(pk=guest.pk).exclude(gathered_at=at).update(gathered_at=at) == 1


def _send_to_guest(guest: Guest, brand: Brand) -> None:
    with letters.speaking_to_guest(guest, brand):
        context = {
            "text": _("Your list shows everything that waits for you, the most urgent first."),
            "address": links.of_guest(guest),
            "reader": guest.name,
        }
        letters.to_guest(guest, brand, NAME, _("Your approval is wanted"), context)


def _send(asks: Sequence[Ask], notices: Sequence[Notice], person: User) -> None:
    brand, number = asks[0].brand, len(asks)
    with speaking_to(person):
        subject = ngettext(
            "%(number)d item waits for your approval", "%(number)d items wait for your approval", number
        )
        context = {
            "lines": _lines(asks[:MOST_LINES], notices, brand, person.zone),
            "more": max(0, number - MOST_LINES),
            "address": settings.BASE_URL + reverse("approvals:queue", args=[brand.slug]),
        }
        letters.to_member(person, brand, NAME, subject % {"number": number}, context)


def _lines(asks: Sequence[Ask], notices: Sequence[Notice], brand: Brand, zone: str) -> list[Line]:
    headlines = {str(notice.facts.get("review")): notice.facts.get("headline") for notice in notices}
    channels = waiting.channels_of(asks)
    return [
        Line(
            title=headlines.get(str(ask.review_id)) or _("Without words"),
            facts=" · ".join(letters.when_and_where(ask.review, channels, zone)),
            address=settings.BASE_URL + reverse("approvals:review", args=[brand.slug, ask.review_id]),
        )
        for ask in asks
    ]
