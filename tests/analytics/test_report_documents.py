"""A document as mail, PDF and table: the same numbers, in three languages, and nobody's name is ever code."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from accounts.faces import Face
from activity.mail import backend, message
from analytics.reporting import codec, letters, printing, tables, wording
from analytics.reporting.document import Kpi, ReportDocument
from analytics.reporting.letters import Letter, Reader
from analytics.reporting.making import Made
from analytics.reporting.sheet import Sheet
from tests.analytics import documents

FACE = Face("x", "K", "#d98a2b", "#2a1a05")
ALL = {"full": documents.FULL, "empty": documents.EMPTY, "gaps": documents.GAPS}
HOSTILE = {str(number): documents.hostile(name) for number, name in enumerate(documents.HOSTILE)}
PNG = b"\x89PNG\r\n\x1a\n"


def sheet(document: ReportDocument, language: str = "en") -> Sheet:
    """In words."""
    with translation.override(language):
        return wording.sheet(document, FACE, "Asia/Baku")


def letter(document: ReportDocument, language: str = "en") -> Letter:
    """As mail, with a chart that is none."""
    return letters.letter(sheet(document, language), Made({language: PNG}), when="Every Monday")


@pytest.mark.parametrize("document", (ALL | HOSTILE).values(), ids=ALL | HOSTILE)
def test_a_document_that_was_kept_is_the_one_that_was_told(document: ReportDocument) -> None:
    kept = json.loads(json.dumps(codec.plain(document)))

    assert codec.whole(ReportDocument, kept) == document


@pytest.mark.parametrize("language", ["en", "tr", "az"])
@pytest.mark.parametrize("document", ALL.values(), ids=ALL)
def test_every_mail_is_small_and_says_the_main_number(document: ReportDocument, language: str) -> None:
    made = letter(document, language)

    assert len(made.html.encode()) < 100 * 1024
    main = document.main
    if main is not None:
        number = sheet(document, language).kpis[0].value
        assert number.replace("\xa0", " ") in made.subject
        assert number in made.text
        assert number in made.html


def test_what_is_not_known_is_said_and_never_zero() -> None:
    made = letter(documents.GAPS)

    assert "not known" in made.html
    assert "not known" in made.text
    assert "told no numbers of @kehreba for 10–11 November 2026" in made.text
    unknown = [kpi for kpi in sheet(documents.GAPS).kpis if not kpi.is_known]
    assert [kpi.value for kpi in unknown] == ["–", "–"]
    assert [bar.share for bar in sheet(documents.GAPS).bars].count(None) == 3


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_no_name_is_markup_in_a_pdf(document: ReportDocument) -> None:
    assert printing.pdf(sheet(document), document.made_at).startswith(b"%PDF")


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_no_name_writes_headers_or_scripts(document: ReportDocument) -> None:
    made = letters.addressed(letter(document), Reader("leyla@example.com", document.brand, "a-secret"))
    row = backend._row(made, "leyla@example.com")
    sent = message.as_bytes(row)

    head, _empty, _body = sent.partition(b"\r\n\r\n")
    assert b"\nX-Evil" not in head
    assert b"\nBcc" not in head
    assert head.count(b"\nSubject:") + head.startswith(b"Subject:") == 1
    assert "<script" not in row.html
    assert letters.SECRET not in row.html.replace(document.brand, "")


@pytest.mark.parametrize("document", HOSTILE.values(), ids=HOSTILE)
def test_no_cell_is_a_formula(document: ReportDocument) -> None:
    book = load_workbook(BytesIO(tables.xlsx(document, sheet(document))))

    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_an_unknown_number_is_an_empty_cell() -> None:
    book = load_workbook(BytesIO(tables.xlsx(documents.GAPS, sheet(documents.GAPS))))

    values = [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert values == [61_400, None, 0, None, 91]


def test_the_pictures_stand_inside_the_page_that_names_them() -> None:
    made = letters.addressed(letter(documents.FULL), Reader("leyla@example.com", "Leyla", "a-secret"))
    sent = message.as_bytes(backend._row(made, "leyla@example.com"))

    assert b"multipart/related" in sent
    assert b"Content-ID: <chart>" in sent
    assert b"Content-Disposition: inline" in sent
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent


def test_a_reader_finds_her_name_and_only_her_own_links() -> None:
    made = letters.addressed(letter(documents.FULL), Reader("leyla@example.com", "Leyla", "a-secret"))

    html = str(made.alternatives[0][0])
    assert "Hello, Leyla." in html
    assert html.count("/r/a-secret/") == 4
    assert letters.SECRET not in html
    assert letters.NAME not in made.body


@pytest.mark.parametrize(
    ("kpi", "tone"),
    [
        (Kpi("reach", 110, 100), "up"),
        (Kpi("reach", 90, 100), "down"),
        (Kpi("response_time", 30, 60, "minutes", "down"), "up"),
        (Kpi("reach", 100, 100), "flat"),
        (Kpi("reach", 100, None), "none"),
        (Kpi("reach", 100, 0), "none"),
    ],
)
def test_a_change_is_good_or_bad_as_the_number_has_it(kpi: Kpi, tone: str) -> None:
    assert wording._kpi(kpi).tone == tone


def test_the_same_sheet_makes_the_same_files() -> None:
    found = sheet(documents.FULL)
    at = documents.FULL.made_at

    assert printing.pdf(found, at) == printing.pdf(found, at)
