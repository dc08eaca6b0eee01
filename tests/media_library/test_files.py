"""Signed addresses: they are the right to look, for a while, and nothing that is served can run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client as Browser

from media_library import addresses
from tests.media_library import corpus
from tests.media_library.conftest import TakeIn

NOON = 1_800_000_000 - 1_800_000_000 % 300
"""The beginning of a step."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands at NOON."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_an_address_opens_without_a_session(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())

    answer = Browser().get(addresses.address(asset))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert len(answer.content) == asset.byte_size


@pytest.mark.parametrize("rendition", ["", "thumb", "small"])
def test_what_is_served_cannot_run(take_in: TakeIn, rendition: str) -> None:
    asset = take_in(corpus.saved(corpus.half_transparent(), "PNG"))

    answer = Browser().get(addresses.address(asset, rendition))

    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Cache-Control"].startswith("private, max-age=")


def test_an_address_is_the_same_within_five_minutes(take_in: TakeIn, clock: time_machine.Traveller) -> None:
    asset = take_in(corpus.jpeg())
    first = addresses.address(asset, "thumb")

    clock.move_to(NOON + 299)
    same = addresses.address(asset, "thumb")
    clock.move_to(NOON + 300)

    assert same == first
    assert addresses.address(asset, "thumb") != first


def test_an_address_ends_after_ten_minutes(take_in: TakeIn, clock: time_machine.Traveller) -> None:
    asset = take_in(corpus.jpeg())
    address = addresses.address(asset)

    clock.move_to(NOON + 599)
    assert Browser().get(address).status_code == 200
    clock.move_to(NOON + 601)

    assert Browser().get(address).status_code == 404


def test_a_changed_address_opens_nothing(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())
    address = addresses.address(asset)

    for changed in (
        address.replace(f"/{asset.organization_id}.", "/999."),
        address.replace(asset.sha256, "0" * 64),
        re.sub(r"\.:", ".thumb:", address),
        address[:-1] + ("A" if address[-1] != "A" else "B"),
        "/media/nothing",
        "/media/1.2.3:x:y",
    ):
        assert Browser().get(changed).status_code == 404


def test_an_unknown_rendition_is_not_there(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())

    assert Browser().get(addresses.address(asset, "nothing")).status_code == 404


def test_addresses_are_only_read(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())

    assert Browser().post(addresses.address(asset)).status_code == 405
