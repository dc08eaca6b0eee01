"""Asking people: one row for each who is asked in a step, and word of it to her."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from activity import gathering
from activity.services import telling
from approvals.models import Ask, Review
from approvals.plans import step_of
from approvals.selectors import seats, workflows
from approvals.selectors.seats import Sitter
from approvals.subjects import Thing
from core import clock
from core.errors import DomainError

ASKED = "approvals.asked"


class NobodyToAsk(DomainError):
    """A stage that nobody can pass as it stands."""

    code = "nobody_to_ask"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a letter is made of; asks have their people joined. `is_reminder`: they were asked before (guests only)."""

    review: Review
    thing: Thing
    asks: tuple[Ask, ...]
    is_reminder: bool = False


Letter = Callable[[Asking], object]

_letters: list[Letter] = []


def on_asked(letter: Letter) -> None:
    """Called once at start-up: `letter(asking)` runs in the transaction that asked, and writes the mails with the way to
    the decision. From then on the plain mail of the notice is not sent.
    """
    _letters.append(letter)


def begin(review: Review, thing: Thing, *, but: int | None = None) -> list[Ask]:
    """Ask everybody who sits in the review's step now. Freezes how many of them must say yes.

    The authors of the thing and who submitted it are not asked, unless the brand allows self-approval; `but` is a user
    who is asked all the same. Raises NobodyToAsk when the step could not be passed.
    """
    step = step_of(review.steps[review.step])
    room = seats.room(thing.brand, [step], clock.now())
    found = workflows.asked(room, step, [pk for pk in excluded(review, thing) if pk != but])
    if found.problem or found.need > len(found.people):
        raise NobodyToAsk(found.problem or _("Nobody can be asked."))
    review.steps[review.step]["need"] = found.need
    Review.objects.filter(pk=review.pk).update(steps=review.steps, step=review.step)
    return _ask(review, found.people)


def begin_again(review: Review, thing: Thing) -> list[Ask]:
    """Ask those who sit in the step by now and were not asked before; nobody when there is nobody."""
    step = step_of(review.steps[review.step])
    room = seats.room(thing.brand, [step], clock.now())
    known = {(ask.membership_id, ask.guest_id) for ask in Ask.objects.filter(review=review, step=review.step)}
    people = room.sitters(step, excluded(review, thing))
    return _ask(review, [one for one in people if one.key not in known])


def _ask(review: Review, people: Sequence[Sitter]) -> list[Ask]:
    """New rows; who was asked in this step before an answer was taken back is just asked again."""
    known = {
        (ask.membership_id, ask.guest_id): ask for ask in Ask.objects.filter(review=review, step=review.step)
    }
    again = [known[one.key] for one in people if one.key in known]
    Ask.objects.filter(pk__in=[ask.pk for ask in again]).update(
        dropped_at=None, answered_at=None, handed_to=None
    )
    new = [
        Ask(
            organization_id=review.organization_id,
            brand_id=review.brand_id,
            review=review,
            step=review.step,
            membership=one.membership,
            guest=one.guest,
            stands_in_for=one.stands_in_for,
            urgent_at=review.urgent_at,
        )
        for one in people
        if one.key not in known
    ]
    return Ask.objects.bulk_create(new)


def excluded(review: Review, thing: Thing) -> set[int]:
    """The users who must not approve it."""
    if review.allows_self:
        return set()
    submitter = review.submitted_by_id
    return set(thing.authors) | ({submitter} if submitter is not None else set())


def tell(review: Review, thing: Thing, asks: Sequence[Ask]) -> None:
    """Let those who are asked know: by notice, and by letter where a room above writes one.

    Who is asked about many things at once gets one letter of all of them; members by their digest (services.crowds).
    """
    is_one_of_many = gathering.at() is not None
    telling.tell(
        users(asks),
        ASKED,
        subject=review.place,
        cause=str(review.step),
        brand=thing.brand,
        facts=facts(review, thing),
        mail=is_one_of_many or not _letters,
    )
    write_letters(review, thing, asks)


def write_letters(review: Review, thing: Thing, asks: Sequence[Ask], *, is_reminder: bool = False) -> None:
    """Let the room above write its letters to these."""
    for letter in _letters if asks else ():
        letter(Asking(review, thing, tuple(asks), is_reminder))


def facts(review: Review, thing: Thing) -> dict[str, Any]:
    """What notices about a review are filled with."""
    return {
        "headline": thing.headline,
        "covers": review.covers,
        "review": str(review.pk),
        "stage": review.steps[review.step]["name"],
        "who": str(review.submitted_by or ""),
        "note": review.note[:200],
        "changed": review.changed,
        "planned": review.planned_at.isoformat() if review.planned_at else "",
        "deadline": review.deadline_at.isoformat() if review.deadline_at else "",
        "zone": thing.brand.zone,
    }


def users(asks: Sequence[Ask]) -> list[User]:
    """The accounts of those who are asked; guests have none."""
    return [ask.membership.user for ask in asks if ask.membership is not None]


def open_asks(review: Review) -> list[Ask]:
    """Those whose answer is still wanted, with their people."""
    rows = Ask.objects.filter(review=review, answered_at=None, dropped_at=None)
    return list(rows.select_related("membership__user", "guest", "stands_in_for__user").order_by("pk"))


def drop(review: Review) -> None:
    """No further answer is wanted."""
    Ask.objects.filter(review=review, answered_at=None, dropped_at=None).update(dropped_at=Now())


def reopen(review: Review, step: int) -> None:
    """Want the answers of this step again, and none of a later one, nor of who handed her seat on."""
    Ask.objects.filter(review=review, step__gt=step, dropped_at=None).update(dropped_at=Now())
    here = Ask.objects.filter(review=review, step=step, answered_at=None, handed_to=None)
    here.update(dropped_at=None)
