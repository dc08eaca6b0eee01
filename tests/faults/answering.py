"""Replies that were promised: somebody says something on the fake network, and our person answers it in the product."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.test import override_settings

from inbox.models import Conversation
from inbox.services import ingest, replying
from networks.base import Identity
from networks.conversing import Heard, Said, Spot
from tests.calendar_app import posts
from tests.faults.cast import LATER, Cast
from tests.faults.evidence import Promised


def write(cast: Cast, handle: str) -> str:
    """An answer of an account, let go and waiting for later; the id of its row."""
    text = f"answer of {handle} {cast.slug}-{secrets.token_hex(8)}"
    place, channel = cast.home(handle), cast.channels[handle]
    [message] = cast.stage.network.says(f"question {secrets.token_hex(8)}")
    with posts.inside(place), override_settings(UNDO_SECONDS=LATER.total_seconds()):
        ingest.take_in(channel, [_asked(message)])
        row = Conversation.objects.get(channel=channel, thread_id=message)
        reply = replying.send(row, text, seen=row.revision, author=place.editor, by=posts.actor(place))
    key, due = str(reply.pk), datetime.now(UTC).timestamp() + LATER.total_seconds()
    cast.promised[key] = Promised(key, handle, text, due, frozenset({place.editor.pk}), answers=message)
    return key


def _asked(message: str) -> Heard:
    """What somebody said, as the network tells it."""
    author = Identity("sb_somebody", "somebody", "Somebody", "https://network.test/@somebody")
    spot = Spot(message)
    url = f"https://network.test/@somebody/{message}"
    return Heard(spot, Said.MENTION, author, f"question {message}", datetime.now(UTC), url, thread=spot)
