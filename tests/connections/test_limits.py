"""A network that limits our whole program is left alone by every worker."""

from __future__ import annotations

import pytest

from connections.services import limits
from connections.services.limits import Rests
from networks.errors import Busy

pytestmark = pytest.mark.django_db

HERE = "https://one.example"


@pytest.fixture(autouse=True)
def another_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test knows what another one heard."""
    monkeypatch.setattr(limits, "_rests", Rests())


def test_a_server_that_limits_us_all_is_not_asked_until_its_time_is_over() -> None:
    limits.rest("sandbox", HERE, 60)

    with pytest.raises(Busy) as raised:
        limits.refuse_while_resting("sandbox", HERE)

    assert raised.value.code == "network_resting"
    assert 55 < raised.value.retry_after <= 60
    limits.refuse_while_resting("sandbox", "https://two.example")
    limits.refuse_while_resting("bluesky", HERE)


def test_what_one_worker_heard_every_worker_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    limits.rest("sandbox", HERE, 60)
    monkeypatch.setattr(limits, "_rests", Rests())

    with pytest.raises(Busy):
        limits.refuse_while_resting("sandbox", HERE)


def test_a_rest_that_is_over_stops_nobody_and_a_shorter_one_does_not_end_a_longer() -> None:
    limits.rest("sandbox", HERE, -1)
    limits.refuse_while_resting("sandbox", HERE)

    limits.rest("sandbox", HERE, 60)
    limits.rest("sandbox", HERE, 1)

    with pytest.raises(Busy) as raised:
        limits.refuse_while_resting("sandbox", HERE)
    assert raised.value.retry_after > 50


def test_the_database_is_asked_at_most_twice_a_second(django_assert_num_queries: object) -> None:
    limits.refuse_while_resting("sandbox", HERE)

    with django_assert_num_queries(0):  # type: ignore[operator]
        limits.refuse_while_resting("sandbox", HERE)
