"""What a browser holds that came by a mail's link. The session keeps the door's key, never the secret, and each request
asks the door again: what was revoked or is over opens nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation

from accounts.models import Brand, User
from approvals import voices
from approvals.models import Ask, Guest, Review
from approvals.voices import Voice
from core import doors
from core.doors import Door, Way
from core.tenancy import scope

SESSION_KEY = "approval_links"
MOST = 30
"""Links that one browser holds at once; the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Held:
    """Who may act here, and for which brand; `review` is the one that a member's link is bound to."""

    voice: Voice
    brand: Brand
    zone: str
    review: Review | None = None
    ask: Ask | None = None

    @property
    def person(self) -> User | None:
        """The member's account; None for a guest."""
        return None if self.voice.membership is None else self.voice.membership.user

    @property
    def guest(self) -> Guest | None:
        """The guest; None for a member."""
        return self.voice.guest


def keep(request: HttpRequest, name: str, way: Way) -> None:
    """Remember a link in this browser, under the id of what it leads to."""
    known = dict(request.session.get(SESSION_KEY, {}))
    known.pop(name, None)
    known[name] = way.key
    request.session[SESSION_KEY] = dict(list(known.items())[-MOST:])


@contextmanager
def of_review(request: HttpRequest, review: UUID) -> Iterator[Held | None]:
    """The member whose link to this review the browser holds, her brand's scope open; None when it holds none."""
    with ExitStack() as stack:
        way = _enter(stack, request, Door.Kind.REVIEW, str(review))
        yield _member(stack, way, review) if way else None


@contextmanager
def of_guest(request: HttpRequest, guest: UUID) -> Iterator[Held | None]:
    """The guest whose link the browser holds; None when it holds none, or she was revoked."""
    with ExitStack() as stack:
        way = _enter(stack, request, Door.Kind.GUEST, str(guest))
        yield _guest(stack, way, guest) if way else None


def _enter(stack: ExitStack, request: HttpRequest, kind: Door.Kind, name: str) -> Way | None:
    """The organization's scope of the door that the browser holds; a GET runs in one transaction."""
    key = request.session.get(SESSION_KEY, {}).get(name)
    way = doors.find(kind, key) if isinstance(key, str) else None
    if way is None:
        return None
    if request.method in {"GET", "HEAD"}:
        stack.enter_context(transaction.atomic())
    stack.enter_context(scope.enter(way.organization_id))
    return way


def _member(stack: ExitStack, way: Way, review: UUID) -> Held | None:
    joined = ("membership__user", "review__submitted_by", "review__follows", "review__brand__organization")
    ask = Ask.objects.filter(pk=way.target, review=review).select_related(*joined).first()
    if ask is None or ask.membership is None or ask.membership.deactivated_at is not None:
        return None
    person = ask.membership.user
    brand = _brand(stack, ask.brand_id)
    if brand is None or not person.is_active:
        return None
    _speak(stack, person.language, person.zone)
    return Held(voices.member(ask.membership), brand, person.zone, ask.review, ask)


def _guest(stack: ExitStack, way: Way, wanted: UUID) -> Held | None:
    guest = Guest.objects.filter(pk=way.target, revoked_at=None).first()
    brand = _brand(stack, guest.brand_id) if guest else None
    if guest is None or brand is None or guest.pk != wanted:
        return None
    _speak(stack, guest.language, brand.zone)
    return Held(voices.guest(guest), brand, brand.zone)


def _brand(stack: ExitStack, brand_id: int) -> Brand | None:
    """The brand, with only its rows in sight; None for one in the trash."""
    brand = Brand.objects.select_related("organization").filter(pk=brand_id).first()
    if brand is not None:
        stack.enter_context(scope.enter(brand.organization_id, [brand.pk]))
    return brand


def _speak(stack: ExitStack, language: str, zone: str) -> None:
    stack.enter_context(translation.override(language))
    stack.enter_context(timezone.override(ZoneInfo(zone)))
