"""A real HTTP server on loopback around any WSGI application, which can be told to fail on the
wire.
"""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


@dataclass(frozen=True)
class Fault:
    """What happens to the next call whose path contains `where` (and that has this method, if one is named).

    `accepted` lets the application see the call first; without `status` the line is cut.
    """

    where: str
    accepted: bool = False
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    method: str = ""


class WireServer:
    """The server; `seen` holds (method, path, headers, body) of every call."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.faults: list[Fault] = []
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"wire": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def fault_for(self, method: str, path: str) -> Fault | None:
        """The first waiting fault for a call, used up."""
        for fault in self.faults:
            if fault.where in path and fault.method in ("", method):
                self.faults.remove(fault)
                return fault
        return None


class _Handler(BaseHTTPRequestHandler):
    wire: WireServer
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().setup()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.wire.seen.append((self.command, self.path, headers, body))
        fault = self.wire.fault_for(self.command, self.path)
        if fault is None or fault.accepted:
            status, told, content = self.ask_application(body)
        if fault is None:
            self.reply(status, told, content)
        elif fault.status:
            self.reply(fault.status, fault.headers.items(), fault.body)
        else:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = do_PUT = answer

    def ask_application(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        for name, value in self.headers.items():
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        told: list[Any] = []
        chunks = self.wire.application(environ, lambda *start: told.extend(start))
        return int(told[0].split()[0]), told[1], b"".join(chunks)

    def reply(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        told = {name.title(): value for name, value in headers}
        told = {"Date": self.date_time_string(), **told, "Content-Length": str(len(body))}
        self.send_response_only(status)
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
