"""What may befall a call. Each mode is told by its name, with its options; `Play` is the call under way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from tests.faults.fake_network import api
from tests.faults.fake_network.api import Call, Refusal, failure
from tests.faults.fake_network.rules import Rule
from tests.faults.fake_network.wire import Answer, Line, data
from tests.faults.fake_network.world import Account, World

BIG = 30_000_000
HOLD = 60.0


@dataclass(slots=True)
class Play:
    """One call that a rule has chosen."""

    world: World
    line: Line
    call: Call
    rule: Rule

    def option(self, name: str, default: Any) -> Any:  # as JSON brought it
        """An option of the rule."""
        return self.rule.options.get(name, default)

    def perform(self) -> Answer:
        """Let the call have its effect. Raises Refusal where the network would refuse it anyway."""
        return api.perform(self.world, self.call)

    def answer(self, answer: Answer) -> None:
        """Answer and write down what was answered."""
        if self.line.answer(answer):
            self.call.entry["status"] = answer.status

    def stumble(self, status: int, code: str) -> None:
        """Answer with the error of the rule, else this one."""
        status, code = self.option("status", status), self.option("code", code)
        self.answer(failure(status, code, headers=self.option("headers", {})))


async def error_before(play: Play) -> None:
    """A server error; nothing happened."""
    play.stumble(503, "server_error")


async def error_after(play: Play) -> None:
    """It happened, then a server error."""
    play.perform()
    play.stumble(500, "server_error")


async def clean_4xx(play: Play) -> None:
    """Refused; nothing happened."""
    play.stumble(400, "invalid_content")


async def refused_after(play: Play) -> None:
    """It happened, and yet the answer is a refusal."""
    play.perform()
    play.stumble(400, "invalid_content")


async def silence_before(play: Play) -> None:
    """Nothing happens, nothing is answered, then the line is closed."""
    await asyncio.sleep(play.option("seconds", HOLD))
    play.line.close()


async def silence_after(play: Play) -> None:
    """It happened, nothing is answered, then the line is closed."""
    play.perform()
    await silence_before(play)


async def reset_before(play: Play) -> None:
    """A reset instead of an answer; nothing happened."""
    play.line.reset()


async def reset_after(play: Play) -> None:
    """It happened; a reset instead of an answer."""
    play.perform()
    play.line.reset()


async def slow(play: Play) -> None:
    """It happens later, whether or not the caller still waits."""
    await asyncio.sleep(play.option("seconds", 5.0))
    play.answer(play.perform())


async def drip(play: Play) -> None:
    """It happened; the answer comes byte by byte."""
    answer = play.perform()
    if await play.line.trickle(play.line.head(answer) + answer.body, 1, play.option("seconds", 1.0)):
        play.call.entry["status"] = answer.status
        play.line.done()


async def big(play: Play) -> None:
    """It happened; the answer is true and enormous."""
    made = play.perform()
    content = json.loads(made.body) | {"padding": "x" * play.option("bytes", BIG)}
    answer = data(content, made.status)
    play.call.entry["status"] = answer.status
    if await play.line.trickle(play.line.head(answer) + answer.body, 1_000_000, 0):
        play.line.done()


async def rejected(play: Play) -> None:
    """A friendly status, but the post is not live."""
    api.check(play.call)
    reason = play.option("reason", "The network was told to reject this.")
    play.answer(data({"status": "rejected", "reason": reason}))


async def empty(play: Play) -> None:
    """200 without a body; it happened only if the rule says `accepts`."""
    _perform_if_told(play)
    play.answer(Answer(200, b""))


async def html(play: Play) -> None:
    """200 with a page; it happened only if the rule says `accepts`."""
    _perform_if_told(play)
    play.answer(Answer(200, b"<!doctype html><title>Welcome</title>", "text/html; charset=utf-8"))


def _perform_if_told(play: Play) -> None:
    if play.option("accepts", False):
        play.perform()


async def wrong_account(play: Play) -> None:
    """It happened where it should; the answer names a post of somebody else."""
    said = json.loads(play.perform().body)
    other = _another(play)
    said |= {"account": other.id, "url": f"{play.call.origin}/sandbox/@{other.handle}/{said['id']}"}
    play.answer(data(said))


def _another(play: Play) -> Account:
    told = play.option("other", "somebody-else")
    return play.world.accounts.get(told) or Account("sb_0000000000000000", told, told)


async def rate_limited(play: Play) -> None:
    """429, telling seconds, a date or nothing."""
    told = play.option("retry_after", None)
    headers = {"RateLimit-Scope": "app"} if play.option("wide", False) else {}
    if isinstance(told, str):
        moment = int(play.world.now() + float(told.removeprefix("date:"))) + 1
        headers["Retry-After"] = formatdate(moment, usegmt=True)
        play.call.entry["not_before"] = moment - play.world.skew
    elif told is not None:
        headers["Retry-After"] = str(told)
        play.call.entry["not_before"] = play.call.entry["at"] + told
    play.answer(failure(429, "rate_limited", "Too many posts.", headers))


async def limit_headers(play: Play) -> None:
    """It happens; the answer tells how much of the limit is left."""
    made = play.perform()
    left, moment = play.option("remaining", 0), int(play.world.now() + play.option("reset_seconds", 60))
    headers = {"RateLimit-Remaining": str(left), "RateLimit-Reset": str(moment)}
    if not left:
        play.call.entry["not_before"] = moment - play.world.skew
    play.answer(Answer(made.status, made.body, headers=headers))


async def expired(play: Play) -> None:
    """The access tokens that are older than the rule have run out."""
    play.world.expire(play.call.who, before=play.rule.serial)
    raise Refusal(401, "expired_token", "The access token has run out.")


async def revoked(play: Play) -> None:
    """All tokens that are older than the rule are dead."""
    play.world.revoke(play.call.who, before=play.rule.serial)
    if play.call.on == "token":
        raise Refusal(400, "invalid_grant", "This refresh token is dead.")
    raise Refusal(401, "invalid_token", "This app's access was taken away.")


async def scope(play: Play) -> None:
    """The token may no longer do this."""
    play.stumble(403, "insufficient_scope")


async def single_refresh(play: Play) -> None:
    """A refresh token works once: no second chance after a lost answer."""
    token = play.call.token
    if token is not None and token.uses_left < 2:
        raise Refusal(400, "invalid_grant", "This refresh token was used before.")
    play.answer(play.perform())


Mode = Callable[[Play], Awaitable[None]]
_ERROR = ("status", "code", "headers")
MODES: dict[str, tuple[Mode, tuple[str, ...]]] = {
    "error_before": (error_before, _ERROR),
    "error_after": (error_after, _ERROR),
    "clean_4xx": (clean_4xx, _ERROR),
    "4xx_after": (refused_after, _ERROR),
    "silence_before": (silence_before, ("seconds",)),
    "silence_after": (silence_after, ("seconds",)),
    "reset_before": (reset_before, ()),
    "reset_after": (reset_after, ()),
    "slow": (slow, ("seconds",)),
    "drip": (drip, ("seconds",)),
    "big": (big, ("bytes",)),
    "rejected": (rejected, ("reason",)),
    "empty": (empty, ("accepts",)),
    "html": (html, ("accepts",)),
    "wrong_account": (wrong_account, ("other",)),
    "rate_limited": (rate_limited, ("retry_after", "wide")),
    "limit_headers": (limit_headers, ("remaining", "reset_seconds")),
    "expired": (expired, ()),
    "revoked": (revoked, ()),
    "scope": (scope, _ERROR),
    "refresh_down": (error_before, _ERROR),
    "single_refresh": (single_refresh, ()),
    "stop_reading": (reset_before, ("bytes",)),
}
OLD_TOKENS_ONLY = ("expired", "revoked")
