"""The ledger as a file: a stream of lines, page by page, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import Access
from activity.selectors import ledger as selectors
from activity.selectors.ledger import Filter, Line
from core import ledger
from core.paging import Page
from core.tenancy import scope

AT_ONCE = 500
MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(access: Access, chosen: Filter, *, words: Mapping[str, str]) -> Iterator[str]:
    """Write down who exports what; the lines are read as they are asked for, in scopes of their own.

    In the language that is active now, times in the organization's zone.
    """
    organization = access.organization
    with transaction.atomic():
        ledger.record(
            "activity.ledger_exported", f"organization:{organization.pk}", by=access.by, words=dict(words)
        )
    return _lines(access, chosen, translation.get_language() or "en")


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _lines(access: Access, chosen: Filter, language: str) -> Iterator[str]:
    zone = ZoneInfo(access.organization.zone)
    with translation.override(language):
        names = [_("Time"), _("Time zone"), _("Who"), _("What"), _("Brand"), _("Kind"), _("Subject")]
    yield MARK + _row(names)
    after = ""
    while True:
        found = _page(access, chosen, language, after)
        yield "".join(_row(_cells(line, zone)) for line in found.rows)
        if not found.after:
            return
        after = found.after


def _page(access: Access, chosen: Filter, language: str, after: str) -> Page:
    brands = [brand.pk for brand in access.brands]
    with (
        translation.override(language),
        scope.enter(access.organization.pk, brands),
        transaction.atomic(),
    ):
        return selectors.page(access, chosen, after=after, size=AT_ONCE)


def _cells(line: Line, zone: ZoneInfo) -> list[str]:
    return [
        line.at.isoformat(sep=" ", timespec="seconds"),
        zone.key,
        line.who,
        line.sentence,
        line.brand,
        line.kind,
        line.subject,
    ]


def _row(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe(cell) for cell in cells])
    return line.getvalue()
