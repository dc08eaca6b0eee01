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

    client.post(mailbox.link(mailbox.latest("nigar@example.com")))
    answer = client.post(
        "/accounts/login/", {"login": "nigar@example.com", "password": "a good long password"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == "/me/start/"
    assert User.objects.get(email="nigar@example.com").name == "Nigar"


def test_nobody_signs_in_before_the_address_is_proven(client: Client) -> None:
    sign_up(client)

    client.post("/accounts/login/", {"login": "nigar@example.com", "password": "a good long password"})

    assert client.get("/me/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


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
