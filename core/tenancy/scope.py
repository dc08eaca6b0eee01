"""Which organization, brands and person the current request or task acts for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connections


class NoScope(RuntimeError):
    """Walled rows were asked for outside a scope: a mistake in our code, never a person's."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`brand_ids` None means every brand of the organization."""

    organization_id: int
    brand_ids: tuple[int, ...] | None = None


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_person: ContextVar[int | None] = ContextVar("person", default=None)


def current() -> Scope | None:
    """The open scope, or None."""
    return _scope.get()


def required() -> Scope:
    """The open scope; raises NoScope when there is none."""
    scope = _scope.get()
    if scope is None:
        raise NoScope("open a scope first: `with scope.enter(organization_id): ...`")
    return scope


def person_id() -> int | None:
    """Who is signed in; the database lets a person list her own memberships by it."""
    return _person.get()


@contextmanager
def enter(organization_id: int, brand_ids: Sequence[int] | None = None) -> Iterator[Scope]:
    """Act for one organization (and only these brands) until the block ends; then the former scope is back."""
    scope = Scope(int(organization_id), None if brand_ids is None else tuple(brand_ids))
    token = _scope.set(scope)
    try:
        _rebind()
        yield scope
    finally:
        _scope.reset(token)
        _rebind()


@contextmanager
def leave() -> Iterator[None]:
    """Act for no organization until the block ends (system mails, sign-up)."""
    token = _scope.set(None)
    try:
        _rebind()
        yield
    finally:
        _scope.reset(token)
        _rebind()


@contextmanager
def as_person(user_id: int | None) -> Iterator[None]:
    """Tell the database who is signed in until the block ends."""
    token = _person.set(user_id)
    try:
        _rebind()
        yield
    finally:
        _person.reset(token)
        _rebind()


def _rebind() -> None:
    """An open transaction follows the scope at once; the next one takes it at its start."""
    connection = connections["default"]
    if connection.in_atomic_block:
        connection.bind_scope()  # type: ignore[attr-defined]
