"""From a stranger to a brand of her own, as a browser goes there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests import world
from tests.accounts import mailbox

pytestmark = pytest.mark.django_db

FIRST = {
    "organization_name": "Kəhrəba",
    "brand_name": "Kəhrəba Coffee",
    "zone": "Asia/Baku",
    "language": "az",
}


def sign_up(client: Client) -> Any:
    """The sign-up form, filled and sent."""
    form = {"name": "Nigar", "email": "Nigar@example.com", "password1": "a good long password"}
    return client.post("/accounts/signup/", form)


def test_sign_up_proves_the_address_and_leads_to_the_first_steps(client: Client) -> None:
    answer = sign_up(client)
    assert answer.url == "/accounts/confirm-email/"

    mail = mailbox.latest("nigar@example.com")
    assert mail.subject == "Confirm your e-mail address"
    assert mailbox.link(mail) in mail.html
    client.post(mailbox.link(mail))
    answer = client.post(
        "/accounts/login/", {"login": "nigar@example.com", "password": "a good long password"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == "/me/start/"
    assert User.objects.get(email="nigar@example.com").name == "Nigar"


def test_nobody_signs_in_before_the_address_is_proven(client: Client) -> None:
    sign_up(client)

    client.post("/accounts/login/", {"login": "nigar@example.com", "password": "a good long password"})

    assert client.get("/me/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("email", "subject"),
    [("nigar@example.com", "A new password"), ("nobody@example.com", "No account with this address")],
)
def test_who_forgot_her_password_gets_a_mail_and_nobody_learns_who_has_an_account(
    client: Client, email: str, subject: str
) -> None:
    world.person("nigar")

    answer = client.post("/accounts/password/reset/", {"email": email})

    assert answer.url == "/accounts/password/reset/done/"  # type: ignore[attr-defined]
    assert mailbox.latest(email).subject == subject


def test_signing_up_twice_tells_only_the_owner_of_the_address(client: Client) -> None:
    world.person("nigar")

    answer = sign_up(client)

    assert answer.url == "/accounts/confirm-email/"
    assert mailbox.latest("nigar@example.com").subject == "You have an account already"


def test_sign_up_is_closed_where_it_is_not_open(client: Client, settings: Any) -> None:
    settings.OPEN_SIGNUP = False

    sign_up(client)

    assert not User.objects.exists()


def test_the_first_steps_make_organization_and_brand(client: Client) -> None:
    client.force_login(world.person("nigar"))
    assert b"data-browser-zone" in client.get("/me/start/").content

    answer = client.post("/me/start/", FIRST)

    assert answer.url == "/b/kehreba-coffee/"  # type: ignore[attr-defined]
    assert client.get("/").url == "/b/kehreba-coffee/"  # type: ignore[attr-defined]


def test_the_first_steps_are_taken_once(client: Client) -> None:
    client.force_login(world.person("nigar"))
    client.post("/me/start/", FIRST)

    answer = client.post("/me/start/", FIRST, follow=False)

    assert answer.url == "/"  # type: ignore[attr-defined]
    assert client.get("/").url == "/b/kehreba-coffee/"  # type: ignore[attr-defined]


def test_a_wrong_zone_is_said_and_nothing_typed_is_lost(client: Client) -> None:
    client.force_login(world.person("nigar"))

    answer = client.post("/me/start/", {**FIRST, "zone": "Mars/Base"})

    assert answer.status_code == 200
    assert "Kəhrəba Coffee" in answer.content.decode()


def test_where_sign_up_is_closed_a_person_without_a_brand_waits_for_an_invitation(
    client: Client, settings: Any
) -> None:
    settings.OPEN_SIGNUP = False
    client.force_login(world.person("nigar"))

    answer = client.post("/me/start/", FIRST)

    assert b"nigar@example.com" in answer.content
    assert client.get("/").url == "/me/start/"  # type: ignore[attr-defined]
