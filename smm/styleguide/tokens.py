"""The tokens of static/css/themes.css, and how well one is read on another (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from math import cos, radians, sin

from django.conf import settings

THEMES = {"light": "meydan", "dark": "meydan-dark"}
BLOCK = re.compile(r'@plugin "daisyui/theme" \{(.*?)\n\}', re.DOTALL)
TOKEN = re.compile(r"--([\w-]+): (oklch\(([\d.]+) ([\d.]+) ([\d.]+)\))")
TEXT, EDGE = 4.5, 3.0
"""What WCAG asks: of text, and of the border of a field."""

TEXTS = ("color-base-content", "muted", "color-primary", "color-error")
GROUNDS = ("color-base-100", "color-base-200")
STATES = ("draft", "wait", "way", "done", "fail", "unsure")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for text in (*TEXTS, "faint") for ground in GROUNDS),
    *((f"hue-{state}", f"bg-{state}", TEXT) for state in STATES),
    *((f"hue-{state}", "color-base-100", TEXT) for state in STATES),
    *(("color-base-content", f"bg-{state}", TEXT) for state in STATES),
    ("muted", "wash", TEXT),
    ("muted", "color-base-300", TEXT),
    ("color-primary-content", "color-primary", TEXT),
    ("color-neutral-content", "color-neutral", TEXT),
    ("edge", "color-base-100", EDGE),
    ("color-primary", "color-base-100", EDGE),
)


@dataclass(frozen=True, slots=True)
class Token:
    """One colour: its name without dashes in front, and its value as CSS writes it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Something drawn on something: their values, the ratio, and the least that is asked."""

    front: Token
    back: Token
    ratio: float
    least: float

    @property
    def passes(self) -> bool:
        """Whether it is read well enough."""
        return self.ratio >= self.least


def tokens(theme: str) -> list[Token]:
    """The colours of `light` or `dark` in the order of the file."""
    return [Token(name, value) for name, (value, _light) in _read()[theme].items()]


def pairs(theme: str) -> list[Pair]:
    """Every pair that pages use, measured."""
    known = _read()[theme]

    def measured(front: str, back: str, least: float) -> Pair:
        lights = sorted((known[front][1], known[back][1]))
        ratio = (lights[1] + 0.05) / (lights[0] + 0.05)
        return Pair(Token(front, known[front][0]), Token(back, known[back][0]), ratio, least)

    return list(starmap(measured, PAIRS))


@cache
def _read() -> dict[str, dict[str, tuple[str, float]]]:
    source = (settings.BASE_DIR / "static" / "css" / "themes.css").read_text(encoding="utf-8")
    found = {}
    for block in BLOCK.findall(source):
        theme = next(name for name, key in THEMES.items() if f'name: "{key}";' in block)
        found[theme] = {
            name: (value, _luminance(float(light), float(chroma), float(hue)))
            for name, value, light, chroma, hue in TOKEN.findall(block)
        }
    return found


def _luminance(light: float, chroma: float, hue: float) -> float:
    """Of an OKLCH colour: by way of OKLab to linear sRGB (Björn Ottosson, 2020), clipped, weighted as WCAG does."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, part)) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
