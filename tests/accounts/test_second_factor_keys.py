"""Second factors survive a change of the keys in TOKEN_KEYS."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from core import crypto
from tests.accounts import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


def test_an_app_and_recovery_codes_work_after_the_old_key_is_gone(settings: Any) -> None:
    settings.TOKEN_KEYS = OLD
    person = sign_in.member()
    secret, codes = sign_in.with_app(person), sign_in.recovery_codes(person)

    settings.TOKEN_KEYS = f"{NEW},{OLD}"
    call_command("rotate_keys", verbosity=0)
    settings.TOKEN_KEYS = NEW

    app = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    assert crypto.unseal(app.data["secret"], "mfa_authenticator") == secret
    assert sign_in.recovery_codes(person) == codes


def test_counting_changes_nothing(settings: Any) -> None:
    settings.TOKEN_KEYS = OLD
    person = sign_in.member()
    sign_in.with_app(person)
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    settings.TOKEN_KEYS = f"{NEW},{OLD}"
    call_command("rotate_keys", "--dry-run", verbosity=0)

    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
