"""`/metrics`: the figures for Prometheus. What each means and when it is an alarm stands in docs/observing.md."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from activity.mail.sending import OUTCOMES as MAILS
from connections.selectors.trouble import OUTCOMES, SINCE
from core import clock, tally
from core.tally import Key
from smm import figures
from smm.figures import Across, Lanes

Labels = TypeVar("Labels", bound=tuple[str, ...])

DAY = 86400.0
UNAUTHORIZED = 401


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """With `Authorization: Bearer <MEYDAN_METRICS_TOKEN>`. Without a token: for this machine in development, else 404."""
    if not settings.METRICS_TOKEN:
        if not (settings.DEVELOPMENT and _is_this_machine(request)):
            raise Http404
    elif not _has_token(request):
        return HttpResponse(status=UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    registry.register(Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}"
    return hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode())


def _is_this_machine(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class Figures(Collector):
    """Reads everything anew at each collection."""

    def describe(self) -> list[Metric]:
        """Nothing beforehand, so that registering asks nobody."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All families."""
        now, totals = clock.now(), figures.counts()
        yield from _publishing(totals)
        yield from _ticks(totals, now)
        yield from _lanes(figures.lanes())
        yield from _across(figures.across(), now)
        yield from _queues()


def _publishing(totals: dict[Key, float]) -> Iterator[Metric]:
    yield _lateness(totals)
    outcomes: dict[tuple[str, str], float] = {}
    for (name, label), value in totals.items():
        if name == OUTCOMES:
            network, outcome, _group = label.split(":")
            outcomes[network, outcome] = outcomes.get((network, outcome), 0.0) + value
    yield _counter("publish_outcomes", "What became of attempts.", ["network", "outcome"], outcomes)
    mails = {(label,): value for (name, label), value in totals.items() if name == MAILS}
    yield _counter("mail_outcomes", "What became of mails.", ["outcome"], mails)
    denied = {(): totals.get((tally.DENIED, ""), 0.0)}
    yield _counter("rls_denied", "Statements that the wall between organizations refused.", [], denied)
    troubles = {tuple(label.split(":")): 1.0 for name, label in totals if name == SINCE}
    yield _gauge("network_trouble", "1 while a network is in trouble.", ["network", "kind"], troubles)


def _lateness(totals: dict[Key, float]) -> Metric:
    """Stored by bucket; Prometheus wants each bucket with all below it."""
    found, buckets = 0.0, []
    for end in tally.BUCKETS:
        found += totals.get((tally.LATENESS, tally.bucket_name(end)), 0.0)
        buckets.append((tally.bucket_name(end), found))
    family = HistogramMetricFamily(tally.LATENESS, "How late posts started, in seconds.")
    family.add_metric([], buckets, totals.get((tally.LATENESS_SUM, ""), 0.0))
    return family


def _ticks(totals: dict[Key, float], now: datetime) -> Iterator[Metric]:
    """A tick that never came is left out; an alarm on its absence finds it."""
    for tick, name, text in (
        ("channel", "dispatcher_last_tick_age_seconds", "Since somebody looked for due posts."),
        ("mail", "mail_last_tick_age_seconds", "Since somebody looked for due mails."),
        ("beat", "beat_last_tick_age_seconds", "Since beat rang."),
    ):
        age = figures.age(totals, tick, now.timestamp())
        yield _gauge(name, text, [], {} if age is None else {(): age})


def _lanes(found: dict[str, Lanes]) -> Iterator[Metric]:
    none = Lanes(0.0, 0)
    kinds = {"channel": none, "mail": none, **found}
    oldest = {(kind,): line.oldest_seconds for kind, line in kinds.items()}
    yield _gauge("outbox_oldest_seconds", "How long the first due lane waits.", ["kind"], oldest)
    overdue = {(): float(kinds["channel"].overdue)}
    yield _gauge(
        "due_not_started", "Accounts with due posts that nobody began to send for 60 s.", [], overdue
    )


def _across(found: Across, now: datetime) -> Iterator[Metric]:
    rows = found.deliveries
    unknown = {(state.value,): float(rows.unknown.get(state, 0)) for state in figures.UNKNOWN}
    yield _gauge(
        "publish_unknown_open", "Posts of which nobody knows whether they are out.", ["state"], unknown
    )
    looking = {(): _age(rows.unknown_since, now)}
    yield _gauge("publish_unknown_oldest_seconds", "How long the oldest of them is looked for.", [], looking)
    moving = {(): _age(rows.moving_since, now)}
    yield _gauge("delivery_transient_oldest_seconds", "How long the oldest post is on its way.", [], moving)
    broken = {(): float(rows.broken)}
    yield _gauge("dead_letter_total", "Posts held because they broke their senders.", [], broken)
    states = {key: float(number) for key, number in found.channels.items()}
    yield _gauge("channel_state", "Channels by state.", ["network", "state"], states)
    left = {(network,): (end - now).total_seconds() / DAY for network, end in found.keys_end.items()}
    yield _gauge("channel_token_days_left", "Days until the first key ends.", ["network"], left)


def _queues() -> Iterator[Metric]:
    depths = figures.queue_depths()
    yield _gauge("broker_up", "Whether the broker answers.", [], {(): float(depths is not None)})
    waiting = {(name,): float(depth) for name, depth in (depths or {}).items()}
    yield _gauge("queue_depth", "Rings that wait in a queue.", ["queue"], waiting)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(name: str, text: str, labels: list[str], values: Mapping[Labels, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(list(key), value)
    return family


def _counter(name: str, text: str, labels: list[str], values: Mapping[Labels, float]) -> Metric:
    family = CounterMetricFamily(name, text, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric(list(key), value)
    return family
