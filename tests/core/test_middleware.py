"""A rule's no becomes an answer that a person can read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from core.errors import DomainError, NotAllowed
from core.middleware import DomainErrorMiddleware

REFUSED = NotAllowed("Bu artıq mümkün deyil.")


def answer(request: HttpRequest, error: Exception = REFUSED) -> HttpResponse | None:
    """What the middleware makes of an error in a view."""
    return DomainErrorMiddleware(lambda _: HttpResponse()).process_exception(request, error)


def ask(path: str = "/b/one/", **headers: Any) -> HttpRequest:
    """A request as it comes in, with what htmx's middleware adds."""
    request = RequestFactory(headers={"host": "testserver", **headers}).post(path)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def test_the_api_gets_a_problem_with_its_code() -> None:
    response = answer(ask("/api/v1/brands/one/posts/"))

    assert response is not None
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "code": "not_allowed",
        "title": "Bu artıq mümkün deyil.",
        "status": 409,
    }


def test_htmx_gets_a_toast_and_an_empty_page() -> None:
    response = answer(ask(**{"HX-Request": "true"}))

    assert response is not None
    assert (response.status_code, response.content) == (409, b"")
    assert json.loads(response["HX-Trigger"]) == {"toast": {"text": "Bu artıq mümkün deyil.", "tone": "fail"}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/b/one/calendar/", "http://testserver/b/one/calendar/"),
        ("http://evil.example/", "/"),
        ("http://testserver.evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_plain_form_gets_a_page_with_a_way_back_to_us_only(referer: str, back: str, client: Any) -> None:
    request = ask(referer=referer)
    request.user = type("Nobody", (), {"is_authenticated": False})()

    response = answer(request)

    assert response is not None
    assert response.status_code == 409
    assert "Bu artıq mümkün deyil." in response.content.decode()
    assert f'href="{back}"' in response.content.decode()


def test_other_errors_rise() -> None:
    assert answer(ask(), ValueError("ours")) is None


def test_a_refusal_has_a_code_of_its_own_or_that_of_its_kind() -> None:
    assert NotAllowed("no").code == "not_allowed"
    assert DomainError("no", code="too_late").code == "too_late"
