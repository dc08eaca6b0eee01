"""The week's hours as a table of colours, with the honest sentence below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import zones
from analytics.charts.heat import UNKNOWN
from analytics.selectors.heat import FEWEST_IN_SLOT, FEWEST_POSTS, Heat, Slot
from core.dates import dated

EARLIEST, LATEST = 8, 21
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour: its colour and its words."""

    level: str
    words: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A weekday."""

    day: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Hours:
    """Seven rows of hours; every third hour is seen at the head, the others are heard."""

    hours: Sequence[tuple[str, bool]]
    lines: Sequence[Row]
    about: str
    sentence: str
    striped: str
    is_enough: bool


def drawn(heat: Heat) -> Hours:
    """The table and what may be said of it."""
    hours = _hours(heat)
    best = {(slot.weekday, slot.hour) for slot in heat.best}
    return Hours(
        hours=[(f"{hour:02}", hour % 3 == 0) for hour in hours],
        lines=[
            Row(day(number), [_cell(slots[hour], best) for hour in hours])
            for number, slots in enumerate(heat.rows)
        ],
        about=_("engagements a post, %(place)s time, since %(day)s")
        % {"place": zones.place(heat.zone), "day": dated(heat.since, "j M Y")},
        sentence=_sentence(heat),
        striped=_("fewer than %(posts)s posts, not enough to say") % {"posts": FEWEST_IN_SLOT},
        is_enough=heat.is_enough and bool(heat.best),
    )


def day(weekday: int) -> str:
    """A weekday in short; 0 is Monday."""
    return dated(MONDAY + timedelta(days=weekday), "D")


def _hours(heat: Heat) -> range:
    """The usual hours, and further ones if anything was ever published then."""
    used = [slot.hour for slots in heat.rows for slot in slots if slot.posts]
    return range(min([EARLIEST, *used]), max([LATEST, *used]) + 1)


def _cell(slot: Slot, best: set[tuple[int, int]]) -> Cell:
    when = f"{day(slot.weekday)} {slot.hour:02}:00"
    counted = ngettext("%(posts)s post", "%(posts)s posts", slot.posts) % {"posts": slot.posts}
    if not slot.is_sure or slot.value is None:
        return Cell(UNKNOWN, f"{when}: {counted}", is_best=False)
    words = _("%(when)s: %(value)s engagements a post, %(counted)s") % {
        "when": when,
        "value": f"{slot.value:g}",
        "counted": counted,
    }
    return Cell(str(slot.level), words, (slot.weekday, slot.hour) in best)


def _sentence(heat: Heat) -> str:
    if not heat.is_enough or not heat.best:
        return _(
            "Not enough data for a best time yet: %(posts)s posts have been counted, %(needed)s are needed."
        ) % {"posts": heat.posts, "needed": FEWEST_POSTS}
    times = ", ".join(f"{day(slot.weekday)} {slot.hour:02}:00" for slot in heat.best)
    return _("Best: %(times)s. It rests on %(posts)s posts.") % {"times": times, "posts": heat.posts}
