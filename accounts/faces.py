"""The small coloured square by which mails name a brand. Mail programs know no stylesheets, so colours are numbers here."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Brand, Organization

GROUNDS = (
    "#dc9242", "#00b8d7", "#eb827b", "#6dba70", "#b191ea", "#bea333",
    "#6aa7f4", "#e181b0", "#06bfa8", "#e7885d", "#8d9df5", "#9ab04b",
)  # fmt: skip
"""The twelve tones of static/css/components.css (oklch 0.72 0.13 and a hue), as hexadecimal colours."""
DARK, LIGHT, FIRUZE = "#24180b", "#fbfeff", "#006072"
MIDDLE = 0.18
"""Relative luminance above which dark letters are read better than light ones (WCAG 2.2)."""


@dataclass(frozen=True, slots=True)
class Face:
    """Name, one letter, and the colours of the square."""

    name: str
    initial: str
    ground: str = FIRUZE
    ink: str = LIGHT


def of_brand(brand: Brand) -> Face:
    """Its own colour, else that of its tone."""
    ground = brand.accent or GROUNDS[brand.tone % len(GROUNDS)]
    return Face(brand.name, brand.initial, ground, _ink(ground))


def of_organization(organization: Organization) -> Face:
    """The product's colour: organizations have none."""
    return Face(organization.name, organization.name[:1])


def _ink(ground: str) -> str:
    red, green, blue = (_linear(int(ground[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return DARK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE else LIGHT


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
