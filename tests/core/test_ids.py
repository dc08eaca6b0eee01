"""Ids of rows that have an address."""

from __future__ import annotations

from uuid import UUID

from core.ids import uuid7


def test_ids_are_uuids_of_version_7_in_the_order_in_which_they_were_made() -> None:
    made = [uuid7() for _ in range(1000)]

    assert all(type(one) is UUID and one.version == 7 for one in made)
    assert made == sorted(made)
    assert len(set(made)) == 1000
