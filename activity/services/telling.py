"""Tell people something once per cause. (First version: notices only.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import Brand, User
from activity.models import Notice
from core.tenancy import scope


def tell(
    people: Sequence[User],
    kind: str,
    subject: str,
    cause: str,
    brand: Brand | None = None,
    facts: dict[str, Any] | None = None,
    mail: bool = True,
) -> None:
    """One notice for each person and cause."""
    dedupe = f"{kind}:{subject}:{cause}"[:200]
    organization = scope.required().organization_id
    for person in people:
        Notice.objects.get_or_create(
            organization_id=organization,
            person=person,
            dedupe=dedupe,
            defaults={"kind": kind, "subject": subject, "brand": brand, "facts": facts or {}},
        )
