"""Language and theme, for members and for the anonymous."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests import world

pytestmark = pytest.mark.django_db


def test_the_anonymous_choose_a_language_by_cookie(client: Client) -> None:
    answer = client.post("/me/language/", {"language": "az", "next": "/accounts/login/"}, follow=True)

    assert answer.redirect_chain == [("/accounts/login/", 302)]
    assert answer.headers["Content-Language"] == "az"


def test_a_persons_language_and_theme_are_kept_with_her(client: Client) -> None:
    client.force_login(world.person("nigar"))

    client.post("/me/language/", {"language": "tr", "next": "/me/"})
    client.post("/me/theme/", {"theme": "dark", "next": "/me/"})

    person = User.objects.get()
    assert (person.language, person.theme) == ("tr", "dark")
    assert 'data-theme="meydan-dark"' in client.get("/me/").content.decode()


def test_the_anonymous_choose_a_theme_by_cookie(client: Client) -> None:
    client.post("/me/theme/", {"theme": "light", "next": "/"})

    assert 'data-theme="meydan"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_away(client: Client, next_: str) -> None:
    answer = client.post("/me/theme/", {"theme": "light", "next": next_})

    assert answer.url == "/"  # type: ignore[attr-defined]


def test_an_unknown_choice_is_refused(client: Client) -> None:
    assert client.post("/me/language/", {"language": "xx"}).status_code == 400
    assert client.post("/me/theme/", {"theme": "pink"}).status_code == 400
    assert client.get("/me/theme/").status_code == 405


@pytest.mark.parametrize(
    ("theme", "scheme"), [("dark", "dark"), ("light", "light"), ("system", "light dark")]
)
def test_the_canvas_has_the_themes_colour_before_any_style_arrives(
    client: Client, theme: str, scheme: str
) -> None:
    client.post("/me/theme/", {"theme": theme, "next": "/"})

    assert f'<meta name="color-scheme" content="{scheme}">' in client.get("/accounts/login/").content.decode()
