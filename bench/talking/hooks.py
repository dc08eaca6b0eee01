"""Webhooks as a network sends them: from several hands at once, signed, to the product's own handler."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from bench.measuring.figures import percentile, rounded
from core.tenancy import scope
from inbox.models import Hook, HookBody, Message
from inbox.services import hooking

HANDS = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One signed call."""

    address: str
    body: bytes
    headers: dict[str, str]


def measure(hook: Hook, many: int) -> dict[str, Any]:
    """`many` events from eight hands: how many a second are acknowledged, how long one waits, and what is lost."""
    calls = [_call(hook, number) for number in range(many)]
    began = time.perf_counter()
    with ThreadPoolExecutor(HANDS) as hands:
        waits = list(hands.map(_send, calls))
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
        "hooks_taken_in_per_second": rounded(many / (time.perf_counter() - began)),
        "hooks_lost": many - heard,
        "hooks_doubled": kept - many,
    }


def _send(call: Call) -> float:
    began = time.perf_counter()
    answer = Client().post(call.address, call.body, content_type="application/json", headers=call.headers)
    waited = (time.perf_counter() - began) * 1000
    connection.close_if_unusable_or_obsolete()
    if answer.status_code != 200:
        raise RuntimeError(f"a webhook was answered {answer.status_code}")
    return waited


def _call(hook: Hook, number: int) -> Call:
    stamp = str(int(time.time()))
    body = json.dumps(_told(hook, number)).encode()
    signed = hmac.new(hook.secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": f"sha256={signed}"}
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
