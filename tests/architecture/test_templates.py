"""Templates: no style, no script, nothing of others, every text translated."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from tests.architecture import markup
from tests.architecture.source import ROOT, TEMPLATES, shown, templates

MAILS = [file for file in templates() if {"mail", "email"} & set(file.parts)]
PAGES = [file for file in templates() if file.suffix == ".html" and file not in MAILS]
UNBUILT = not (ROOT / "static" / "dist").exists()


def named(file: Path) -> str:
    """As `render` names it."""
    return str(file.relative_to(TEMPLATES))


def test_there_are_pages() -> None:
    assert PAGES
    assert MAILS


@pytest.mark.parametrize("file", MAILS, ids=named)
def test_a_mail_is_translated(file: Path) -> None:
    flaws = [flaw for flaw in markup.flaws(file.read_text()) if "translated" in flaw.what]

    assert [f"{shown(file)}:{flaw.line}: {flaw.what}" for flaw in flaws] == []


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_a_page_holds_markup_only(file: Path) -> None:
    flaws = markup.flaws(file.read_text())

    assert [f"{shown(file)}:{flaw.line}: {flaw.what}" for flaw in flaws] == []


@pytest.mark.skipif(UNBUILT, reason="the front end is not built")
def test_files_that_templates_name_are_there() -> None:
    found = {(named(file), name) for file in templates() for name in markup.statics(file.read_text())}

    assert found
    assert {(page, name) for page, name in found if finders.find(name) is None} == set()


def test_every_template_can_be_read() -> None:
    broken = []
    for file in templates():
        try:
            get_template(named(file))
        except TemplateSyntaxError as error:
            broken.append(f"{shown(file)}: {error}")

    assert broken == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('<p style="color: red">{{ x }}</p>', 1),
        ("<script>alert(1)</script>", 1),
        ("<style>p {}</style>", 1),
        ('<button onclick="go()">{{ x }}</button>', 1),
        ('<a href="javascript:go()">{{ x }}</a>', 1),
        ('<img src="https://cdn.example/x.png" alt="">', 1),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', 1),
        ("<p>Hello</p>", 1),
        ("<p>{{ name }} wrote</p>", 1),
        ('<img src="{% static "x" %}" alt="A picture">', 1),
        ('<input placeholder="Search {{ what }}">', 1),
        ("{% if x %}Yes please{% endif %}", 1),
        ('<script src="{% static "x.js" %}" type="module"></script>', 0),
        ('<script type="application/json" id="x">{"a": 1}</script>', 0),
        ("<p>{% translate 'Hello' %} · {{ name }} – 12:00</p>", 0),
        ("<p>{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}</p>", 0),
        ("{# a remark #}{% comment %}A remark{% endcomment %}<h1>Meydan</h1>", 0),
        ('<a href="https://bsky.app/">{{ x }}</a>', 0),
        ('<meta name="viewport" content="width=device-width">', 0),
        ('<svg xmlns="http://www.w3.org/2000/svg"><text>Aa</text></svg>', 0),
        ('<p class="{% if x %}wide{% else %}small{% endif %}">{{ x }}</p>', 0),
        ("<p>&nbsp;&times;</p>", 0),
    ],
)
def test_flaws_are_found_and_nothing_else(source: str, count: int) -> None:
    assert len(markup.flaws(source)) == count


def test_a_flaw_names_its_line() -> None:
    assert [flaw.line for flaw in markup.flaws("{# x #}\n{% comment %}\n{% endcomment %}\n<p>Hello</p>")] == [
        4
    ]
