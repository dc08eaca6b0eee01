"""Time zones as people choose them."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from django.utils import translation

from accounts import zones
from accounts.cities import CITIES


def test_every_city_belongs_to_a_zone_that_exists() -> None:
    assert set(CITIES) <= available_timezones()


@pytest.mark.parametrize("language", ["en", "tr", "az"])
def test_every_zone_is_offered_once_under_its_part_of_the_world(language: str) -> None:
    with translation.override(language):
        offered = [zone for _region, places in zones.choices() for zone, _place in places]

    assert len(offered) == len(set(offered)) > 400
    assert {"Asia/Baku", "Europe/Istanbul", "UTC"} <= set(offered)


def test_places_stand_in_the_order_of_the_readers_alphabet() -> None:
    with translation.override("en"):
        (europe,) = [places for region, places in zones.choices() if region == "Europe"]

    names = [place for _zone, place in europe]
    assert names == sorted(names)
    assert zones.place("Asia/Ho_Chi_Minh") == "Ho Chi Minh"
