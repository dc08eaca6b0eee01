"""Addresses in logs."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from core.addresses import PLAIN, shown
from tests.architecture import routes, things

SECRET = "CNRY-" + "s" * 38


def as_logged(address: str) -> str:
    """What a log shows of a request to this address."""
    request = RequestFactory().get(address)
    try:
        request.resolver_match = resolve(request.path)
    except Resolver404:
        request.resolver_match = None
    return shown(request)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/b/kehreba/calendar/", "/b/kehreba/calendar/"),
        ("/b/kehreba/calendar/?month=2027-03", "/b/kehreba/calendar/"),
        (
            "/b/kehreba/posts/0196f7a1-0000-7000-8000-000000000000/",
            "/b/kehreba/posts/0196f7a1-0000-7000-8000-000000000000/",
        ),
        (f"/nowhere/{SECRET}", "/nowhere/…"),
        (f"/nowhere/{SECRET}/short/", "/nowhere/…/short/"),
    ],
)
def test_an_address_is_shown_without_its_query_and_without_what_may_be_secret(
    address: str, expected: str
) -> None:
    assert as_logged(address) == expected


def test_no_address_of_the_product_shows_a_part_that_is_not_known_to_be_plain() -> None:
    values = {**things.VALUES, **dict.fromkeys(things.OBJECTS, "0196f7a1-0000-7000-8000-000000000000")}
    values |= {
        "invitation_id": "7",
        "notice": "7",
        "membership": "7",
        "brand": "kehreba",
        "organization": "k",
    }
    hidden = {key for route in routes.routes() for key in route.keys} - PLAIN
    values |= dict.fromkeys(hidden, SECRET) | ({"uidb36": "1"} if "uidb36" in hidden else {})

    shown_ones = {route.name: as_logged(route.address(values)) for route in routes.routes()}

    assert {"secret", "signed", "key"} <= hidden
    assert [name for name, address in shown_ones.items() if SECRET in address] == []
    assert shown_ones["accounts:invitation_link"].endswith("/<secret>/")
    assert shown_ones["account_confirm_email"] == "/accounts/confirm-email/<key>/"


def test_parts_that_are_called_plain_are_parts_of_rows_or_places() -> None:
    assert {"secret", "signed", "key", "uidb36", "token", "code"} & PLAIN == set()
