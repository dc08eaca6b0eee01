"""`python -m tests.faults.fake_network --port N`: prints the port, then serves until it is ended."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys

from tests.faults.fake_network.service import Service
from tests.faults.fake_network.wire import Line


async def serve(port: int, *, with_parent: bool) -> None:
    """Listen on loopback; `with_parent` ends when standard input does."""
    service, loop = Service(), asyncio.get_running_loop()
    make = lambda: Line(service, service.world.now)  # noqa: E731
    server = await loop.create_server(make, "127.0.0.1", port, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    if with_parent:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        await reader.read()
        return
    await server.serve_forever()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fake_network")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    told = parser.parse_args()
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # cut lines are what it is for
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        asyncio.run(serve(told.port, with_parent=told.with_parent))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
