"""The arithmetic of crops: shapes by name, and boxes as fractions of a picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

RATIOS = {"1:1": 1.0, "4:5": 0.8, "9:16": 0.5625, "16:9": 16 / 9, "1.91:1": 1.91}
"""Width divided by height."""
SLACK = 0.02


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture: its corner and sides as fractions, 0 to 1."""

    x: float
    y: float
    w: float
    h: float

    @property
    def is_inside(self) -> bool:
        """Whether it is a real part."""
        sides = (self.x, self.y, self.w, self.h)
        return (
            all(math.isfinite(side) and 0 <= side <= 1 for side in sides)
            and self.w > 0
            and self.h > 0
            and self.x + self.w <= 1.000001
            and self.y + self.h <= 1.000001
        )

    def rounded(self) -> Box:
        """The same in ten-thousandths, never beyond what it was: so many name a rendition."""
        x, y, w, h = (math.floor(side * 10_000) / 10_000 for side in (self.x, self.y, self.w, self.h))
        return Box(x, y, max(w, 0.0001), max(h, 0.0001))

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in a picture of this size; at least one pixel."""
        left, top = min(width - 1, round(self.x * width)), min(height - 1, round(self.y * height))
        right = max(left + 1, min(width, round((self.x + self.w) * width)))
        return left, top, right, max(top + 1, min(height, round((self.y + self.h) * height)))

    def key(self) -> str:
        """How renditions of it are named: in ten-thousandths."""
        return "x".join(f"{round(side * 10_000)}" for side in (self.x, self.y, self.w, self.h))


def fits(box: Box, ratio: str, width: int, height: int) -> bool:
    """Whether the box has the shape that its name says, in a picture of this size, give or take two per cent."""
    shape = box.w * width / (box.h * height)
    return abs(shape / RATIOS[ratio] - 1) <= SLACK + 1 / min(box.w * width, box.h * height)


def suggested(ratio: str, size: tuple[int, int], focal: tuple[float, float]) -> Box:
    """The largest box of this shape around the focal point in a picture of this size (width, height)."""
    share = RATIOS[ratio] * size[1] / size[0]
    w, h = (share, 1.0) if share <= 1 else (1.0, 1 / share)
    return Box(_beside(focal[0], w), _beside(focal[1], h), w, h)


def _beside(focal: float, side: float) -> float:
    return min(1 - side, max(0.0, focal - side / 2))
