"""Numbers as files: CSV in a stream of lines, XLSX in a file. What is unknown is an empty cell, never 0.

Numbers are numbers; texts cannot become formulas. Both begin with whose numbers they are, of which days in which zone,
and how old they are. In the language that is active when the export is asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

import xlsxwriter
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import zones
from accounts.access import Access
from accounts.models import Brand
from activity.services.exporting import MARK, safe
from analytics.kpis import KPIS, Unit
from analytics.selectors import posts
from analytics.selectors.reading import readings
from analytics.selectors.shapes import Reading
from analytics.spans import Span
from connections import offered
from connections.models import Channel
from core import ledger
from core.tenancy import scope

Cell = str | float | int | None
Row = Sequence[Cell]
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Export:
    """What goes into a file, read when it was asked for; only posts are read as the file is written."""

    brand: Brand
    span: Span
    channel: Channel | None
    found: Mapping[str, Reading]
    channels: Mapping[UUID, str]
    language: str

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.brand.slug}-{self.span.first}-{self.span.last}"


def take(
    brand: Brand,
    span: Span,
    *,
    access: Access,
    kind: str,
    compare: Span | None = None,
    channel: Channel | None = None,
) -> Export:
    """Read the numbers and write down who takes them out as which `kind` of file. Ask inside the brand's scope."""
    with transaction.atomic():
        ledger.record(
            "analytics.numbers_exported",
            f"brand:{brand.pk}",
            by=access.by,
            brand_id=brand.pk,
            file=kind,
            first=span.first.isoformat(),
            last=span.last.isoformat(),
        )
        found = readings(brand, span, compare=compare, channel=channel)
        rows = Channel.objects.filter(brand=brand).values_list("pk", "network", "handle")
        names = {key: f"{offered.name_of(network)} · {handle}" for key, network, handle in rows}
    return Export(brand, span, channel, found, names, translation.get_language() or "en")


def csv_lines(export: Export) -> Iterator[str]:
    """The file line by line, posts read as they are asked for."""
    yield MARK
    with translation.override(export.language):
        blocks = [*_head(export), [], *_summary(export), [], *_by_point(export), [], *_by_channel(export), []]
        heading = _post_heading()
    yield from (_line(row) for row in [*blocks, heading])
    for page in _posts(export):
        yield "".join(_line(row) for row in page)


def xlsx(export: Export) -> IO[bytes]:
    """The same as sheets, in a temporary file that is open at its beginning."""
    file = TemporaryFile()  # noqa: SIM115 — whoever sends it closes it
    with translation.override(export.language), xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        _sheet(book, _("Numbers"), [*_head(export), [], *_summary(export)])
        _sheet(book, _("By day"), _by_point(export))
        _sheet(book, _("By channel"), _by_channel(export))
        _sheet(book, _("Posts"), _post_rows(export))
    file.seek(0)
    return file


def _head(export: Export) -> list[Row]:
    asked = [reading.as_of for reading in export.found.values() if reading.as_of]
    there = zones.place(export.span.zone)
    as_of = (
        timezone.localtime(max(asked), timezone=ZoneInfo(export.span.zone)).strftime("%Y-%m-%d %H:%M")
        if asked
        else None
    )
    channel = export.channels.get(export.channel.pk) if export.channel else _("All channels")
    return [
        [_("Brand"), export.brand.name],
        [_("Channel"), channel],
        [_("Days"), export.span.first.isoformat(), export.span.last.isoformat()],
        [_("Time zone"), there, export.span.zone],
        [_("As of"), as_of],
    ]


def _summary(export: Export) -> list[Row]:
    heading = [_("Number"), _("Unit"), _("Value"), _("Before"), _("Days known"), _("Days")]
    rows = [
        [
            str(each.kpi.name),
            _unit(each.kpi.unit),
            each.value,
            each.before,
            each.coverage.known,
            each.coverage.due,
        ]
        for each in export.found.values()
    ]
    return [heading, *rows]


def _unit(unit: Unit) -> str:
    names = {
        Unit.COUNT: _("number"),
        Unit.SHARE: _("share (1 is all)"),
        Unit.PER_DAY: _("a day"),
        Unit.SECONDS: _("seconds"),
    }
    return names[unit]


def _by_point(export: Export) -> list[Row]:
    """One line for each day, or for each week or month of a long span."""
    days: dict[str, dict[str, float | None]] = {}
    for key, reading in export.found.items():
        for day, value in reading.series:
            days.setdefault(day.isoformat(), {})[key] = value
    heading = [_("From day"), *(str(reading.kpi.name) for reading in export.found.values())]
    return [heading, *([day, *(days[day].get(key) for key in export.found)] for day in sorted(days))]


def _by_channel(export: Export) -> list[Row]:
    heading = [_("Channel"), *(str(reading.kpi.name) for reading in export.found.values())]
    parts = {
        key: {part.channel_id: part.value for part in reading.parts} for key, reading in export.found.items()
    }
    shown = {part.channel_id for reading in export.found.values() for part in reading.parts}
    rows = [
        [name, *(parts[key].get(channel) for key in export.found)]
        for channel, name in export.channels.items()
        if channel in shown
    ]
    return [heading, *rows]


def _post_heading() -> Row:
    names = [str(KPIS[key].name) for key in posts.OF_POSTS]
    return [_("Published"), _("Channel"), _("Post"), _("Address"), *names]


def _post_rows(export: Export) -> Iterator[Row]:
    yield _post_heading()
    for page in _posts(export):
        yield from page


def _posts(export: Export) -> Iterator[list[Row]]:
    """Page by page, each in a scope and transaction of its own: the file may be written long after the request."""
    after = 0
    while True:
        with scope.enter(export.brand.organization_id, [export.brand.pk]), transaction.atomic():
            found = posts.page(export.brand, export.span, after=after, size=AT_ONCE, channel=export.channel)
        yield [_post(export, row) for row in found]
        if len(found) < AT_ONCE:
            return
        after = found[-1].cursor


def _post(export: Export, row: posts.Listed) -> Row:
    when = timezone.localtime(row.published_at, timezone=ZoneInfo(export.span.zone)).strftime(
        "%Y-%m-%d %H:%M"
    )
    values = [row.totals.get(key) for key in posts.OF_POSTS]
    return [when, export.channels.get(row.channel_id, ""), row.headline, row.url, *values]


def _line(row: Row) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, title: str, rows: Sequence[Row] | Iterator[Row]) -> None:
    """Texts are written as texts and numbers as numbers, whatever they look like."""
    sheet = book.add_worksheet(title[:31])
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            elif cell is not None:
                sheet.write_number(place, column, cell)
