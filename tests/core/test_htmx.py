"""Answers for pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core import htmx


def ask(**headers: Any) -> HttpRequest:
    """A request with what htmx's middleware adds."""
    request = RequestFactory(headers=headers).get("/")
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_only_an_update_of_a_part_is_a_fragment(headers: dict[str, str], expected: bool) -> None:
    assert htmx.is_fragment(ask(**headers)) is expected


def test_a_request_that_htmx_never_saw_is_a_page() -> None:
    assert htmx.is_fragment(HttpRequest()) is False


def test_an_action_that_worked_leads_on_in_both_ways() -> None:
    assert htmx.done(ask(), "/there/")["Location"] == "/there/"
    assert htmx.done(ask(**{"HX-Request": "true"}), "/there/")["HX-Redirect"] == "/there/"


def test_a_toast_is_a_header_of_plain_letters() -> None:
    response = htmx.toast("Göndərildi ✓\nİkinci sətir", then="calendar:changed")

    assert response["HX-Trigger"].isascii()
    assert json.loads(response["HX-Trigger"]) == {
        "toast": {"text": "Göndərildi ✓\nİkinci sətir", "tone": "done"},
        "calendar:changed": True,
    }
