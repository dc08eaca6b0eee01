"""Keys of programs: made by a member for what she may do herself, ended by anybody who may change settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access import Access
from accounts.grants import Can
from accounts.models import ApiCall, ApiKey
from core import doors, ledger
from core.doors import Door
from core.errors import NotAllowed
from core.ledger import By

PREFIX = "mk_"
KEPT = timedelta(hours=24)
"""How long the answer of a call with an Idempotency-Key is kept."""
USED_EVERY = timedelta(minutes=1)


def make(
    name: str, words: Collection[Can], *, expires_at: datetime | None, access: Access
) -> tuple[ApiKey, str]:
    """The new key and its secret (`mk_…`), which is shown once. Raises NotAllowed for more than the maker may herself."""
    if not words:
        raise NotAllowed(_("Choose at least one thing that the key may do."))
    if any(not access.may(word) for word in words):
        raise NotAllowed(_("A key cannot do more than you may do yourself."), code="wider_than_own")
    with transaction.atomic():
        key = ApiKey.objects.create(
            organization=access.organization,
            membership=access.membership,
            name=name,
            words=sorted(words),
            expires_at=expires_at,
        )
        secret = PREFIX + doors.put_secret(
            Door.Kind.API_KEY,
            organization_id=access.organization.pk,
            target=str(key.pk),
            expires_at=expires_at,
        )
        key.hint = secret[-4:]
        key.save(update_fields=["hint"])
        ledger.record("accounts.api_key_made", key.subject, by=access.by, name=name, words=sorted(words))
    return key, secret


def revoke(key: ApiKey, *, by: By) -> None:
    """End a key at once; ended ones stay as they are."""
    with transaction.atomic():
        ended = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=Now())
        doors.revoke(Door.Kind.API_KEY, organization_id=key.organization_id, target=str(key.pk))
        if ended:
            ledger.record("accounts.api_key_revoked", key.subject, by=by, name=key.name)


def note_use(key: ApiKey, now: datetime) -> None:
    """Keep when it was used last, at most once a minute."""
    before = now - USED_EVERY
    ApiKey.objects.filter(Q(used_at=None) | Q(used_at__lt=before), pk=key.pk).update(used_at=now)


def forget_calls(*, dry_run: bool = False) -> int:
    """Calls whose answers need not be kept any more, in the open organization; returns how many."""
    old = ApiCall.objects.filter(made_at__lt=Now() - KEPT)
    return old.count() if dry_run else old.delete()[0]
