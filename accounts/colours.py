"""Colours as people read them: contrast by WCAG 2.2 (relative luminance), and what it means in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

WHITE, INK, PAPER, NIGHT = "#ffffff", "#192225", "#fefdfc", "#161a1c"
"""What stands on a colour, and the sheets of the light and the dark theme."""
READABLE, SEEN = 4.5, 3.0
"""The least contrast of small text, and of lines and signs."""
_SHORT = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")
_LONG = re.compile(r"#?([0-9a-f]{6})")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a colour does: as a ground for text of `ink` ("white" or "dark"), and as a line on light and dark pages."""

    ink: str
    text: float
    on_light: float
    on_dark: float

    @property
    def is_readable(self) -> bool:
        """Small text on it can be read."""
        return self.text >= READABLE

    @property
    def is_pale(self) -> bool:
        """As a line on a light page it is hardly seen."""
        return self.on_light < SEEN

    @property
    def is_dim(self) -> bool:
        """As a line on a dark page it is hardly seen."""
        return self.on_dark < SEEN


def tidy(typed: str) -> str:
    """`#rrggbb` from what people type (`0A6B5C`, `#abc`); what is no colour comes back as it is."""
    found = typed.strip().lower()
    short, long = _SHORT.fullmatch(found), _LONG.fullmatch(found)
    if short:
        return "#" + "".join(digit * 2 for digit in short.groups())
    return f"#{long[1]}" if long else typed.strip()


def contrast(one: str, other: str) -> float:
    """1 to 21, between two colours as `#rrggbb`."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def verdict(colour: str) -> Verdict:
    """What can be said of `#rrggbb`."""
    white, ink = contrast(colour, WHITE), contrast(colour, INK)
    return Verdict(
        ink="white" if white >= ink else "dark",
        text=max(white, ink),
        on_light=contrast(colour, PAPER),
        on_dark=contrast(colour, NIGHT),
    )


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
