"""Parts of pictures in templates."""

from __future__ import annotations

from django import template

from media_library.cropping import Box

register = template.Library()


@register.simple_tag
def part(box: Box, width: int, height: int) -> str:
    """The part as the viewBox of an SVG whose units are the picture's pixels."""
    left, top, right, bottom = box.pixels(width, height)
    return f"{left} {top} {right - left} {bottom - top}"
