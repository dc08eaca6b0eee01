"""The second factor: an authenticator app and recovery codes, from setting up to losing them."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import tries
from activity.models import Mail
from core import crypto, ledger
from core.tenancy import scope
from tests import world
from tests.accounts import sign_in as ways
from tests.accounts.mailbox import latest, link
from tests.accounts.sign_in import browser, code, is_in, member, prove, sign_in

pytestmark = pytest.mark.django_db

STEP = "/accounts/2fa/"
STEP_SECONDS, SOME_SECONDS = 30, 2
"""A code counts for so long (RFC 6238), and a test needs it for so long."""


@pytest.fixture
def person() -> User:
    return member()


@pytest.fixture
def client(person: User) -> Client:
    """Her own browser, signed in and just proven."""
    client = browser()
    sign_in(client, person)
    prove(client)
    return client


@pytest.fixture
def protected(person: User) -> str:
    """The key of her authenticator app."""
    return ways.with_app(person)


def set_up(client: Client) -> tuple[str, Any]:
    """Through the page: the key, and the answer to its first code, which stays the app's code for some seconds yet."""
    left = STEP_SECONDS - time.time() % STEP_SECONDS
    time.sleep(left if left < SOME_SECONDS else 0)
    secret = client.get("/me/security/app/").context["form"].secret
    return secret, client.post("/me/security/app/", {"code": code(secret, time.time())})


def test_an_app_is_set_up_by_its_picture_or_its_key(
    client: Client, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    page = client.get("/me/security/app/")

    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml;base64,")
    assert "".join(page.context["key_groups"]) == page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        _, answer = set_up(client)
    assert len(answer.context["codes"]) == 10
    assert latest(person.email).subject == "An authenticator app protects your account"


def test_recovery_codes_are_seen_once(client: Client) -> None:
    _, answer = set_up(client)
    first = answer.context["codes"][0]

    assert "no-store" in answer.headers["Cache-Control"]
    for address in ("/me/security/codes/", "/me/security/"):
        assert first not in client.get(address).content.decode()
    assert client.get("/me/security/codes/new/").status_code == 405


def test_secrets_are_sealed_in_the_database(client: Client) -> None:
    secret, _ = set_up(client)

    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(app.data)
    spare = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    assert crypto.unseal(spare.data["seed"], "mfa_authenticator") not in str(spare.data)


def test_a_wrong_first_code_sets_up_nothing_and_keeps_the_key(client: Client) -> None:
    secret = client.get("/me/security/app/").context["form"].secret

    answer = client.post("/me/security/app/", {"code": "000000"})

    assert "This code is not right" in answer.content.decode()
    assert answer.context["form"].secret == secret
    assert not Authenticator.objects.exists()


def test_an_app_is_set_up_only_by_who_showed_once_more_who_she_is(person: User) -> None:
    client = browser()
    sign_in(client, person)

    for address in ("/me/security/app/", "/me/security/passkeys/new/"):
        assert client.get(address).url.startswith("/accounts/reauthenticate/")  # type: ignore[attr-defined]


def test_the_proof_holds_for_fifteen_minutes(client: Client) -> None:
    with time_machine.travel(time.time() + 14 * 60, tick=True):
        assert client.get("/me/security/app/").status_code == 200
    with time_machine.travel(time.time() + 16 * 60, tick=True):
        assert client.get("/me/security/app/").status_code == 302


def test_a_password_alone_no_longer_opens_the_account(person: User, protected: str) -> None:
    client = browser()

    answer = sign_in(client, person)

    assert answer.url == STEP
    assert not is_in(client)


def test_the_code_of_the_app_opens_it(person: User, protected: str) -> None:
    client = browser()
    sign_in(client, person)

    client.post(STEP, {"code": code(protected, time.time())})

    assert is_in(client)


def test_a_code_opens_it_once_even_when_the_cache_forgets(
    person: User, protected: str, settings: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    now = time.time()
    first, second = browser(), browser()
    sign_in(first, person)
    first.post(STEP, {"code": code(protected, now)})

    sign_in(second, person)
    for at in (now, now - 30):
        second.post(STEP, {"code": code(protected, at)})

    assert [is_in(first), is_in(second)] == [True, False]


def test_the_code_that_set_it_up_does_not_sign_in(client: Client, person: User) -> None:
    secret, _ = set_up(client)
    other = browser()
    sign_in(other, person)

    other.post(STEP, {"code": code(secret, time.time())})

    assert not is_in(other)


def test_a_recovery_code_opens_it_once_and_is_told_by_mail(person: User, protected: str) -> None:
    spare = ways.recovery_codes(person)[0]
    first, second = browser(), browser()
    sign_in(first, person)
    first.post(STEP, {"code": f"{spare[:4]} {spare[4:]}"})
    assert "Codes that are left: 9." in Mail.objects.get(subject="A recovery code was used").text

    sign_in(second, person)
    second.post(STEP, {"code": spare})

    assert [is_in(first), is_in(second)] == [True, False]


def test_new_recovery_codes_end_the_old_ones(
    client: Client, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    set_up(client)
    old = ways.recovery_codes(person)[0]

    with django_capture_on_commit_callbacks(execute=True):
        new = client.post("/me/security/codes/new/").context["codes"]

    assert old not in [one.replace(" ", "") for one in new]
    assert latest(person.email).subject == "You have new recovery codes"


def test_five_wrong_codes_are_checked_and_then_no_more(person: User, protected: str) -> None:
    client = browser()
    sign_in(client, person)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})

    answer = client.post(STEP, {"code": code(protected, time.time())})

    assert "Wait 12 minutes" in answer.content.decode()
    assert not is_in(client)


def test_a_right_code_forgets_wrong_ones(person: User, protected: str) -> None:
    client = browser()
    sign_in(client, person)
    for _ in range(4):
        client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code(protected, time.time())})

    assert is_in(client)
    assert tries.take(f"proof:{person.pk}")


