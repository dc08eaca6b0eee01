"""Numbers as files: unknown is empty, texts are texts, and the head says whose and how old."""

from __future__ import annotations

import csv
import io
from datetime import time
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.access import Access, in_brand
from analytics.services import exporting
from analytics.services.exporting import Export
from analytics.spans import Span
from connections.models import Channel
from core import ledger
from core.tenancy import scope
from tests.analytics import told
from tests.world import Place

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def export(place: Place, channel: Channel) -> Export:
    """A week with a gap, a post that looks like a formula, and a level."""
    post = told.live(place, channel, told.at(place, told.ago(place, 3)), text="=1+1 Salam")
    for days, likes in ((3, 5), (1, 9)):
        told.of_post(place, post, told.ago(place, days), time(22), likes=likes)
    told.live(place, channel, told.at(place, told.ago(place, 2)), text="@kehreba")
    with scope.as_person(place.analyst.pk), in_brand(place.analyst, place.brand.slug) as access:
        return take(place, access)


def take(place: Place, access: Access) -> Export:
    """The three days before today."""
    span = Span(told.ago(place, 3), told.ago(place, 1), place.brand.zone)
    return exporting.take(place.brand, span, access=access, kind="csv")


def blocks(export: Export) -> list[list[list[str]]]:
    """The tables of the CSV file."""
    text = "".join(exporting.csv_lines(export))
    assert text[0] == "\ufeff"
    found: list[list[list[str]]] = [[]]
    for row in csv.reader(io.StringIO(text[1:])):
        if row:
            found[-1].append(row)
        else:
            found.append([])
    return found


def test_the_head_says_whose_numbers_of_which_days_and_how_old(place: Place, export: Export) -> None:
    head = blocks(export)[0]

    assert head == [
        ["Brand", "One"],
        ["Channel", "All channels"],
        ["Days", told.ago(place, 3).isoformat(), told.ago(place, 1).isoformat()],
        ["Time zone", "Baku", "Asia/Baku"],
        ["As of", f"{told.ago(place, 1)} 22:00"],
    ]
    assert [event.kind for event in ledger.of(f"brand:{place.brand.pk}")][-1] == "analytics.numbers_exported"


def test_what_is_unknown_is_an_empty_cell(place: Place, export: Export) -> None:
    _head, summary, days, channels, listed = blocks(export)
    likes = days[0].index("Likes")

    assert [row[likes] for row in days[1:]] == ["5", "", ""]
    assert {row[0]: row[2:] for row in summary}["Saves"] == ["", "", "0", "3"]
    assert channels[1][0] == "Sandbox · kehreba"
    assert [row[4:] for row in listed[1:]] == [
        ["", "", "9", "9", "", "", "", "", ""],
        [""] * 9,
    ]


def test_a_text_is_never_a_formula(export: Export) -> None:
    listed = blocks(export)[-1]
    sheets = book(export)

    assert [row[2] for row in listed[1:]] == ["'=1+1 Salam", "'@kehreba"]
    cells = [sheets["Posts"].cell(row, 3) for row in (2, 3)]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "=1+1 Salam"), ("s", "@kehreba")]


def test_the_sheets_say_the_same_as_the_lines(export: Export) -> None:
    sheets, lines = book(export), blocks(export)

    assert sheets.sheetnames == ["Numbers", "By day", "By channel", "Posts"]
    shown = [[cell.value for cell in row] for row in sheets["By day"].iter_rows()]
    assert [[_text(cell) for cell in row] for row in shown] == [
        [_plain(cell) for cell in row] for row in lines[2]
    ]


def book(export: Export) -> Any:
    """The XLSX file, read by another library."""
    with exporting.xlsx(export) as file:
        return load_workbook(io.BytesIO(file.read()))


def _text(cell: object) -> str:
    return "" if cell is None else str(float(cell)) if isinstance(cell, int) else str(cell)


def _plain(cell: str) -> str:
    """Whole numbers with a point, as spreadsheets keep them."""
    return str(float(cell)) if cell.isdecimal() else cell
