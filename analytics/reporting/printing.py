"""Typst: from a sheet to PDF and PNG. People's words reach it as JSON values alone, so no word of theirs is markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings

from analytics.reporting.sheet import Sheet

HERE = Path(__file__).parent
SHARPNESS = 258
"""Dots an inch of a mail's chart of 300 points: two for each of the 536 pixels that it has on a wide screen."""


def pdf(sheet: Sheet, made_at: datetime) -> bytes:
    """The report on A4, tagged. The same sheet makes the same bytes."""
    return _compile("report.typ", sheet, "pdf", made_at)


def chart(sheet: Sheet) -> bytes:
    """The main number day by day as PNG; ask only of sheets with bars."""
    return _compile("chart.typ", sheet, "png", None)


def _compile(name: str, sheet: Sheet, kind: Literal["pdf", "png"], made_at: datetime | None) -> bytes:
    made = typst.compile(
        str(HERE / name),
        root=str(HERE),
        font_paths=[str(settings.BASE_DIR / "static" / "dist" / "fonts")],
        format=kind,
        ppi=SHARPNESS,
        sys_inputs={"sheet": json.dumps(asdict(sheet))},
        timestamp=int(made_at.timestamp()) if made_at else None,
    )
    assert isinstance(made, bytes)  # one file: the pictures have one page
    return made
