"""The numbers of a report as XLSX. No cell is a formula whatever its text begins with; what is not known stays empty."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from analytics.reporting import naming
from analytics.reporting.document import Kpi, Ranked, ReportDocument, Section
from analytics.reporting.sheet import Sheet
from core.text import clean

LONGEST = 32_000
"""Characters that a cell holds, with room to spare."""
NUMBER = {"count": "#,##0", "percent": '0.0"%"', "minutes": "#,##0", "ratio": "0.0"}

Row = Sequence[Any]


class Book:
    """A workbook with one sheet for each part."""

    def __init__(self, made_at: datetime) -> None:
        self._stream = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._stream, {**options, "strings_to_numbers": False})
        self._book.set_properties({"created": made_at.replace(tzinfo=None)})
        self._bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._formats = {unit: self._book.add_format({"num_format": shown}) for unit, shown in NUMBER.items()}

    def sheet(self, name: str, head: Row, rows: Sequence[Row]) -> None:
        """A table under a head that stays. A number beside its unit, `(4.8, "percent")`, is shown in it."""
        page = self._book.add_worksheet(_tab(name))
        page.freeze_panes(1, 0)
        page.set_column(0, 0, 34)
        page.set_column(1, max(1, len(head) - 1), 18)
        for column, words in enumerate(head):
            page.write_string(0, column, _cell(words), self._bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(page, number, column, value)

    def content(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._stream.getvalue()

    def _write(self, page: Worksheet, row: int, column: int, value: Any) -> None:
        if isinstance(value, tuple):
            number, unit = value
            if number is not None:
                page.write_number(row, column, number, self._formats[unit])
        elif isinstance(value, date):
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)  # noqa: DTZ001
        elif value is not None:
            page.write_string(row, column, _cell(str(value)))


def xlsx(document: ReportDocument, sheet: Sheet) -> bytes:
    """The workbook in the language that is active."""
    words, book = sheet.headings, Book(document.made_at)
    kpis = document.kpis if document.shows(Section.KPIS) else ()
    head = (words["number"], words["value"], words["before"])
    book.sheet(words["kpis"], head, [_kpi(kpi) for kpi in kpis])
    if kpis:
        book.sheet(words["day"], (words["day"], *(naming.kpi(kpi.key) for kpi in kpis)), _days(kpis))
    if sheet.goals:
        rows = [
            (naming.kpi(one.key), (one.value, one.unit), (one.target, one.unit)) for one in document.goals
        ]
        book.sheet(words["goals"], (words["number"], words["value"], words["target"]), rows)
    if sheet.best or sheet.worst:
        ranked = [*document.best, *document.worst]
        book.sheet(
            words["posts"],
            (words["post"], words["where"], words["day"], words["number"], words["value"]),
            [_post(one, document.zone) for one in ranked],
        )
    if sheet.troubles:
        lines = [(one.title, one.word, one.sentence) for one in sheet.troubles]
        book.sheet(words["trouble"], (words["post"], words["state"], words["reason"]), lines)
    pairs = [(one.name, one.value) for one in (*sheet.inbox, *sheet.approvals)]
    if pairs:
        book.sheet(words["inbox"], (words["number"], words["value"]), pairs)
    if sheet.plan:
        plan = [(one.title, one.when, one.where, one.state) for one in sheet.plan]
        book.sheet(words["plan"], (words["post"], words["day"], words["where"], words["state"]), plan)
    return book.content()


def _kpi(kpi: Kpi) -> Row:
    return naming.kpi(kpi.key), (kpi.value, kpi.unit), (kpi.before, kpi.unit)


def _days(kpis: Sequence[Kpi]) -> list[Row]:
    days = sorted({point.day for kpi in kpis for point in kpi.series})
    known = [{point.day: point.value for point in kpi.series} for kpi in kpis]
    return [
        (day, *((line.get(day), kpi.unit) for kpi, line in zip(kpis, known, strict=True))) for day in days
    ]


def _post(one: Ranked, zone: str) -> Row:
    at = one.at.astimezone(ZoneInfo(zone))
    return one.headline, ", ".join(one.networks), at.date(), naming.kpi(one.key), (one.value, one.unit)


def _cell(words: str) -> str:
    return clean(words.replace("\x00", ""))[:LONGEST]


def _tab(name: str) -> str:
    """A sheet's name: at most 31 characters, none of those that Excel keeps for itself."""
    kept = "".join(char for char in name if char not in "[]:*?/\\'")
    return kept[:31] or "1"
