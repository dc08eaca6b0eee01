"""The one mail of much that is asked of a member at once: what it is, when and where it goes, the way to the page of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import faces
from accounts.models import Brand, User
from activity.mail import unsubscribing
from activity.mail.letters import speaking_to
from activity.models import Notice
from approvals import subjects
from approvals.models import Ask
from approvals.selectors import waiting
from approvals.services import letters
from approvals.services.asking import ASKED, Asking
from core import mails

MOST_LINES = 10
NAME = "approvals/mail/crowd"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits."""

    title: str
    facts: str
    address: str


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


def _send(asks: Sequence[Ask], notices: Sequence[Notice], person: User) -> None:
    brand, unsubscribe = asks[0].brand, unsubscribing.address(person, ASKED)
    with speaking_to(person):
        number, names = len(asks), {"organization": brand.organization.name}
        subject = ngettext(
            "%(number)d item waits for your approval", "%(number)d items wait for your approval", number
        )
        context = {
            "face": faces.of_brand(brand),
            "lines": _lines(asks[:MOST_LINES], notices, brand, person.zone),
            "more": max(0, number - MOST_LINES),
            "address": settings.BASE_URL + reverse("approvals:queue", args=[brand.slug]),
            "why": _("You get this because %(organization)s wants your approval.") % names,
            "settings_url": settings.BASE_URL + reverse("activity:settings", args=[brand.organization.slug]),
            "unsubscribe": unsubscribe,
        }
        mails.letter(
            person.email,
            name=NAME,
            context=context,
            subject=subject % {"number": number},
            about=ASKED,
            unsubscribe=unsubscribe,
        ).send()


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
