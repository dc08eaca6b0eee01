"""A program with a key, asking over HTTP."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from accounts.access import in_brand
from accounts.grants import Can
from accounts.models import ApiKey, User
from accounts.services import api_keys
from core.tenancy import scope
from tests.world import Place

READER = (Can.VIEW,)
WRITER = (Can.VIEW, Can.WRITE, Can.SCHEDULE)


@dataclass(slots=True)
class Program:
    """Asks with its key; `ask` returns Django's answer."""

    place: Place
    key: ApiKey
    secret: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        to: Place | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """`path` below the brand's address, for example "posts/"."""
        address = f"/api/v1/brands/{(to or self.place).brand.slug}/{path}"
        return self.client.generic(
            method,
            address,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **(headers or {})},
        )


def program(
    place: Place,
    words: Collection[Can] = READER,
    *,
    maker: User | None = None,
    expires_at: datetime | None = None,
) -> Program:
    """A program whose key was made by the owner, or by `maker`."""
    person = maker or place.owner
    with scope.as_person(person.pk), in_brand(person, place.brand.slug) as access:
        key, secret = api_keys.make("Website", words, expires_at=expires_at, access=access)
    return Program(place, key, secret)
