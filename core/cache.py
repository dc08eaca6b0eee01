"""A cache that is dead is a cache that missed: no page waits for it or fails with it."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class SoftRedisCache(RedisCache):
    """Django's Redis cache; when the server does not answer, reads miss and writes are forgotten."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """True as if it had been stored, so that nobody is locked out."""
        return bool(self._softly(super().add, True, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        """The value, or `default`."""
        return self._softly(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Store, if anybody is there."""
        self._softly(super().set, None, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Whether something was deleted."""
        return bool(self._softly(super().delete, False, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        """The new number, `delta` when nobody is there."""
        return int(self._softly(super().incr, delta, key, delta, version))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Whether its life was prolonged."""
        return bool(self._softly(super().touch, False, *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Whether it is known to be there."""
        return bool(self._softly(super().has_key, False, *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Store, if anybody is there; no key is reported as failed."""
        return list(self._softly(super().set_many, [], *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Delete, if anybody is there."""
        self._softly(super().delete_many, None, *args, **kwargs)

    def clear(self) -> None:
        """Forget everything, if anybody is there."""
        self._softly(super().clear, None)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """What was found."""
        found: dict[Any, Any] = self._softly(super().get_many, {}, *args, **kwargs)
        return found

    def _softly(self, call: Any, missed: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except RedisError:
            log.warning("cache_missing")
            return missed
