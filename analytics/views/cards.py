"""Readings as people see them: a card with a name, a number, a change, a course and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics import figures
from analytics.charts.sparks import Spark, spark
from analytics.kpis import Better, Kpi
from analytics.selectors.reading import Coverage, Reading

MORE, LESS, SAME = "arrow-up-right", "arrow-down-right", "arrow-right"


@dataclass(frozen=True, slots=True)
class Change:
    """`word` is how much, `direction` the same for those who see no colour; `is_good` None where neither is."""

    word: str
    direction: str
    icon: str
    is_good: bool | None


@dataclass(frozen=True, slots=True)
class Card:
    """One number with everything that stands on its card. `word` says so when nothing is known."""

    key: str
    name: str
    word: str
    is_known: bool
    change: Change | None
    spark: Spark
    what: str
    formula: str
    unknown_means: str
    coverage: str
    current: bool
    url: str


def card(reading: Reading, *, current: bool, url: str = "") -> Card:
    """The card of one reading."""
    kpi = reading.kpi
    return Card(
        key=kpi.key,
        name=str(kpi.name),
        word=word_of(reading),
        is_known=reading.value is not None,
        change=change(kpi, reading.value, reading.before),
        spark=spark([point.value for point in reading.series]),
        what=str(kpi.meaning),
        formula=f"{kpi.formula} {kpi.adds}",
        unknown_means=str(kpi.unknown),
        coverage=covered(reading.coverage),
        current=current,
        url=url,
    )


def word_of(reading: Reading) -> str:
    """The number, or why there is none."""
    if reading.value is None and reading.is_silent:
        return _("not told")
    return figures.brief(reading.value, reading.kpi.unit)


def covered(coverage: Coverage) -> str:
    """How many days are whole; "" when there was nothing to know."""
    if not coverage.due:
        return ""
    if coverage.is_whole:
        return _("All %(due)s days are known.") % {"due": coverage.due}
    return _("%(known)s of %(due)s days are wholly known.") % {"known": coverage.known, "due": coverage.due}


def change(kpi: Kpi, now: float | None, before: float | None) -> Change | None:
    """How `now` differs from `before`; None when either is unknown."""
    if now is None or before is None:
        return None
    if figures.is_same(now, before, kpi.unit):
        return Change("±0", _("as before"), SAME, None)
    is_more = now > before
    is_good = None if kpi.better == Better.NEITHER else is_more == (kpi.better == Better.HIGHER)
    return Change(
        word=figures.difference(now, before, kpi.unit),
        direction=_("more than before") if is_more else _("less than before"),
        icon=MORE if is_more else LESS,
        is_good=is_good,
    )
