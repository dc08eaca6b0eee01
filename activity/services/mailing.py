"""The way "by mail": at once, or when the person wants it."""

from __future__ import annotations

from datetime import datetime

from activity import gathering
from activity.mail import letters
from activity.services import digests, rhythms, turns
from activity.ways import Telling


def _when(telling: Telling) -> datetime | None:
    """Its time; None is at once. What is done to many things at once is told by one mail a minute later."""
    if telling.kind.critical:
        return None
    if letters.is_gathered(telling.kind.name):
        return gathering.at()
    return rhythms.due(telling.person, telling.brand) or gathering.at()


def carry(telling: Telling) -> None:
    """Write the mail, or let it wait for her digest or for the end of quiet hours. Critical kinds wait for nothing.

    Of what one trouble does to many things one is written in an hour.
    """
    person = telling.person
    if telling.together and not turns.take(person, telling.notice.kind, telling.together):
        return
    at = _when(telling)
    if at is None or not digests.gather(telling.notice, person, at):
        letters.send_notice(telling.notice, person, telling.brand)
