"""Days in the order in which each language says them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from core.dates import dated, lowered, span

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "pattern", "words"),
    [
        ("en", "l, j F", "Sunday, 22 November"),
        ("tr", "l, j F", "22 Kasım Pazar"),
        ("az", "l, j F", "22 noyabr, bazar"),
        ("az", "D j M", "22 noy, bzr"),
        ("en", "D j M", "Sun 22 Nov"),
        ("tr", "D j M", "22 Kas Paz"),
        ("en", "D j M Y", "Sun 22 Nov 2026"),
        ("tr", "D j M Y", "22 Kas 2026 Paz"),
        ("tr", "j F", "22 Kasım"),
    ],
)
def test_weekday_day_and_month_stand_in_the_order_of_the_language(
    language: str, pattern: str, words: str
) -> None:
    with translation.override(language):
        assert dated(DAY, pattern) == words


def test_a_moment_keeps_its_time_behind_the_day_and_the_readers_zone_in_templates() -> None:
    moment = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)

    with translation.override("tr"), timezone.override("Asia/Baku"):
        shown = Template('{{ moment|dated:"D j M, H:i" }}|{{ nothing|dated:"D j M" }}').render(
            Context({"moment": moment, "nothing": None})
        )

    assert shown == "23 Kas Pzt, 00:30|"


def test_small_letters_keep_the_dot_or_its_absence() -> None:
    assert lowered("İyun, Ilıq") == "iyun, ılıq"


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=59), "under 1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1, minutes=59), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_length_of_time_is_said_in_its_largest_unit(time: timedelta, words: str) -> None:
    with translation.override("en"):
        assert span(time) == words
