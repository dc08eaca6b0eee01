"""People, before they belong anywhere."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def create(*, email: str, name: str, password: str, language: str, zone: str = "UTC") -> User:
    """A person whose address is known to be hers, so she can sign in at once.

    Raises IntegrityError when the address has a person already, ValidationError for an unknown zone or language.
    """
    person = User.objects.create_user(email, password, name=name, language=language, zone=zone)
    person.clean_fields(exclude=["password"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
