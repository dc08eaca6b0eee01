"""Fills a document: everything that a report tells about one week of a brand, in few queries, inside the brand's scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse

from accounts.models import Brand
from analytics.models import Report
from analytics.reporting import measured, worked
from analytics.reporting.document import Planned, ReportDocument, Step, Trouble
from analytics.reporting.periods import Period
from analytics.selectors.reading import readings
from analytics.spans import Span, begin_of
from calendar_app.models import Delivery
from calendar_app.states import RANK
from core.navigation import places
from core.outbox.states import State

TROUBLED = (State.ASKING, State.UNSURE, State.REFUSED, State.EXPIRED)
MOST_TROUBLES = 10
MOST_PLANNED = 200


def gather(report: Report, key: str, now: datetime) -> ReportDocument:
    """The document of week `key` (2026-W47), with what is true at `now` of what waits and is planned."""
    brand, period = report.brand, Period.parse(key)
    span = Span(period.first, period.last, brand.zone)
    deliveries = _deliveries(brand, period.first, period.last)
    found = readings(brand, span, compare=span.before())
    kpis = measured.kpis(found)
    best, worst = measured.ranked(brand, span, kpis[0].key if kpis else "")
    document = ReportDocument(
        brand=brand.name,
        period=key,
        first=period.first,
        last=period.last,
        zone=brand.zone,
        made_at=now,
        published=len({one.post_id for one in deliveries if one.state == State.LIVE}),
        kpis=kpis,
        gaps=measured.gaps(found, span),
        goals=measured.paces(brand, span),
        best=best,
        worst=worst,
        troubles=_troubles(brand, deliveries),
        inbox=worked.inbox(brand, span, now),
        approvals=worked.approvals(brand, span, now),
        plan=_plan(brand, period.after(), now),
        note=report.note,
        note_by=report.note_by if report.note else "",
        left_out=tuple(report.left_out),
    )
    return replace(document, step=_step(brand, document))


def _deliveries(brand: Brand, first: date, last: date) -> list[Delivery]:
    """What was promised for these days, on the brand's clock, except what lies in the trash."""
    rows = Delivery.objects.filter(
        brand=brand,
        kind=Delivery.Kind.POST,
        planned_at__gte=begin_of(first, brand.zone),
        planned_at__lt=begin_of(last + timedelta(days=1), brand.zone),
        post__trashed_at=None,
    )
    return list(rows.select_related("post", "channel").order_by("planned_at", "id"))


def _troubles(brand: Brand, deliveries: Iterable[Delivery]) -> tuple[Trouble, ...]:
    """The worst first."""
    found = sorted((one for one in deliveries if one.state in TROUBLED), key=lambda one: RANK[one.state])
    return tuple(
        Trouble(
            headline=one.post.headline,
            network=one.channel.network,
            handle=one.channel.handle,
            state=one.state,
            problem=one.problem,
            path=_post(brand, one.post_id),
        )
        for one in found[:MOST_TROUBLES]
    )


def _plan(brand: Brand, week: Period, now: datetime) -> tuple[Planned, ...]:
    """What stands in the calendar from `now` to the end of the week in which the report goes out."""
    posts: dict[UUID, list[Delivery]] = {}
    for one in _deliveries(brand, week.first, week.last):
        if one.post.planned_at is not None and one.post.planned_at >= now and one.state != State.CANCELLED:
            posts.setdefault(one.post_id, []).append(one)
    return tuple(_planned(brand, rows) for rows in list(posts.values())[:MOST_PLANNED])


def _planned(brand: Brand, rows: list[Delivery]) -> Planned:
    post = rows[0].post
    return Planned(
        headline=post.headline,
        networks=tuple(sorted({row.channel.network for row in rows})),
        at=post.planned_at,
        state=min((row.state for row in rows), key=RANK.__getitem__),
        path=_post(brand, post.pk),
    )


def _step(brand: Brand, document: ReportDocument) -> Step:
    """What helps most now: what nobody knows, what failed, who waits, an empty calendar, the best post once more."""
    inbox, approvals = document.inbox, document.approvals
    if document.troubles:
        worst = document.troubles[0]
        is_unknown = worst.state in (State.ASKING, State.UNSURE)
        return Step("unknown" if is_unknown else "failed", worst.path, name=worst.headline)
    if inbox is not None and inbox.overdue:
        return Step("answer", _place("inbox", brand), number=inbox.overdue)
    if approvals is not None and approvals.waiting:
        return Step("approve", _place("approvals", brand), number=approvals.waiting)
    if not document.plan:
        return Step("plan", _place("calendar", brand))
    if document.best:
        return Step("repeat", document.best[0].path, name=document.best[0].headline)
    return Step("ready", _place("calendar", brand))


def _place(key: str, brand: Brand) -> str:
    """The address of a place of the frame; the brand's home where there is none of that name."""
    found = next((one for one in places() if one.key == key and one.of == "brand"), None)
    return reverse(found.view if found else "calendar_app:home", args=[brand.slug])


def _post(brand: Brand, post_id: UUID) -> str:
    return reverse("calendar_app:post", args=[brand.slug, post_id])
