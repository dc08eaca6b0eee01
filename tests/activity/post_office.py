"""A mail server on the loopback that takes, refuses, puts off or drops mails."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class PostOffice:
    """`answer` is what it says after the last line; "drop" cuts the line instead. `at_receiver` is its answer to RCPT.

    `on_taken` happens (in another thread) after the last line and before the answer.
    """

    answer: str = "250 taken"
    at_receiver: str = ""
    taken: list[Message] = field(default_factory=list)
    port: int = 0
    on_taken: Callable[[], object] | None = None

    @property
    def address(self) -> str:
        """The EMAIL_URL that leads here."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """aiosmtpd's hook."""
        if self.at_receiver:
            return self.at_receiver
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's hook, called when the last line has come."""
        if self.answer == "drop" or self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
        if self.on_taken is not None:
            await asyncio.to_thread(self.on_taken)
        if self.answer == "drop":
            server.transport.abort()
        return self.answer


@contextmanager
def opened() -> Iterator[PostOffice]:
    """A post office that listens until the block ends."""
    office = PostOffice(port=_free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
