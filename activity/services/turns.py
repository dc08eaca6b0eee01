"""Of what one trouble does to many things at once, one is told by mail in an hour; the others in the app."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from accounts.models import User
from core.tenancy import scope

MAIL_EVERY = timedelta(hours=1)

TAKE = """
INSERT INTO activity_mailturn (organization_id, person_id, kind, "group", mailed_at)
VALUES (%(organization)s, %(person)s, %(kind)s, %(group)s, statement_timestamp())
ON CONFLICT (organization_id, person_id, kind, "group")
DO UPDATE SET mailed_at = EXCLUDED.mailed_at
WHERE activity_mailturn.mailed_at <= EXCLUDED.mailed_at - make_interval(secs => %(every)s)
RETURNING id
"""


def take(person: User, kind: str, group: str) -> bool:
    """Whether this mail is the first of its group in an hour; it is then taken to be written. One winner in a race."""
    values: dict[str, int | str | float] = {
        "organization": scope.required().organization_id,
        "person": person.pk,
        "kind": kind,
        "group": group[:120],
        "every": MAIL_EVERY.total_seconds(),
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.fetchone() is not None
