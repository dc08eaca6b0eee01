"""A cache that is dead is a cache that missed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from core.cache import SoftRedisCache
from tests.core import silent

Server = Callable[[], AbstractContextManager[str]]
HURRY = {"OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}}


@pytest.mark.parametrize("server", [silent.nobody, silent.frozen])
def test_reads_miss_and_writes_are_forgotten_within_the_time_out(server: Server) -> None:
    with server() as address:
        cache = SoftRedisCache(address, HURRY)
        begun = time.monotonic()

        assert cache.get("a") is None
        assert cache.get("a", "default") == "default"
        cache.set("a", 1)

        assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda cache: cache.add("a", 1), True),
        (lambda cache: cache.delete("a"), False),
        (lambda cache: cache.touch("a", 10), False),
        (lambda cache: cache.has_key("a"), False),
        (lambda cache: "a" in cache, False),
        (lambda cache: cache.incr("a"), 1),
        (lambda cache: cache.incr("a", 5), 5),
        (lambda cache: cache.decr("a"), -1),
        (lambda cache: cache.get_many(["a", "b"]), {}),
        (lambda cache: cache.set_many({"a": 1}), []),
        (lambda cache: cache.delete_many(["a"]), None),
        (lambda cache: cache.clear(), None),
        (lambda cache: cache.get_or_set("a", lambda: 7), 7),
    ],
)
def test_no_call_fails(ask: Callable[[Any], Any], answer: Any) -> None:
    with silent.nobody() as address:
        assert ask(SoftRedisCache(address, HURRY)) == answer


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with silent.nobody() as address, pytest.raises(TypeError):
        SoftRedisCache(address, HURRY).get_many(7)
