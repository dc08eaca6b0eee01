"""Which fault befalls which call: the first matching rule with uses left."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count

from tests.faults.fake_network.wire import Json
from tests.faults.fake_network.world import Account

COMMON = frozenset({"on", "handle", "text", "do", "times"})
PLACES = frozenset({"posts", "media", "token", "me", "find", "connect", ""})


@dataclass(slots=True)
class Rule:
    """What happens to calls `on` something, for `handle`, with `text`; `times` 0 is always."""

    id: int
    serial: int
    on: str
    handle: str
    text: str
    do: str
    times: int
    options: Json
    used: int = 0

    @property
    def is_left(self) -> bool:
        """Whether it still acts."""
        return not self.times or self.used < self.times

    def shown(self) -> Json:
        """The rule as the control answers it."""
        own = {name: getattr(self, name) for name in ("id", "on", "handle", "text", "do", "times", "used")}
        return {**own, **self.options}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a call when a rule is looked for."""

    on: str
    account: Account | None
    text: str
    serial: int
    """Of the token that signed it; a fault of tokens spares those that are younger than its rule."""
    received: float = math.inf
    """Bytes of the body so far; endless once it is whole."""


class Rules:
    """The list; unknown words are refused, so that a misspelt rule cannot silently do nothing."""

    def __init__(self, modes: Mapping[str, Collection[str]], old_tokens_only: Collection[str]) -> None:
        self._modes = modes
        self._old_tokens_only = frozenset(old_tokens_only)
        self._ids = count(1)
        self.all: list[Rule] = []

    def add(self, wanted: Json, serial: int) -> Rule:
        """Append a rule. Raises ValueError that names what is wrong."""
        do = str(wanted.get("do"))
        if do not in self._modes:
            raise ValueError(f"do: {do!r} is none of {sorted(self._modes)}")
        on = str(wanted.get("on", "token" if do == "refresh_down" else "posts"))
        unknown = set(wanted) - COMMON - set(self._modes[do])
        if on not in PLACES or unknown:
            raise ValueError(f"on: {on!r}" if on not in PLACES else f"{do} does not know {sorted(unknown)}")
        options = {name: value for name, value in wanted.items() if name not in COMMON}
        handle, text, times = wanted.get("handle", ""), wanted.get("text", ""), int(wanted.get("times", 0))
        made = Rule(next(self._ids), serial, on, handle, text, do, times, options)
        self.all.append(made)
        return made

    def take(self, seen: Seen, accounts: Collection[str], *, early: bool = False) -> Rule | None:
        """Use up one use of the first rule that fits; `early` asks for those that act during the body."""
        for rule in self.all:
            if (rule.do == "stop_reading") is early and rule.is_left and self._fits(rule, seen, accounts):
                rule.used += 1
                return rule
        return None

    def _fits(self, rule: Rule, seen: Seen, accounts: Collection[str]) -> bool:
        if rule.on not in ("", seen.on) or rule.text not in seen.text:
            return False
        if rule.do in self._old_tokens_only and seen.serial > rule.serial:
            return False
        if rule.options.get("bytes", 0) > seen.received:
            return False
        handle = seen.account.handle if seen.account else ""
        return handle == rule.handle if rule.handle in accounts else handle.startswith(rule.handle)
