"""The way "by mail": at once, or when the person wants it."""

from __future__ import annotations

from activity.mail import letters
from activity.services import digests, rhythms, turns
from activity.ways import Telling


def carry(telling: Telling) -> None:
    """Write the mail, or let it wait for her digest or for the end of quiet hours. Critical kinds wait for nothing.

    Of what one trouble does to many things one is written in an hour.
    """
    person, kind = telling.person, telling.kind
    if telling.together and not turns.take(person, telling.notice.kind, telling.together):
        return
    at = None if kind.critical else rhythms.due(person, telling.brand)
    if at is None or not digests.gather(telling.notice, person, at):
        letters.send_notice(telling.notice, person, telling.brand)
