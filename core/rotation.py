"""Moving what is encrypted at rest to the first key of TOKEN_KEYS, so that an older key can be taken away.

Nobody has to stop for it: all keys of the ring open, each row is locked for a moment only, and doing it twice changes
nothing the second time. Rooms whose sealed values stand elsewhere than in an EncryptedTextField register them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from core import crypto
from core.doors import Door
from core.fields import EncryptedTextField
from core.tenancy import scope

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Count:
    """How many values of one column stood under the current key, were moved to it, and could not be opened."""

    name: str
    current: int = 0
    moved: int = 0
    unreadable: int = 0


Mover = Callable[[bool], Count]
"""Move all values of one kind; told True, only count them."""

_movers: list[Mover] = []


def register(mover: Mover) -> None:
    """Called once at start-up by a room that seals values by itself (`crypto.reseal` moves one)."""
    _movers.append(mover)


def rotate(*, only_count: bool) -> list[Count]:
    """All columns and all that is registered. With `only_count` nothing is changed, and `moved` is what would be."""
    found = [_column(model, field, only_count=only_count) for model, field in _columns()]
    return [*found, *(mover(only_count) for mover in _movers)]


def _columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield model, field


def _column(model: type[models.Model], field: EncryptedTextField, *, only_count: bool) -> Count:
    count = Count(f"{model._meta.db_table}.{field.column}")
    organizations = Door.objects.order_by("organization_id").values_list("organization_id", flat=True)
    for organization_id in organizations.distinct():
        with scope.enter(organization_id):
            _organization(model, field, count, only_count=only_count)
    return count


def _organization(
    model: type[models.Model], field: EncryptedTextField, count: Count, *, only_count: bool
) -> None:
    sealed = Cast(models.F(field.name), models.TextField())
    rows = model._default_manager.filter(**{f"{field.name}__isnull": False}).annotate(sealed=sealed)
    count.current += rows.filter(sealed__startswith=crypto.current_prefix()).count()
    for key in list(rows.exclude(sealed__startswith=crypto.current_prefix()).values_list("pk", flat=True)):
        is_readable = _row(model, field, key, only_count=only_count)
        count.moved += is_readable
        count.unreadable += not is_readable


def _row(model: type[models.Model], field: EncryptedTextField, key: object, *, only_count: bool) -> bool:
    """Move one value; False when no key of the ring opens it. A row that went away meanwhile needs nothing."""
    with transaction.atomic():
        row = model._default_manager.select_for_update().filter(pk=key).first()
        if row is None:
            return True
        try:
            plain = getattr(row, field.attname)
        except crypto.Unreadable:
            log.error("value_unreadable", extra={"table": model._meta.db_table, "row": str(key)})
            return False
        if not only_count:
            setattr(row, field.attname, plain)
            row.save(update_fields=[field.attname])
    return True
