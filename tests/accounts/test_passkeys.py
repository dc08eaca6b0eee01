"""Passkeys: made, named, used and removed; and the ones that must not open anything."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from activity.models import Mail
from tests.accounts import sign_in as ways
from tests.accounts.mailbox import latest
from tests.accounts.sign_in import browser, is_in, member, prove, sign_in
from tests.accounts.soft_key import SoftKey

pytestmark = pytest.mark.django_db

NEW, STEP, SIGN_IN = "/me/security/passkeys/new/", "/accounts/2fa/", "/accounts/passkey/"


@pytest.fixture
def person() -> User:
    return member()


@pytest.fixture
def client(person: User) -> Client:
    client = browser()
    sign_in(client, person)
    prove(client)
    return client


@pytest.fixture
def key(client: Client) -> SoftKey:
    """A passkey that she has."""
    made = SoftKey()
    add(client, made)
    return made


def add(client: Client, key: SoftKey, name: str = "Laptop") -> Any:
    """The answer to a new passkey."""
    options = client.get(NEW).context["options"]
    return client.post(NEW, {"name": name, "credential": json.dumps(key.create(options))})


def asked(client: Client) -> dict[str, Any]:
    """What the sign-in page gives to the browser."""
    answer = client.get(SIGN_IN, headers={"accept": "application/json"})
    found: dict[str, Any] = answer.json()["request_options"]
    return found


def use(client: Client, key: SoftKey, **more: str) -> Any:
    """The answer to a sign-in with a key."""
    return client.post(SIGN_IN, {"credential": json.dumps(key.get(asked(client)))} | more)


def test_a_new_passkey_is_kept_under_its_name_and_told_by_mail(client: Client, person: User) -> None:
    answer = add(client, SoftKey(), "Laptop")

    assert len(answer.context["codes"]) == 10, "the first second factor brings recovery codes"
    assert [one.name for one in client.get("/me/security/passkeys/").context["passkeys"]] == ["Laptop"]
    assert latest(person.email).subject == "A passkey was added to your account"


def test_the_browser_is_asked_for_a_key_that_it_keeps_and_that_asks_who_holds_it(client: Client) -> None:
    wanted = client.get(NEW).context["options"]["publicKey"]

    assert wanted["rp"] == {"id": "localhost", "name": "Meydan"}
    assert wanted["authenticatorSelection"]["residentKey"] == "required"
    assert wanted["authenticatorSelection"]["userVerification"] == "required"


def test_in_production_keys_belong_to_the_host_of_the_product(client: Client, settings: Any) -> None:
    settings.DEVELOPMENT, settings.BASE_URL = False, "https://meydan.example"

    assert client.get(NEW).context["options"]["publicKey"]["rp"]["id"] == "meydan.example"


def test_a_key_that_does_not_ask_who_holds_it_is_refused(client: Client) -> None:
    add(client, SoftKey(asks_who=False))

    assert not Authenticator.objects.exists()


def test_a_passkey_opens_the_account_without_a_password_or_a_second_step(key: SoftKey, person: User) -> None:
    client = browser()

    answer = use(client, key, next="/me/security/")

    assert answer.url == "/me/security/"
    assert is_in(client)
    assert Authenticator.objects.get(type="webauthn").last_used_at is not None


def test_an_answer_of_a_passkey_works_once(key: SoftKey) -> None:
    first, second = browser(), browser()
    answer = json.dumps(key.get(asked(first)))
    first.post(SIGN_IN, {"credential": answer})

    asked(second)
    second.post(SIGN_IN, {"credential": answer})

    assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.parametrize(
    "forged",
    [SoftKey(), SoftKey(origin="https://evil.example")],
    ids=["another key", "another place"],
)
def test_a_forged_answer_opens_nothing(key: SoftKey, forged: SoftKey) -> None:
    forged.user_handle, client = key.user_handle, browser()
    forged.id = key.id

    use(client, forged)

    assert not is_in(client)


def test_the_key_of_another_place_opens_nothing(key: SoftKey) -> None:
    key.origin, client = "https://evil.example", browser()

    answer = use(client, key)

    assert answer.url == "/accounts/login/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "sent", ["", "no json", "[]", '"x"', "{}", '{"response": 1}', '{"id": "x", "rawId": "x"}']
)
def test_nonsense_is_refused_and_not_a_mistake_of_ours(key: SoftKey, client: Client, sent: str) -> None:
    stranger = browser()
    asked(stranger)

    assert stranger.post(SIGN_IN, {"credential": sent}).status_code in {200, 302}
    assert not is_in(stranger)
    assert client.post(NEW, {"name": "x", "credential": sent}).status_code == 200


def test_a_passkey_is_the_second_step_after_a_password(key: SoftKey, person: User) -> None:
    client = browser()
    assert sign_in(client, person).url == STEP
    options = client.get(STEP).context["js_data"]["request_options"]

    client.post(STEP, {"credential": json.dumps(key.get(options))})

    assert is_in(client)


def test_a_closed_account_is_not_opened_by_its_passkey(key: SoftKey, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    client = browser()

    use(client, key)

    assert not is_in(client)


def test_a_removed_passkey_opens_nothing(client: Client, key: SoftKey, person: User) -> None:
    row = Authenticator.objects.get(type="webauthn")
    assert client.get(f"/me/security/passkeys/{row.pk}/remove/").status_code == 200
    client.post(f"/me/security/passkeys/{row.pk}/remove/")
    stranger = browser()

    use(stranger, key)

    assert not is_in(stranger)
    assert latest(person.email).subject == "A passkey was removed from your account"


def test_a_passkey_gets_another_name(client: Client, key: SoftKey) -> None:
    row = Authenticator.objects.get(type="webauthn")

    client.post(f"/me/security/passkeys/{row.pk}/", {"name": "Kitchen"})

    assert Authenticator.objects.get(pk=row.pk).wrap().name == "Kitchen"


def test_nobody_renames_or_removes_the_passkey_of_another_person(client: Client, key: SoftKey) -> None:
    row = Authenticator.objects.get(type="webauthn")
    stranger = browser()
    sign_in(stranger, member("stranger"))
    prove(stranger)

    for address in (f"/me/security/passkeys/{row.pk}/", f"/me/security/passkeys/{row.pk}/remove/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get(pk=row.pk).wrap().name == "Laptop"


def test_a_passkey_is_a_proof_before_sensitive_changes(key: SoftKey, person: User) -> None:
    client = browser()
    use(client, key)
    address = "/accounts/2fa/again/passkey/?next=/me/security/app/"
    assert client.get("/me/security/app/").status_code == 302
    options = client.get(address).context["js_data"]["request_options"]

    client.post(address, {"credential": json.dumps(key.get(options))})

    assert client.get("/me/security/app/").status_code == 200


def test_the_last_second_factor_takes_the_recovery_codes_with_it(client: Client, key: SoftKey) -> None:
    row = Authenticator.objects.get(type="webauthn")

    client.post(f"/me/security/passkeys/{row.pk}/remove/")

    assert not Authenticator.objects.exists()
    assert Mail.objects.filter(subject="A passkey was removed from your account").count() == 1
    assert ways.is_in(client)
