"""Documents for tests and for looking at: full, empty, with gaps, and with names that want to be code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from analytics.reporting.document import (
    ApprovalsWeek,
    Gap,
    GoalPace,
    InboxWeek,
    Kpi,
    Planned,
    Point,
    Ranked,
    ReportDocument,
    Step,
    Trouble,
)

MONDAY = date(2026, 11, 9)
AT = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)
HOSTILE = (
    '#panic("no")',
    '"; \\ #eval("1")',
    "$ sum $ *bold* `raw` <label> @ref",
    "Bcc: x@example.com\r\nX-Evil: 1",
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>{{ 7|add:7 }}",
    "SECRETOFTHISMAIL NAMEOFTHEREADER",
    '#read("/etc/passwd") ]}) \u202e\x07',
)

EMPTY = ReportDocument(
    brand="Kəhrəba Coffee",
    period="2026-W46",
    first=MONDAY,
    last=MONDAY + timedelta(days=6),
    zone="Asia/Baku",
    made_at=datetime(2026, 11, 16, 4, 0, tzinfo=UTC),
    step=Step("plan", "/b/kehreba/calendar/"),
)


def series(*values: float | None) -> tuple[Point, ...]:
    """One value for each day from Monday on."""
    return tuple(Point(MONDAY + timedelta(days=number), value) for number, value in enumerate(values))


def ranked(headline: str, value: float, typical: float | None = None, cover: str = "") -> Ranked:
    """A post of Tuesday."""
    return Ranked(
        headline,
        ("instagram", "facebook"),
        AT,
        "reach",
        "count",
        value,
        typical,
        cover,
        "/b/kehreba/posts/1/",
    )


FULL = replace(
    EMPTY,
    published=13,
    kpis=(
        Kpi("reach", 104212, 95600, series=series(9000, 17240, 12905, 22000, 19870, 14000, 9197)),
        Kpi("engagement_rate", 4.8, 4.5, "percent"),
        Kpi("growth", 238, 197),
        Kpi("clicks", 741, 788),
        Kpi("sla_kept", 91.0, 93.0, "percent"),
    ),
    goals=(
        GoalPace("reach", "count", 400_000, 221_000, 205_000, date(2026, 11, 30), "on_pace"),
        GoalPace("growth", "count", 1_000, 512, 640, date(2026, 12, 31), "behind"),
    ),
    best=(
        ranked("V60 evdə: 3 dəqiqə", 17240, 1.8),
        ranked("Yeni filial: Gənclik", 12905),
        ranked("Kadıköy pazar tezgâhı", 9870, 1.1),
    ),
    worst=(ranked("İş elanı: barista", 812, 0.2),),
    troubles=(
        Trouble("Bir gün: kavurma ustası", "tiktok", "kehreba", "refused", "", "/b/kehreba/posts/2/"),
        Trouble(
            "Həftəsonu menyusu", "instagram", "kehreba", "asking", "nobody_can_know", "/b/kehreba/posts/3/"
        ),
    ),
    inbox=InboxWeek(134, 120, 91.0, 38, 6, 2),
    approvals=ApprovalsWeek(4, 27.5, 19, 95),
    plan=(
        Planned("Espresso nədir?", ("instagram",), AT + timedelta(days=7), "waiting", "/b/kehreba/posts/4/"),
        Planned(
            "Qış menyusu", ("instagram", "facebook"), AT + timedelta(days=9), "draft", "/b/kehreba/posts/5/"
        ),
    ),
    step=Step("failed", "/b/kehreba/posts/2/", name="Bir gün: kavurma ustası"),
    note="Yaxşı həftə idi. Gənclik filialının açılışı üçün hamınıza təşəkkür.\nBu həftə TikTok-a fikir verək.",
    note_by="Nigar Əliyeva",
)

GAPS = replace(
    FULL,
    kpis=(
        Kpi("reach", 61_400, None, series=series(9000, None, None, 22000, 19870, 10530, None)),
        Kpi("engagement_rate", None, 4.5, "percent"),
        Kpi("growth", 0, 197),
        Kpi("clicks", None, None),
        Kpi("sla_kept", 91.0, None, "percent"),
    ),
    gaps=(Gap("@kehreba", "tiktok", MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)),),
    goals=(GoalPace("reach", "count", 400_000, None, None, date(2026, 11, 30)),),
    inbox=InboxWeek(0, 0, None, None, 0, 0),
    note="",
)


def hostile(name: str) -> ReportDocument:
    """Every text that people write is `name`."""
    return replace(
        FULL,
        brand=name,
        best=(ranked(name, 10, 1.5),),
        worst=(ranked(name, 1),),
        troubles=(Trouble(name, name, name, "refused", name, "/x/"),),
        plan=(Planned(name, (name,), AT, "draft", "/x/"),),
        step=Step("failed", "/x/", name=name),
        gaps=(Gap(name, name, MONDAY, MONDAY),),
        note=name,
        note_by=name,
    )
