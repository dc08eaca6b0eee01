"""Pictures of the demo, drawn once when they are needed so that no file is kept."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

SIZE = (1080, 1350)
Draw = Callable[[ImageDraw.ImageDraw], None]


def png(ground: str, draw: Draw) -> bytes:
    """A picture on a plain ground, as PNG bytes. Drawn twice as large and shrunk, so that edges are smooth."""
    big = (SIZE[0] * 2, SIZE[1] * 2)
    image = Image.new("RGB", big, ground)
    draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


@cache
def cup() -> bytes:
    """A cup from above on a wooden table."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        for row in range(0, 2700, 270):
            pen.rectangle((0, row, 2160, row + 6), fill="#5d3323")
        disc(pen, 1080, 1350, 830, "#e4ddd2")
        disc(pen, 1080, 1350, 640, "#c5462f")
        disc(pen, 1080, 1350, 560, "#7a4a2b")
        disc(pen, 1080, 1350, 470, "#a06a3c")
        disc(pen, 940, 1270, 170, "#f3e7d3")
        disc(pen, 1220, 1270, 170, "#f3e7d3")
        pen.polygon([(785, 1340), (1375, 1340), (1080, 1680)], fill="#f3e7d3")

    return png("#6b3d2a", draw)


@cache
def pumpkin() -> bytes:
    """A pumpkin in autumn light."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        disc(pen, 1080, 2150, 900, "#d8c199")
        for x, tone in (
            (620, "#c9661a"),
            (1540, "#c9661a"),
            (850, "#d9772a"),
            (1310, "#d9772a"),
            (1080, "#e58a35"),
        ):
            pen.ellipse((x - 330, 1050, x + 330, 2050), fill=tone)
        pen.polygon([(1020, 1090), (1060, 820), (1150, 820), (1130, 1090)], fill="#5f7a43")
        pen.ellipse((1120, 780, 1560, 980), fill="#6d8a4c")

    return png("#e7d6b4", draw)


@cache
def evening() -> bytes:
    """A city by the water in the evening."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((0, 0, 2160, 900), fill="#3b3f72")
        pen.rectangle((0, 900, 2160, 1900), fill="#e39a78")
        disc(pen, 1500, 1350, 300, "#f6d9a8")
        for x, top in ((420, 900), (640, 640), (860, 980)):
            pen.polygon([(x - 170, 1900), (x, top), (x + 170, 1900)], fill="#2b2f5c")
        pen.rectangle((0, 1900, 2160, 2700), fill="#24415c")
        for row in range(2000, 2600, 120):
            pen.rectangle((1300, row, 1700, row + 24), fill="#f0b98b")

    return png("#3b3f72", draw)


@cache
def bag() -> bytes:
    """A bag of beans."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        pen.rectangle((640, 560, 1520, 2200), fill="#173237")
        pen.polygon([(640, 560), (1520, 560), (1440, 420), (720, 420)], fill="#0f2428")
        pen.rectangle((800, 1020, 1360, 1640), fill="#efe4cf")
        disc(pen, 1080, 1260, 150, "#c77f22")
        for row in (1470, 1530):
            pen.rectangle((880, row, 1280, row + 22), fill="#173237")

    return png("#d9961f", draw)


@cache
def pastry() -> bytes:
    """Pastries on a plate."""

    def draw(pen: ImageDraw.ImageDraw) -> None:
        disc(pen, 1080, 1350, 860, "#f1ede4")
        disc(pen, 1080, 1350, 700, "#e6e0d4")
        for x, y in ((830, 1120), (1300, 1240), (980, 1600)):
            pen.pieslice((x - 300, y - 220, x + 300, y + 320), 180, 360, fill="#d9a35c")
            pen.arc((x - 300, y - 220, x + 300, y + 320), 180, 360, fill="#b97f3a", width=26)

    return png("#b9cdbd", draw)


def disc(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int, tone: str) -> None:
    """A filled circle."""
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tone)
