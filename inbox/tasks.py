"""The tasks of the inbox: listening, working through what was told, and its clock."""

from __future__ import annotations

import os
import socket
import time
from uuid import UUID, uuid4

from celery import shared_task
from django.db import connection

from connections.models import Channel
from core import bell
from core.outbox import lanes
from core.tenancy import scope
from inbox.services import hooking, listening, ticking

SECONDS = 25.0
HANDS = 6
HELP_SECONDS = 5.0
LANES = [listening.LANE, hooking.LANE]


@shared_task(name="inbox.poll")
def poll(helper: bool = False) -> None:
    """Ask the channels whose time has come, and hear what was told; the first hand calls more when more are due."""
    connection.close_if_unusable_or_obsolete()
    if not helper:
        for _ in range(min(HANDS, lanes.due(LANES, HANDS + 1) - 1)):
            bell.call("inbox.poll", True, queue="inbox", expires=HELP_SECONDS)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and _ask_one():
        pass


def _ask_one() -> bool:
    lane = lanes.claim(LANES, _worker())
    if lane is None or lane.organization_id is None:
        return False
    if lane.kind == hooking.LANE:
        with scope.enter(lane.organization_id):
            hooking.catch_up(lane)
        return True
    seconds: float | None = listening.AFTER_TROUBLE
    try:
        with scope.enter(lane.organization_id):
            seconds = listening.listen(UUID(lane.key))
    finally:
        lanes.lay_down(lane, seconds)
    return True


@shared_task(name="inbox.take_told")
def take_told(organization_id: int, channel_id: str) -> None:
    """Work through what a network told of a channel."""
    connection.close_if_unusable_or_obsolete()
    with scope.enter(organization_id):
        channel = Channel.objects.filter(pk=channel_id).first()
        if channel is not None:
            hooking.work(channel)


@shared_task(name="inbox.clock")
def clock() -> None:
    """Wake what was put off, and warn of answers that are nearly late."""
    connection.close_if_unusable_or_obsolete()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        lane = lanes.claim([ticking.LANE], _worker())
        if lane is None or lane.organization_id is None:
            return
        with scope.enter(lane.organization_id):
            ticking.tick()
            ticking.lay_down(lane)


def _worker() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:8]}"
