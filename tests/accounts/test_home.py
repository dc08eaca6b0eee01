"""`/` leads where the person was."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.access import BRAND_COOKIE
from accounts.models import Membership
from accounts.services import brands
from core.ledger import SYSTEM
from core.tenancy import scope
from tests import world

pytestmark = pytest.mark.django_db


def target(client: Client) -> str:
    """Where `/` leads."""
    found: str = client.get("/").url  # type: ignore[attr-defined]
    return found


def test_the_anonymous_are_led_to_sign_in(client: Client) -> None:
    assert target(client) == "/accounts/login/"


def test_a_member_is_led_to_the_brand_she_was_in_last(client: Client) -> None:
    place = world.place("one")
    brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    client.force_login(place.editor)
    client.cookies[BRAND_COOKIE] = "two"

    assert target(client) == "/b/two/"


def test_a_cookie_opens_no_brand_of_others(client: Client) -> None:
    one, two = world.place("one"), world.place("two")
    client.force_login(one.editor)
    client.cookies[BRAND_COOKIE] = two.brand.slug

    assert target(client) == "/b/one/"


def test_a_former_member_has_no_brand(client: Client) -> None:
    place = world.place("one")
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.editor).update(deactivated_at="2026-01-01T00:00Z")
    client.force_login(place.editor)

    assert target(client) == "/me/start/"
