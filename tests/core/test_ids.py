"""Ids of rows that have an address."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.ids import id_of, uuid7


def test_ids_are_uuids_of_version_7_in_the_order_in_which_they_were_made() -> None:
    made = [uuid7() for _ in range(1000)]

    assert all(type(one) is UUID and one.version == 7 for one in made)
    assert made == sorted(made)
    assert len(set(made)) == 1000


def test_an_id_that_was_sent_is_read_back() -> None:
    made = uuid7()

    assert id_of(str(made)) == made


@pytest.mark.parametrize("text", ["", "7", "019ab-", "x" * 5000, "\0", "../../etc"])
def test_what_is_no_id_is_none(text: str) -> None:
    assert id_of(text) is None
