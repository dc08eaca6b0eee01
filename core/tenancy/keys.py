"""Foreign keys between walled rows.

Django's own single-column constraint would let a row point into another organization, because Postgres does not apply
row security to key checks. These keys have no constraint of Django's; `walls.Wall` writes the composite one.
"""

from __future__ import annotations

from typing import Any

from django.db import models


class WalledKey(models.ForeignKey[Any, Any]):
    """A foreign key whose constraint is written by `walls.Wall` and includes the organization (and the brand)."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        """Without the constraint flag, which is always off."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class WalledOneToOne(models.OneToOneField):  # type: ignore[type-arg]
    """A one-to-one key of the same kind."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        """Without the constraint flag, which is always off."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs
