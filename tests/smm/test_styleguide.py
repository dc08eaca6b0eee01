"""The page of components: complete, in every language, and only for developers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from smm.styleguide import tokens
from smm.styleguide.samples import samples
from tests.architecture.source import TEMPLATES

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r'<section class="[^"]*" id="component-([a-z_]+)">')


def test_every_component_is_shown(client: Client) -> None:
    files = {file.stem for file in (TEMPLATES / "components").glob("*.html")}

    page = client.get("/styleguide/").content.decode()

    assert files
    assert files - set(SHOWN.findall(page)) == set(), "add them to smm/styleguide/samples.py"
    assert set(samples()) == files


def test_every_component_says_what_it_is_for(client: Client) -> None:
    components = client.get("/styleguide/").context["components"]

    assert [name for name, purpose, _shown in components if len(purpose) < 20] == []


def test_every_sample_draws_something_in_both_themes(client: Client) -> None:
    components = client.get("/styleguide/").context["components"]

    columns = [(name, shown) for name, _purpose, themes in components for _theme, shown in themes]
    assert [
        name for name, shown in columns if not shown or not all(one.markup.strip() for one in shown)
    ] == []
    assert {len(themes) for _name, _purpose, themes in components} == {2}


def test_no_id_stands_twice(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/styleguide/").content.decode())

    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []


def test_no_two_landmarks_have_one_name(client: Client) -> None:
    page = client.get("/styleguide/").content.decode()

    tags = re.findall(r"<(?:nav|section|form|aside)\b[^>]*>|<div\b[^>]*role=\"region\"[^>]*>", page)
    names = [
        (tag.split()[0], *named) for tag in tags if (named := re.findall(r'aria-label\w*="([^"]+)"', tag))
    ]
    assert len(names) > 10
    assert sorted(one for one in set(names) if names.count(one) > 1) == []


@pytest.mark.parametrize(
    ("query", "language", "word"),
    [("", "en", "Outcome unknown"), ("?language=tr", "tr", "Taslak"), ("?language=az", "az", "Qaralama")],
)
def test_it_is_shown_in_any_language(client: Client, query: str, language: str, word: str) -> None:
    page = client.get(f"/styleguide/{query}").content.decode()

    assert f'<html lang="{language}"' in page
    assert word in page


def test_one_theme_is_shown_alone_where_it_is_asked_for(client: Client) -> None:
    page = client.get("/styleguide/?theme=dark")

    assert [theme.key for theme in page.context["themes"]] == ["dark"]


def test_there_is_none_outside_of_development(client: Client, settings: Any) -> None:
    settings.DEVELOPMENT = False

    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize("theme", tokens.THEMES)
def test_every_colour_is_read_on_what_it_stands_on(theme: str) -> None:
    measured = tokens.pairs(theme)

    assert len(measured) > 20
    assert [(one.front.name, one.back.name, one.ratio) for one in measured if not one.passes] == []


def test_contrast_is_measured_as_the_rules_say() -> None:
    black, white = tokens._luminance(0, 0, 0), tokens._luminance(1, 0, 0)

    assert (white + 0.05) / (black + 0.05) == pytest.approx(21, abs=0.01)
    assert tokens._luminance(0.627955, 0.257683, 29.2339) == pytest.approx(0.2126, abs=0.001)  # pure red
