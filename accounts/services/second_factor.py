"""The second factor: codes that count once, and its removal for somebody who lost everything."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import connection, transaction

from accounts.models import Membership, User
from accounts.services import letters, sessions
from core import ledger
from core.ledger import By
from core.tenancy import scope

SPEND = """
UPDATE mfa_authenticator SET data = jsonb_set(data, '{step}', to_jsonb(%(step)s::bigint))
WHERE id = %(id)s AND coalesce((data->>'step')::bigint, 0) < %(step)s
RETURNING 1
"""


def spend(app: Authenticator, code: str) -> bool:
    """Use up the code of an authenticator app, and every older one; False when it was used before.

    The database decides, so that of two at once only one gets through, with or without a cache.
    """
    step = _step(decrypt(app.data["secret"]), code)
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"id": app.pk, "step": step})
        return cursor.fetchone() is not None


def _step(secret: str, code: str) -> int:
    """Which of the steps that are open now the code belongs to; 0 for none (RFC 6238, 4.2)."""
    plain = "".join(letter for letter in code if letter.isdigit())
    steps = yield_hotp_counters_from_time()
    return next((step for step in steps if format_hotp_value(hotp_value(secret, step)) == plain), 0)


@transaction.atomic
def remove(person: User, *, by: By, reason: str) -> int:
    """Take away every second factor of a person who lost them, end her sessions, tell her; how many there were.

    Each of her organizations finds it in its ledger. Call with nobody signed in.
    """
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return 0
    sessions.end_others(person, keep=None)
    with scope.as_person(person.pk):
        mine = Membership._base_manager.filter(user=person, deactivated_at=None)
        organizations = list(mine.values_list("organization_id", flat=True))
    for organization_id in organizations:
        with scope.enter(organization_id):
            ledger.record("accounts.second_factor_removed", f"person:{person.pk}", by=by, reason=reason)
    letters.tell(person, "second_factor_removed")
    return removed
