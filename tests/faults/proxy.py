"""A TCP proxy that breaks lines: `python -m tests.faults.proxy --to PORT [--to PORT …]`, a process of its own.

It prints its control port and the port in front of each upstream, then takes one JSON command a line. `FaultProxy`
starts it and speaks to it. While an upstream is away, its callers are reset.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.faults.lines import HOST, Commits, Listener

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]  # what json.loads gives for an object


class FaultProxy:
    """The process. Its listeners stand in the order of their upstreams; each method takes the number of one.

    A new fault comes on top of those that are on, until `clear`; all of them concern lines that are open too.
    """

    def __init__(self, *upstreams: int) -> None:
        self._upstreams = upstreams
        self._process: subprocess.Popen[bytes] | None = None
        self._control = 0
        self.ports: list[int] = []

    def start(self) -> FaultProxy:
        """Start it and wait until it listens."""
        words = [f"--to={port}" for port in self._upstreams]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.proxy", "--with-parent", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        if not first:
            raise RuntimeError(f"the proxy did not start (exit {self._process.wait()})")
        told = json.loads(first)
        self._control, self.ports = told["control"], told["ports"]
        return self

    def stop(self) -> None:
        """End it and all its lines; harmless when repeated."""
        if self._process is None:
            return
        self._process.terminate()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None

    def __enter__(self) -> FaultProxy:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def port(self) -> int:
        """The port in front of the first upstream."""
        return self.ports[0]

    @property
    def origin(self) -> str:
        """The first listener as a web address."""
        return f"http://{HOST}:{self.port}"

    def latency(self, milliseconds: float, listener: int = 0) -> None:
        """Each piece of data waits so long, both ways."""
        self._faults(listener, latency=milliseconds)

    def bandwidth(self, bytes_a_second: int, listener: int = 0) -> None:
        """No more than this passes, each way; 0 is no limit."""
        self._faults(listener, bandwidth=bytes_a_second)

    def silence(self, on: bool = True, listener: int = 0) -> None:
        """Lines are accepted and nothing passes; what was held back passes when it is over."""
        self._faults(listener, silence=on)

    def refuse(self, on: bool = True, listener: int = 0) -> None:
        """New lines are refused, as where nobody listens; open ones go on."""
        self._faults(listener, refuse=on)

    def outage(self, on: bool = True, listener: int = 0) -> None:
        """New lines are refused and open ones reset, as when a server dies."""
        self.refuse(on, listener)
        if on:
            self.reset_peer(listener)

    def cut_after(self, byte_count: int, times: int = 1, listener: int = 0) -> None:
        """A line is reset when exactly so many more bytes have gone upstream on it; `times` 0 is always."""
        self._faults(listener, cut_after=byte_count, cut_times=times)

    def reset_peer(self, listener: int = 0) -> int:
        """Reset the open lines, on both sides, now; returns how many there were."""
        return int(self._say({"do": "reset", "listener": listener})["lines"])

    def cut_after_commit(self, nth: int = 1, containing: str = "", times: int = 1, listener: int = 0) -> None:
        """The client of Postgres is reset when its COMMIT was carried out and answered, before it hears of it.

        Counted are transactions in which `containing` was sent, from now on; the `nth` is the first to be cut.
        """
        self._commits(listener, nth=nth, containing=containing, times=times, passed=True)

    def cut_before_commit(
        self, nth: int = 1, containing: str = "", times: int = 1, listener: int = 0
    ) -> None:
        """The same to the client's eye, but the COMMIT never reached the server."""
        self._commits(listener, nth=nth, containing=containing, times=times, passed=False)

    def clear(self) -> None:
        """No more faults anywhere; the figures begin at 0 again."""
        self._say({"do": "clear"})

    def status(self, listener: int = 0) -> Json:
        """lines (open now), accepted, cuts (after bytes), commits_cut, commits_counted."""
        return self._say({"do": "status", "listener": listener})

    def wait_for(self, name: str, count: int = 1, seconds: float = 10.0, listener: int = 0) -> Json:
        """The status when its figure `name` has come to `count`. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while (found := self.status(listener))[name] < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{name} is {found[name]}, not {count}")
            time.sleep(0.01)
        return found

    def _faults(self, listener: int, **faults: object) -> None:
        self._say({"do": "faults", "listener": listener, "faults": faults})

    def _commits(self, listener: int, **wanted: object) -> None:
        self._say({"do": "commits", "listener": listener, "commits": wanted})

    def _say(self, words: Json) -> Json:
        with socket.create_connection((HOST, self._control), timeout=10) as line:
            line.sendall(json.dumps(words).encode() + b"\n")
            answer: Json = json.loads(line.makefile().readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer


async def obey(listeners: Sequence[Listener], words: Json) -> Json:
    """Carry out one command."""
    if words["do"] == "clear":
        for listener in listeners:
            await listener.clear()
        return {}
    listener = listeners[words["listener"]]
    if words["do"] == "faults":
        await listener.change(replace(listener.faults, **words["faults"]))
    elif words["do"] == "commits":
        listener.commits = Commits(**words["commits"])
    elif words["do"] == "reset":
        return {"lines": listener.reset()}
    return listener.status()


async def serve(upstreams: Sequence[int], *, with_parent: bool) -> None:
    """Proxy and control, until the process is ended (`with_parent`: until standard input ends)."""
    listeners = [Listener(port) for port in upstreams]
    for listener in listeners:
        await listener.open()

    async def control(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await obey(listeners, json.loads(await reader.readline()))
        except (ValueError, TypeError, LookupError, OSError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        writer.write(json.dumps(answer).encode() + b"\n")
        writer.close()

    server = await asyncio.start_server(control, HOST, 0)
    ports = [listener.port for listener in listeners]
    sys.stdout.write(json.dumps({"control": server.sockets[0].getsockname()[1], "ports": ports}) + "\n")
    sys.stdout.flush()
    if not with_parent:
        await server.serve_forever()
    stream = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), sys.stdin
    )
    await stream.read()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.proxy")
    parser.add_argument(
        "--to", type=int, action="append", required=True, help="an upstream's port on loopback"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    told = parser.parse_args()
    try:
        asyncio.run(serve(told.to, with_parent=told.with_parent))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
