"""Telling people, once per cause."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import Brand, User
from activity import kinds
from activity.kinds import APP, MAIL
from activity.models import Notice
from activity.selectors import preferences
from activity.ways import Telling, ways
from core.tenancy import scope

log = logging.getLogger(__name__)

LONGEST = Notice._meta.get_field("dedupe").max_length or 0


@transaction.atomic
def tell(
    people: Iterable[User],
    kind: str,
    *,
    subject: str,
    cause: str,
    brand: Brand | None = None,
    facts: Mapping[str, Any] | None = None,
    mail: bool = True,
) -> int:
    """Tell each person that `kind` happened to `subject` (`thing:id`); returns how many were told anew.

    By the ways that she chose, else those of the kind; `mail` False means never by mail. The same kind, subject and
    cause again only raises the notice's count. Of what one trouble does to many things (Kind.together) one mail goes out
    in an hour.
    Ask inside the organization's scope; `facts` must be JSON.
    """
    if kinds.named(kind) is kinds.UNKNOWN:
        log.warning("notice_without_words", extra={"kind": kind})
    everybody = {person.pk: person for person in people}
    chosen = preferences.chosen(everybody.values(), [kind])
    never = frozenset() if mail else frozenset({MAIL})
    told = 0
    for number in sorted(everybody):  # one order for all, so that nobody waits in a ring
        about = _About(kind, subject, brand, dict(facts or {}))
        told += _tell_one(
            everybody[number], about, chosen[number, kind] - never, _dedupe(kind, subject, cause)
        )
    return told


@dataclass(frozen=True, slots=True)
class _About:
    kind: str
    subject: str
    brand: Brand | None
    facts: dict[str, Any]


def _tell_one(person: User, about: _About, on: frozenset[str], dedupe: str) -> bool:
    fields = {"kind": about.kind, "subject": about.subject, "brand": about.brand, "facts": about.facts}
    notice = _notice(person, dedupe, shown=APP in on, **fields)
    if notice is None:
        return False
    one = Telling(notice, kinds.named(about.kind), person, about.brand)
    for way in ways():
        if way.carry is not None and way.key in on:
            way.carry(one)
    return True


def _notice(person: User, dedupe: str, **fields: Any) -> Notice | None:
    """The new notice, or None when the person was told before."""
    notice, is_new = Notice.objects.get_or_create(
        organization_id=scope.required().organization_id, person=person, dedupe=dedupe, defaults=fields
    )
    if is_new:
        return notice
    Notice.objects.filter(pk=notice.pk).update(count=F("count") + 1)
    return None


def _dedupe(kind: str, subject: str, cause: str) -> str:
    plain = f"{kind}:{subject}:{cause}"
    if len(plain) <= LONGEST:
        return plain
    return f"{kind}:{subject}:{hashlib.sha256(cause.encode()).hexdigest()}"[:LONGEST]


@transaction.atomic
def mark_read(person: User, notice_ids: Iterable[int] | None = None) -> int:
    """The person has read these notices (None: all) of the open organization; returns how many were unread.

    What she hears of by other ways only is not read by this: it may still wait for its digest.
    """
    unread = Notice.objects.filter(person=person, read_at=None, shown=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=Now())
