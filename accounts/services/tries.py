"""How often something may be tried: buckets in Postgres, so that a dead cache opens nothing.

A bucket holds `burst` tries and gets one back every `refill`. In any hour nobody has more than burst + 1 h / refill, and
whoever emptied a bucket waits no longer than `refill` for the next try.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from accounts.models import Tries
from core import clock


@dataclass(frozen=True, slots=True)
class Allowance:
    """See the module."""

    burst: int
    refill: timedelta


SECRETS = Allowance(burst=5, refill=timedelta(minutes=12))
"""Passwords and codes: at most 10 in any hour, the next one after at most 12 minutes."""
LETTERS = Allowance(burst=1, refill=timedelta(days=1))
"""Warnings of one kind to one person."""

TAKE = """
INSERT INTO accounts_tries AS t (key, remaining, at) VALUES (%(key)s, %(burst)s - 1, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET
    remaining = LEAST(%(burst)s, t.remaining + extract(epoch FROM clock_timestamp() - t.at) / %(refill)s) - 1,
    at = clock_timestamp()
WHERE LEAST(%(burst)s, t.remaining + extract(epoch FROM clock_timestamp() - t.at) / %(refill)s) >= 1
RETURNING 1
"""
GIVE_BACK = "UPDATE accounts_tries SET remaining = LEAST(remaining + 1, %(burst)s) WHERE key = %(key)s"


def take(name: str, allowance: Allowance = SECRETS) -> bool:
    """Use one try of the bucket `name`; False when there is none left. Two at once never get the same try."""
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {"key": _key(name), "burst": allowance.burst, "refill": allowance.refill.total_seconds()},
        )
        return cursor.fetchone() is not None


def give_back(name: str, allowance: Allowance = SECRETS) -> None:
    """The try was a good one and does not count."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, {"key": _key(name), "burst": allowance.burst})


def refill(name: str) -> None:
    """All tries are there again."""
    Tries.objects.filter(pk=_key(name)).delete()


def forget_full() -> None:
    """Remove buckets that have filled up by themselves."""
    Tries.objects.filter(at__lt=clock.now() - LETTERS.refill).delete()


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
