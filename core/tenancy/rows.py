"""Rows behind the wall: abstract models, and managers that raise outside a scope."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.tenancy import scope
from core.tenancy.keys import WalledKey


class WalledManager(models.Manager[Any]):
    """Rows of the open organization; raises NoScope outside a scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """All rows of the scope's organization."""
        return super().get_queryset().filter(organization_id=scope.required().organization_id)


class BrandManager(WalledManager):
    """Rows of the open organization and of the brands that the scope holds."""

    def get_queryset(self) -> models.QuerySet[Any]:
        """All rows of the scope's brands."""
        rows = super().get_queryset()
        brand_ids = scope.required().brand_ids
        if brand_ids is None:
            return rows
        if len(brand_ids) == 1:
            return rows.filter(brand_id=brand_ids[0])
        return rows.filter(brand_id__in=brand_ids)


class Walled(models.Model):
    """A row of one organization. Its migration must say `walls.Wall(<model>)`."""

    organization = models.ForeignKey(
        "accounts.Organization", models.CASCADE, related_name="+", db_index=False
    )

    objects: Any = WalledManager()

    class Meta:
        abstract = True


class BrandOwned(Walled):
    """A row of one brand."""

    brand = WalledKey("accounts.Brand", models.CASCADE, related_name="+")

    objects: Any = BrandManager()

    class Meta:
        abstract = True
