"""Model fields that more than one room needs."""

from __future__ import annotations

from typing import Any

from django.db import models

from core import crypto


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database, bound to its table, column, organization and row.

    The plain text is opened when it is first asked for, so that lists which need no secret pay nothing.
    The row must have its primary key and organization before it is saved; ValueError says so.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Put a lazily opening attribute on the model."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opened(self))

    def from_db_value(self, value: str | None, *args: Any) -> _Sealed | None:
        """What the database holds, not opened yet."""
        return None if value is None else _Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal for this very row."""
        raw = model_instance.__dict__.get(self.attname)
        if raw is None or isinstance(raw, _Sealed):
            return raw
        return _Sealed(crypto.seal(raw, self.place(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        """Only sealed values reach the database."""
        if value is None:
            return None
        if not isinstance(value, _Sealed):
            raise TypeError(f"{self.name} is encrypted: save it with its row, it cannot be queried")
        return value.text

    def place(self, row: models.Model) -> str:
        """Where the value stands; a ciphertext moved to another row or tenant does not open."""
        organization = row.organization_id  # type: ignore[attr-defined]
        key = row._meta.pk.to_python(row.pk)
        if key is None or organization is None:
            raise ValueError(f"{self.name} is bound to its row: give the row its key and organization first")
        return f"{row._meta.db_table}|{self.column}|{organization}|{key}"


class _Sealed:
    """A ciphertext on its way."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<sealed>"


class _Opened:
    """Opens the value of a row when somebody asks for it."""

    def __init__(self, field: EncryptedTextField) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        raw = row.__dict__[name]
        return crypto.unseal(raw.text, self.field.place(row)) if isinstance(raw, _Sealed) else raw

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value
