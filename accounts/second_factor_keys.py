"""Second factors under the first key of TOKEN_KEYS: their secrets stand inside allauth's JSON, so they are moved here."""

from __future__ import annotations

import logging
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.second_factor_adapter import SEAL
from core import crypto, rotation
from core.rotation import Count

log = logging.getLogger(__name__)

SEALED = ("secret", "seed", "migrated_codes")
"""What allauth gives to the adapter's `encrypt`, by its name in `Authenticator.data`."""
SEALING = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def register() -> None:
    """Called once at start-up."""
    rotation.register(move)


def move(only_count: bool) -> Count:
    """Each app key and seed of recovery codes; told True, only count them."""
    count = Count("second factors")
    for key in Authenticator.objects.filter(type__in=SEALING).values_list("pk", flat=True):
        _move_one(key, count, only_count=only_count)
    return count


def _move_one(key: int, count: Count, *, only_count: bool) -> None:
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return
        try:
            fresh = {name: _resealed(value) for name, value in row.data.items() if name in SEALED}
        except crypto.Unreadable:
            log.error("value_unreadable", extra={"table": "mfa_authenticator", "row": str(key)})
            count.unreadable += 1
            return
        if fresh.items() <= row.data.items():
            count.current += 1
            return
        count.moved += 1
        if not only_count:
            row.data |= fresh
            row.save(update_fields=["data"])


def _resealed(value: Any) -> Any:
    if isinstance(value, list):
        return [_resealed(one) for one in value]
    return crypto.reseal(value, SEAL)
