"""Connections that end at a checked address and never outlive the time-box of the call that uses
them.

A name is resolved once, each address is judged, and exactly the judged address is dialled: a name
that changes its answer in between (DNS rebinding) changes nothing. Every wait for the socket is cut
to what is left of the call, so that a peer that sends one byte a second cannot hold a thread.
"""

from __future__ import annotations

import queue
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore

from core.http.errors import Forbidden
from core.http.guard import Guard, is_public

_SEND_SLICE = 65_536
_MAX_ADDRESSES = 4

deadline: ContextVar[float] = ContextVar("deadline")
"""When the running call must be over, in `time.monotonic` seconds."""


def _left(limit: float | None = None) -> float:
    """Seconds that the next wait may take. Raises TimeoutError when the call's time is over."""
    left = deadline.get(float("inf")) - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time-box is over")
    return min(left, limit if limit is not None else left, 3600.0)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens TCP connections for the pool; the only place of the product that does so for HTTP."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # the pool's own type is private
    ) -> httpcore.NetworkStream:
        """Connect to a checked address of `host` within `timeout` seconds. Raises Forbidden or
        ConnectError.
        """
        try:
            until = time.monotonic() + _left(timeout)
            addresses = _resolve(host, port, until)
            if self._guard.public_only(host, port):
                addresses = _only_public(addresses)
            return Line(_dial(addresses, until))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(str(error)) from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a file on this machine is not the internet."""
        raise Forbidden("no local sockets")


# The second part is whatever `socket.connect` of that family takes.
_Address = tuple[socket.AddressFamily, Any]
_Found = list[_Address] | OSError | UnicodeError


def _resolve(host: str, port: int, until: float) -> list[_Address]:
    """Addresses of a host in the resolver's order; the resolver has no time-out of its own, hence
    the thread.
    """
    answers: queue.SimpleQueue[_Found] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        raise TimeoutError("the name was not resolved in time") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _look_up(host: str, port: int, answers: queue.SimpleQueue[_Found]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error)
        return
    addresses: list[_Address] = [(family, place) for family, _, _, _, place in found]
    answers.put(addresses[:_MAX_ADDRESSES])


def _only_public(addresses: list[_Address]) -> list[_Address]:
    public = [(family, place) for family, place in addresses if is_public(str(place[0]))]
    if not public:
        raise Forbidden("the name leads to an address inside a private network")
    return public


def _dial(addresses: list[_Address], until: float) -> socket.socket:
    """Try each address with a fair share of the time; the last failure is raised."""
    failure: OSError = OSError("the name has no address")
    for position, (family, place) in enumerate(addresses):
        share = (until - time.monotonic()) / (len(addresses) - position)
        if share <= 0:
            break
        try:
            return _open(family, place, share)
        except OSError as error:
            failure = error
    raise failure


def _open(family: socket.AddressFamily, place: Any, timeout: float) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(timeout)
        sock.connect(place)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        sock.close()
        raise
    return sock


class Line(httpcore.NetworkStream):
    """One open connection whose every wait is bounded by the running call's deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to `max_bytes`; empty at the end. Raises ReadTimeout or ReadError."""
        try:
            self._sock.settimeout(_left(timeout))
            return self._sock.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything. Raises WriteTimeout or WriteError."""
        rest = memoryview(buffer)
        try:
            while rest:
                self._sock.settimeout(_left(timeout))
                rest = rest[self._sock.send(rest[:_SEND_SLICE]) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout(str(error)) from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the socket; harmless when repeated."""
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Shake hands and check the certificate for the name that was asked for. Raises
        ConnectError.
        """
        try:
            self._sock.settimeout(_left(timeout))
            return Line(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname))
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout(str(error)) from error
        except (OSError, ValueError) as error:
            self.close()
            raise httpcore.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        """What the pool asks of an idle connection: its socket, and whether the peer closed it."""
        if info == "socket":
            return self._sock
        if info == "is_readable":
            return _is_readable(self._sock)
        return None


def _is_readable(sock: socket.socket) -> bool:
    if sock.fileno() < 0:
        return True
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(0))
