"""The API's own description."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NAMED = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        Client().get("/api/v1/openapi.json", headers={"Accept": "application/vnd.oai.openapi+json"}).content
    )
    return found


def test_every_call_is_described_and_takes_a_key(described: dict[str, Any]) -> None:
    calls = [
        (path, method, call)
        for path, methods in described["paths"].items()
        for method, call in methods.items()
        if method in NAMED
    ]

    assert described["openapi"].startswith("3.1")
    assert len(calls) >= 6
    assert [path for path, _method, call in calls if not call.get("description")] == []
    assert [path for path, _method, call in calls if {"key": []} not in call["security"]] == []


def test_the_page_for_reading_it_relaxes_style_alone() -> None:
    answer = Client().get("/api/v1/docs/")

    policy = answer["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy + ";"
