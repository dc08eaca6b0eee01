"""Webhooks as a network sends them: signed, from several hands at once, over kept lines to the web server as it is run."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from bench.measuring.figures import percentile, rounded
from core.tenancy import scope
from inbox.models import Hook, HookBody, Message
from inbox.services import hooking

HANDS = 8
WARM = 200
"""Calls before those that count: a server that just began has not loaded everything."""
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Call:
    """One signed call."""

    address: str
    body: bytes
    headers: dict[str, str]


def measure(hook: Hook, many: int, base: str) -> dict[str, Any]:
    """`many` events from eight hands to the server at `base`: how many a second are acknowledged, how long one waits,
    how many a second are then taken in by one hand, and what is lost or doubled.
    """
    _say_all([_call(hook, -number) for number in range(1, WARM + 1)], base)
    calls = [_call(hook, number) for number in range(many)]
    began = time.perf_counter()
    waits = _say_all(calls, base)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    with scope.enter(hook.organization_id, [hook.brand_id]):
        kept = HookBody.objects.filter(channel=hook.channel).count()
        hooking.work(hook.channel)
        heard = Message.objects.filter(channel=hook.channel, remote_id__startswith="hook-").count()
    return {
        "hooks": many,
        "hooks_per_second": rounded(many / seconds),
        "hook_ack_p50_ms": rounded(percentile(waits, 0.5)),
        "hook_ack_p99_ms": rounded(percentile(waits, 0.99)),
        "hooks_taken_in_per_second": rounded((many + WARM) / (time.perf_counter() - began)),
        "hooks_lost": many + WARM - heard,
        "hooks_doubled": kept - many - WARM,
    }


def _say_all(calls: list[Call], base: str) -> list[float]:
    """Milliseconds from each call to its answer."""
    with ThreadPoolExecutor(HANDS) as hands:
        parts = [hands.submit(_say, calls[hand::HANDS], base) for hand in range(HANDS)]
        return [wait for part in parts for wait in part.result()]


def _say(calls: list[Call], base: str) -> list[float]:
    line, waits = HTTPConnection(urlsplit(base).netloc, timeout=PATIENCE), []
    for call in calls:
        began = time.perf_counter()
        line.request("POST", call.address, call.body, call.headers)
        answer = line.getresponse()
        answer.read()
        waits.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"a webhook was answered {answer.status}")
    line.close()
    return waits


def _call(hook: Hook, number: int) -> Call:
    stamp = str(int(time.time()))
    body = json.dumps(_told(hook, number)).encode()
    signed = hmac.new(hook.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Sandbox-Timestamp": stamp,
        "X-Sandbox-Signature": f"sha256={signed}",
    }
    return Call(f"/hooks/sandbox/{hook.key}", body, headers)


def _told(hook: Hook, number: int) -> dict[str, Any]:
    author = {
        "id": f"sb_{number % 50}",
        "handle": f"c{number % 50}",
        "name": "Leyla",
        "url": "https://example.com",
    }
    message = {
        "id": f"hook-{number}",
        "kind": "comment",
        "author": author,
        "text": f"question {number}",
        "pictures": [],
        "said_at": int(time.time()),
        "edited_at": None,
        "is_deleted": False,
        "is_own": False,
        "url": "https://example.com/m",
        "thread": f"post-{number % 20}",
        "parent": f"post-{number % 20}",
    }
    event = {"id": f"ev{number}", "account": hook.channel.remote_id, "sent_at": time.time()}
    return {**event, "type": "message", "message": message}