def test_the_app_is_removed_only_after_a_proof(person: User, protected: str) -> None:
    client = browser()
    sign_in(client, person)
    client.post(STEP, {"code": code(protected, time.time())})
    assert client.post("/me/security/app/remove/").status_code == 302
    assert Authenticator.objects.exists()

    prove(client)
    client.post("/me/security/app/remove/")

    assert not Authenticator.objects.exists(), "recovery codes without anything to recover go too"
    assert latest(person.email).subject == "The authenticator app was removed"


def test_a_new_password_by_mail_still_asks_for_the_code(person: User, protected: str) -> None:
    client, new = browser(), "another good long password"
    client.post("/accounts/password/reset/", {"email": person.email})
    asked = client.get(link(latest(person.email)), follow=True)

    answer = client.post(asked.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)

    assert answer.redirect_chain[-1][0] == STEP
    assert not is_in(client)
    client.post(STEP, {"code": code(protected, time.time())})
    assert is_in(client)


def test_a_new_password_by_mail_signs_in_who_has_no_second_factor(person: User) -> None:
    client, new = browser(), "another good long password"
    client.post("/accounts/password/reset/", {"email": person.email})
    asked = client.get(link(latest(person.email)), follow=True)

    client.post(asked.request["PATH_INFO"], {"password1": new, "password2": new})

    assert is_in(client)
    assert latest(person.email).subject in {"Your password was changed", "A sign-in from a new device"}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/accounts/email/", {"action_add": "", "email": "new@example.com"}),
        ("/me/security/codes/new/", {}),
        ("/me/security/passkeys/new/", {"name": "x"}),
    ],
)
def test_what_changes_who_can_get_in_asks_once_more(person: User, address: str, sent: dict[str, str]) -> None:
    client = browser()
    sign_in(client, person)

    answer = client.post(address, sent)

    assert answer.url.startswith("/accounts/reauthenticate/")  # type: ignore[attr-defined]


def test_the_proof_finishes_what_was_begun(person: User) -> None:
    client = browser()
    sign_in(client, person)
    asked = client.post("/accounts/email/", {"action_add": "", "email": "new@example.com"})

    client.post(asked.url, {"password": world.PASSWORD})  # type: ignore[attr-defined]

    assert Mail.objects.filter(to="new@example.com").exists()


def test_letters_are_in_the_language_and_zone_of_their_person(person: User, protected: str) -> None:
    User.objects.filter(pk=person.pk).update(language="tr", zone="Europe/Istanbul")
    client = browser()
    sign_in(client, person)

    client.post(STEP, {"code": ways.recovery_codes(person)[0]})

    letters = Mail.objects.filter(text__contains="(Europe/Istanbul)")
    assert letters
    assert all('lang="tr"' in letter.html for letter in letters)


def test_whoever_lost_everything_is_let_in_by_the_operator() -> None:
    place = world.place("one")
    person = place.editor
    ways.with_app(person)
    signed_in = browser()
    signed_in.force_login(person)

    call_command("remove_second_factor", person.email, reason="seen on a video call")

    assert not Authenticator.objects.filter(user=person).exists()
    assert not is_in(signed_in)
    assert latest(person.email).subject == "Your second factor was removed"
    with scope.enter(place.organization.pk):
        event = ledger.of(f"person:{person.pk}")[-1]
    assert (event.kind, event.facts) == ("accounts.second_factor_removed", {"reason": "seen on a video call"})


def test_the_operator_cannot_remove_what_is_not_there(person: User) -> None:
    for address in (person.email, "nobody@example.com"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", address, reason="x")


@pytest.mark.parametrize(("address", "own"), [("/me/security/", 2), ("/me/sessions/", 1), ("/me/", 0)])
def test_own_pages_ask_the_database_little_beyond_what_every_page_does(address: str, own: int) -> None:
    place = world.place("one")
    ways.with_app(place.editor)
    client = browser()
    client.force_login(place.editor)
    client.cookies["brand"] = "one"

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) <= 5 + own


def test_the_key_of_an_app_is_kept_by_no_cache(client: Client) -> None:
    assert "no-store" in client.get("/me/security/app/").headers["Cache-Control"]


def test_pages_of_second_factors_show_nothing_of_other_people(client: Client) -> None:
    other = member("other")
    ways.with_app(other)

    assert client.get("/me/security/").context["protection"].has_second_factor is False
    assert client.post("/me/security/app/remove/").status_code == 404
