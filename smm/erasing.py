"""Erasing a brand or an organization with every row that belongs to it. The ledger stays: nobody can delete from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Organization
from calendar_app.models import Delivery, PostVersion
from core import doors
from core.doors import Door
from core.errors import NotAllowed
from core.ledger import Event
from core.outbox.states import State
from core.tenancy import scope
from inbox.models import Reply

KEPT = (Event, PostVersion)
"""Append-only: the ledger stays, versions go by the database's own key with their posts."""

Model = type[models.Model]


def erase_brand(brand: Brand) -> None:
    """Gone for good, files excepted. Raises NotAllowed while a post of it is going out."""
    with transaction.atomic(), scope.enter(brand.organization_id):
        if any(
            model.objects.filter(brand=brand, state=State.SENDING).exists() for model in (Delivery, Reply)
        ):
            raise NotAllowed(_("A post is going out right now. Try again in a minute."))
        for model in _owned("brand"):
            _forget(model, brand=brand.pk)
        doors.revoke(Door.Kind.BRAND, organization_id=brand.organization_id, target=str(brand.pk))
        _forget(Brand, pk=brand.pk)


def erase_organization(organization: Organization) -> None:
    """The same for an organization without brands: people lose their membership, and its address leads nowhere."""
    with transaction.atomic(), scope.enter(organization.pk):
        for model in _owned("organization"):
            _forget(model, organization=organization.pk)
        doors.revoke(Door.Kind.ORGANIZATION, organization_id=organization.pk, target=str(organization.pk))
        rows = Organization.objects.filter(pk=organization.pk)
        rows._raw_delete(rows.db)


def _forget(model: Model, **filters: Any) -> None:
    rows = model._base_manager.filter(**filters)
    rows._raw_delete(rows.db)


def _owned(key: str) -> list[Model]:
    """Every table with this key, those first that point at others: the gate's keys are checked at once."""
    known = [model for model in apps.get_models() if _has(model, key) and model not in KEPT]
    ordered: list[Model] = []
    for model in known:
        _place(model, known, ordered, frozenset())
    return ordered


def _place(model: Model, known: list[Model], ordered: list[Model], seen: frozenset[Model]) -> None:
    """Put `model` behind all that point at it; rings are left as they are, their keys are checked at the end."""
    if model in ordered or model in seen:
        return
    for other in known:
        if model in set(_targets(other)):
            _place(other, known, ordered, seen | {model})
    ordered.append(model)


def _targets(model: Model) -> Iterator[Model]:
    for field in _keys(model):
        yield field.related_model


def _keys(model: Model) -> Iterable[Any]:
    return [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]


def _has(model: Model, key: str) -> bool:
    return any(
        field.name == key and isinstance(field, models.ForeignKey) for field in model._meta.local_fields
    )
