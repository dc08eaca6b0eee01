"""The page: tokens with their contrast, the steps of type, and each component in each of its states, light and dark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.models.user import Language
from smm.styleguide import tokens
from smm.styleguide.samples import Sample, samples
from smm.styleguide.tokens import Pair, Token

REMARK = re.compile(r"\{% comment %\}(.*?)\{% endcomment %\}", re.DOTALL)
NAMING = re.compile(r'\b(id|for|form|list|name|aria-labelledby|aria-describedby|data-dialog-open)="([^"]+)"')
TYPE = (
    ("2xs", "11/16"),
    ("xs", "12/16"),
    ("sm", "13/20"),
    ("base", "14/20"),
    ("md", "16/24"),
    ("lg", "20/28"),
    ("xl", "28/36"),
)
NAMED_LANDMARK = re.compile(
    r'(<(?:nav|section|form|aside)\b[^>]*?\baria-label="[^"]*|role="region" aria-label="[^"]*)"'
)
LABELLED_LANDMARK = re.compile(r'(<section\b[^>]*?\baria-labelledby="[^"]*)"')
SPECIMEN = "Kəhrəba, İstanbul, ığdır, Şəki 1 204 ₼ ₺ 10:42"
"""The letters and signs that decided the typeface."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sample as markup."""

    state: str
    wide: bool
    markup: SafeString


@dataclass(frozen=True, slots=True)
class Theme:
    """One column of the page: everything that a theme changes."""

    key: str
    name: str
    tokens: list[Token]
    pairs: list[Pair]


@require_safe
@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """`?language=az` in that language; `?theme=light` or `dark` in one theme instead of both. 404 outside development."""
    if not settings.DEVELOPMENT:
        raise Http404
    chosen = request.GET.get("language", "")
    language = chosen if chosen in Language.values else translation.get_language()
    theme = request.GET.get("theme", "")
    keys = [theme] if theme in tokens.THEMES else list(tokens.THEMES)
    with translation.override(language):
        context = {
            "themes": [Theme(key, tokens.THEMES[key], tokens.tokens(key), tokens.pairs(key)) for key in keys],
            "steps": TYPE,
            "specimen": SPECIMEN,
            "components": [
                (
                    name,
                    _purpose(name),
                    [(tokens.THEMES[key], _shown(request, name, found, key)) for key in keys],
                )
                for name, found in samples().items()
            ],
            "languages": Language.choices,
        }
        return render(request, "smm/styleguide/page.html", context)


def _purpose(name: str) -> str:
    """What the component's own first lines say."""
    source = get_template(f"components/{name}.html").template.source  # type: ignore[attr-defined] # Django's engine
    remark = REMARK.search(source)
    return " ".join(remark[1].split()) if remark else ""


def _shown(request: HttpRequest, name: str, found: list[Sample], theme: str) -> list[Shown]:
    return [
        Shown(sample.state, sample.wide, _drawn(request, name, sample.inputs, f"{theme}-{number}"))
        for number, sample in enumerate(found)
    ]


def _drawn(request: HttpRequest, name: str, inputs: Any, suffix: str) -> SafeString:
    """The component's markup; its ids get an end of their own, because the page shows it more than once."""
    opener = inputs.get("opener") or inputs.get("asks")
    markup = render_to_string(f"components/{name}.html", dict(inputs), request)
    if opener:
        markup += render_to_string("smm/styleguide/opener.html", dict(inputs), request)
    own = _apart(NAMING.sub(rf'\1="\2-{suffix}"', markup), suffix.partition("-")[0])
    return mark_safe(own)  # noqa: S308 - our own templates, escaped by Django


def _apart(markup: str, theme: str) -> str:
    """Landmarks are told apart by their names, and the page shows each of them once for a theme."""
    named = NAMED_LANDMARK.sub(rf'\1 ({theme})"', markup)
    return LABELLED_LANDMARK.sub(rf'\1 theme-{theme}"', named)
