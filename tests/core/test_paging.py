"""Keyset pages."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.doors import Door
from core.paging import page

pytestmark = pytest.mark.django_db
NEWEST = ("-created_at", "-id")
BY_KEY = ("key", "id")


def doors(*keys: str) -> None:
    """Doors with these keys, two of them always made at the same moment."""
    start = clock.now()
    for number, key in enumerate(keys):
        made = Door.objects.create(kind=Door.Kind.BRAND, key=key, organization_id=1, target=str(number))
        Door.objects.filter(pk=made.pk).update(created_at=start + timedelta(seconds=number // 2))


def cursor_of(*values: object) -> str:
    """A cursor as somebody might forge it."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def walk(fields: tuple[str, str], size: int, sources: Sequence[Q] = ()) -> list[str]:
    """All keys, page by page."""
    keys: list[str] = []
    after = ""
    for _ in range(50):
        found = page(Door.objects.all(), fields, after=after, size=size, sources=sources)
        keys += [row.key for row in found.rows]
        after = found.after
        if not after:
            return keys
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_hold_every_row_once_and_in_order(size: int) -> None:
    doors(*"abcdefg")

    assert walk(NEWEST, size) == list("gfedcba")
    assert walk(BY_KEY, size) == list("abcdefg")


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_rows_of_several_sources_come_once_and_in_their_common_order(size: int) -> None:
    doors(*"abcdefg")

    assert walk(NEWEST, size, [Q(key__lt="d"), Q(key__in="bcf")]) == list("fcba")
    assert walk(BY_KEY, size, [Q(key="g"), Q(key="nobody"), Q(key__gte="e")]) == list("efg")


def test_texts_of_every_kind_find_their_place() -> None:
    keys = ["👩‍👩‍👧", "İstanbul", "a\nb", 'x"y', "əşğ", "z"]
    doors(*keys)

    assert sorted(walk(BY_KEY, 1)) == sorted(keys)


def test_a_row_that_comes_meanwhile_moves_nothing() -> None:
    doors(*"bcde")
    first = page(Door.objects.all(), BY_KEY, after="", size=2)
    doors("a")

    second = page(Door.objects.all(), BY_KEY, after=first.after, size=2)

    assert [row.key for row in second.rows] == ["d", "e"]


@pytest.mark.parametrize(
    "after",
    [
        "nonsense",
        "ə",
        "%%%%",
        cursor_of("2027-01-01T00:00:00+00:00"),
        cursor_of("not a date", "1"),
        cursor_of("2027-13-01T00:00:00+00:00", "1"),
        cursor_of("2027-01-01T00:00:00", "1"),
        cursor_of("2027-01-01", "1"),
        cursor_of("None", "None"),
        cursor_of("2027-01-01T00:00:00+00:00", "one"),
        cursor_of("2027-01-01T00:00:00+00:00", 1),
        cursor_of("2027-01-01T00:00:00+00:00", None),
        cursor_of("2027-01-01T00:00:00+00:00\0", "1"),
        cursor_of({"a": 1}),
        base64.urlsafe_b64encode(b"[" * 3000).decode(),
        base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b"]").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_cursor_that_nobody_gave_out_is_like_none(after: str) -> None:
    doors(*"abc")

    assert [row.key for row in page(Door.objects.all(), NEWEST, after=after, size=2).rows] == ["c", "b"]


@pytest.mark.parametrize("text", ["a\0b", "\ud800", ""])
def test_texts_that_the_database_cannot_hold_are_no_cursors(text: str) -> None:
    doors(*"abc")

    assert page(Door.objects.all(), BY_KEY, after=cursor_of(text, "0"), size=1).rows[0].key == "a"


@pytest.mark.parametrize("number", ["9" * 30, "-" + "9" * 30])
def test_numbers_beyond_the_column_are_survived(number: str) -> None:
    doors(*"abc")

    page(Door.objects.all(), BY_KEY, after=cursor_of("a", number), size=2)


@given(after=st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cursor_breaks_a_page(after: str) -> None:
    page(Door.objects.all(), NEWEST, after=after, size=2)


def test_rows_without_a_value_are_our_mistake_and_not_an_endless_walk() -> None:
    doors(*"abc")

    with pytest.raises(ValueError, match="keyset"):
        page(Door.objects.all(), ("expires_at", "id"), after="", size=1)


def test_a_page_costs_one_query(django_assert_num_queries: object) -> None:
    doors(*"abc")
    after = page(Door.objects.all(), BY_KEY, after="", size=1).after

    with django_assert_num_queries(1):  # type: ignore[operator]
        page(Door.objects.all(), BY_KEY, after=after, size=1)
