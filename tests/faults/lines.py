"""Lines through the proxy, and what goes wrong on them."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field, replace

from tests.faults.commits import Commit, Watcher

HOST = "127.0.0.1"
CHUNK = 65_536
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Faults:
    """What is wrong with the lines of one listener. Milliseconds each way; bytes a second; 0 is no fault."""

    latency: float = 0
    bandwidth: int = 0
    silence: bool = False
    refuse: bool = False
    cut_after: int = 0
    cut_times: int = 0


@dataclass(slots=True)
class Commits:
    """Which transactions lose their line at COMMIT: those that contain `containing`, the `nth` and some more."""

    nth: int = 1
    times: int = 1
    containing: str = ""
    passed: bool = True
    counted: int = 0

    def claims(self, commit: Commit) -> bool:
        """Count a commit; whether it is one to be cut."""
        if not commit.contained(self.containing.encode()):
            return False
        self.counted += 1
        return self.nth <= self.counted < self.nth + self.times


@dataclass(slots=True)
class Listener:
    """One upstream and the port in front of it, which stays ours even while nobody listens there."""

    upstream: int
    faults: Faults = field(default_factory=Faults)
    commits: Commits | None = None
    links: set[Link] = field(default_factory=set)
    may_pass: asyncio.Event = field(default_factory=asyncio.Event)
    place: socket.socket = field(default_factory=socket.socket)
    server: asyncio.Server | None = None
    accepted: int = 0
    cuts: int = 0
    commits_cut: int = 0

    async def open(self) -> None:
        """Listen; at first on a free port, later on the same again."""
        if not self.port:
            self.place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.place.bind((HOST, 0))
        self.server = await asyncio.start_server(self._accept, HOST, self.port, backlog=512)
        self.may_pass.set()

    @property
    def port(self) -> int:
        """Where callers come in."""
        return int(self.place.getsockname()[1])

    async def change(self, faults: Faults) -> None:
        """From now on these faults, on lines that are open too."""
        if faults.cut_after:
            for link in self.links:
                link.passed_on = 0
        if faults.refuse and self.server is not None:
            self.server.close()
            self.server = None
        elif not faults.refuse and self.server is None:
            await self.open()
        self.faults = faults
        (self.may_pass.clear if faults.silence else self.may_pass.set)()

    async def clear(self) -> None:
        """No more faults; the figures begin at 0 again."""
        self.commits, self.accepted, self.cuts, self.commits_cut = None, 0, 0, 0
        await self.change(Faults())

    def reset(self) -> int:
        """Reset the open lines; returns how many there were."""
        lines = list(self.links)
        self.links.clear()
        for link in lines:
            link.reset()
        return len(lines)

    def status(self) -> dict[str, int]:
        """Figures."""
        counted = self.commits.counted if self.commits else 0
        figures = {"accepted": self.accepted, "cuts": self.cuts, "commits_cut": self.commits_cut}
        return {"lines": len(self.links), "commits_counted": counted, **figures}

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection(HOST, self.upstream)
        except OSError:
            _abort(writer)
            return
        link = Link(self, (reader, writer), upstream)
        self.links.add(link)
        self.accepted += 1
        try:
            await link.run()
        finally:
            self.links.discard(link)


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Link:
    """One caller and its line to the upstream."""

    def __init__(self, listener: Listener, client: Ends, upstream: Ends) -> None:
        self.listener = listener
        self._client, self._upstream = client, upstream
        self._watcher = Watcher()
        self._held: bytearray | None = None
        self.passed_on = 0

    async def run(self) -> None:
        """Pass bytes both ways until one side ends; a side that was reset resets the other."""
        pumps = [asyncio.create_task(self._up()), asyncio.create_task(self._down())]
        try:
            done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            if any(pump.exception() for pump in done):
                self.reset()
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for _, writer in (self._client, self._upstream):
                writer.close()

    def reset(self) -> None:
        """A TCP reset to both sides."""
        for _, writer in (self._client, self._upstream):
            _abort(writer)

    async def _up(self) -> None:
        reader, writer = self._client[0], self._upstream[1]
        while chunk := await self._take(reader):
            commit = self._commit_to_cut(chunk)
            if commit is not None and not commit.passed:
                self._count_commit()
                return
            self._held = bytearray() if commit else self._held
            allowed = self._allowed(chunk)
            await self._give(writer, chunk[:allowed])
            if allowed < len(chunk) or self._is_cut:
                await self._cut()
                return

    async def _down(self) -> None:
        reader, writer = self._upstream[0], self._client[1]
        while chunk := await self._take(reader):
            if self._held is None:
                await self._give(writer, chunk)
                continue
            self._held += chunk
            if Watcher.is_ready(self._held):
                self._count_commit()
                return

    async def _take(self, reader: asyncio.StreamReader) -> bytes:
        bandwidth = self.listener.faults.bandwidth
        chunk = await reader.read(max(1, min(CHUNK, bandwidth // 20)) if bandwidth else CHUNK)
        await self.listener.may_pass.wait()
        if self.listener.faults.latency:
            await asyncio.sleep(self.listener.faults.latency / 1000)
        return chunk

    async def _give(self, writer: asyncio.StreamWriter, chunk: bytes) -> None:
        writer.write(chunk)
        await writer.drain()
        if self.listener.faults.bandwidth:
            await asyncio.sleep(len(chunk) / self.listener.faults.bandwidth)

    def _commit_to_cut(self, chunk: bytes) -> Commits | None:
        wanted = self.listener.commits
        for commit in self._watcher.feed(chunk, wanted.containing.encode() if wanted else b""):
            if wanted is not None and wanted.claims(commit):
                return wanted
        return None

    def _count_commit(self) -> None:
        self.listener.commits_cut += 1
        self.reset()

    def _allowed(self, chunk: bytes) -> int:
        """How much of a chunk still goes upstream."""
        limit = self.listener.faults.cut_after
        allowed = min(len(chunk), limit - self.passed_on) if limit else len(chunk)
        self.passed_on += allowed
        return allowed

    @property
    def _is_cut(self) -> bool:
        limit = self.listener.faults.cut_after
        return bool(limit) and self.passed_on >= limit

    async def _cut(self) -> None:
        """The upstream has what went before; both sides are reset, and the fault is used once."""
        await asyncio.sleep(0.02)
        self.listener.cuts += 1
        left = self.listener.faults.cut_times
        if left:
            faults = replace(self.listener.faults, cut_times=left - 1)
            self.listener.faults = faults if left > 1 else replace(faults, cut_after=0)
        self.reset()


def _abort(writer: asyncio.StreamWriter) -> None:
    plain = writer.get_extra_info("socket")
    if plain is not None and plain.fileno() >= 0:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()
