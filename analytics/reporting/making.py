"""The files of a run: made once for each language and kept by their content, however often a run is begun again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation
from PIL import Image

from accounts import faces
from analytics.models import ReportFile, ReportRun
from analytics.reporting import printing, tables, wording
from analytics.reporting.document import ReportDocument
from analytics.reporting.sheet import Sheet
from media_library import encoding, reading, store
from media_library.services import renditions

PICTURE_SIDE = 128
"""Pixels of a post's picture in a mail: two for each that is seen."""
Kind = ReportFile.Kind


@dataclass(frozen=True, slots=True)
class Made:
    """What the mails of a run show: charts by language, pictures of posts by sha256."""

    charts: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, encoding.Encoded] = field(default_factory=dict)


def make(run: ReportRun, document: ReportDocument, languages: Iterable[str]) -> Made:
    """Make what is missing of the run's files. May be asked again after a crash at any line."""
    known = set(ReportFile.objects.filter(run=run).values_list("language", "kind"))
    charts = {}
    for language in sorted(languages):
        sheet = sheet_of(run, document, language)
        with translation.override(language):
            for kind, maker in _makers(document, sheet).items():
                if (language, kind) not in known:
                    _keep(run, language, kind, maker())
        if sheet.bars:
            charts[language] = read(run, language, Kind.CHART)
    return Made(charts, _pictures(run.organization_id, document))


def drawn(run: ReportRun, document: ReportDocument, language: str) -> Made:
    """What a mail in one language shows, made without keeping anything: for previews and tests."""
    sheet = sheet_of(run, document, language)
    charts = {language: printing.chart(sheet)} if sheet.bars else {}
    return Made(charts, _pictures(run.organization_id, document))


def sheet_of(run: ReportRun, document: ReportDocument, language: str, zone: str = "") -> Sheet:
    """The run's words in a language, on the brand's clock or that of `zone`."""
    with translation.override(language):
        return wording.sheet(document, faces.of_brand(run.brand), zone or document.zone)


def read(run: ReportRun, language: str, kind: str) -> bytes:
    """The bytes of a file of the run. Raises ReportFile.DoesNotExist, OSError."""
    row = ReportFile.objects.get(run=run, language=language, kind=kind)
    return store.read(run.organization_id, row.sha256)


def _makers(document: ReportDocument, sheet: Sheet) -> dict[str, Callable[[], bytes]]:
    made: dict[str, Callable[[], bytes]] = {
        Kind.PDF: lambda: printing.pdf(sheet, document.made_at),
        Kind.XLSX: lambda: tables.xlsx(document, sheet),
    }
    if sheet.bars:
        made[Kind.CHART] = lambda: printing.chart(sheet)
    return made


def _keep(run: ReportRun, language: str, kind: str, content: bytes) -> None:
    """Bytes first, row second: a row always has its bytes."""
    sha256 = hashlib.sha256(content).hexdigest()
    store.write(content, run.organization_id, sha256)
    row = ReportFile(
        organization_id=run.organization_id,
        brand_id=run.brand_id,
        run=run,
        language=language,
        kind=kind,
        sha256=sha256,
        byte_size=len(content),
    )
    ReportFile.objects.bulk_create([row], ignore_conflicts=True)


def _pictures(organization_id: int, document: ReportDocument) -> dict[str, encoding.Encoded]:
    """Small square pictures of the best posts; one that is gone is left out, the mail reads without it."""
    found = {}
    for one in document.best[: wording.PICTURES]:
        if not one.cover:
            continue
        try:
            whole = reading.own(renditions.rendition_of(organization_id, one.cover, "thumb"))
        except OSError:
            continue
        found[one.cover] = encoding.encode(_square(whole), 80)
    return found


def _square(image: Image.Image) -> Image.Image:
    """The middle of the picture."""
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    middle = image.crop((left, top, left + side, top + side))
    return middle.resize((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
