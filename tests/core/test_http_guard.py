"""The guard of our HTTP client: addresses inside are never reached."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from core import http
from core.http.guard import is_public
from tests.core.http_peer import OK, QUICK, Peer, Talk, listen, says

__all__ = ["listen"]

INSIDE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "not an address",
]

URLS = [
    "http://93.184.215.14/",
    "https://93.184.215.14:25/",
    "https://93.184.215.14:8443/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[fd00:ec2::254]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://user@93.184.215.14/",
    "https://93.184.215.14@127.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "ftp://93.184.215.14/",
    "//93.184.215.14/",
    "93.184.215.14",
    "https://",
    "https:///path",
    "https://①②⑦.⓪.⓪.①/",
    "",
    "https://[::1",
    "https://a:b:c/",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", URLS)
def test_addresses_that_lead_elsewhere_are_refused(url: str) -> None:
    with pytest.raises((http.Forbidden, http.NotSent)):
        http.request("GET", url, timeout=QUICK)


@pytest.mark.parametrize("url", [url for url in URLS if "127" in url or "::1" in url])
def test_nothing_reaches_a_listener_inside(listen: Callable[[Talk], Peer], url: str) -> None:
    peer = listen(says(OK))
    http.configure([])

    with pytest.raises((http.Forbidden, http.NotSent)):
        http.request("GET", f"{url.rstrip('/')}:{peer.port}/", timeout=QUICK)

    assert peer.connections == 0


def test_a_name_that_changes_its_mind_is_judged_once(
    listen: Callable[[Talk], Peer], monkeypatch: pytest.MonkeyPatch
) -> None:
    peer = listen(says(OK))
    http.configure([])
    answers = iter(["93.184.215.14", "127.0.0.1"])
    dialled: list[Any] = []
    asked: list[str] = []

    def resolve(host: str, port: int, **options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(line: socket.socket, place: Any) -> None:
        dialled.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(http.NotSent):
        http.request("GET", "https://rebind.test/", timeout=QUICK)

    assert asked == ["rebind.test"]
    assert dialled == [("93.184.215.14", 443)]
    assert peer.connections == 0


def test_of_mixed_answers_only_public_ones_are_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    places = ["10.0.0.1", "127.0.0.1", "93.184.215.14"]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443)) for place in places]
    dialled: list[Any] = []

    def connect(line: socket.socket, place: Any) -> None:
        dialled.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(http.NotSent):
        http.request("GET", "https://mixed.test/", timeout=QUICK)

    assert dialled == ["93.184.215.14"]


def test_only_the_exact_origin_is_let_through(listen: Callable[[Talk], Peer]) -> None:
    peer = listen(says(OK))

    answer = http.request("GET", f"{peer.origin}/x")

    assert answer.status == 200
    for near in (f"http://localhost:{peer.port}", f"https://127.0.0.1:{peer.port}"):
        with pytest.raises((http.Forbidden, http.NotSent)):
            http.request("GET", near, timeout=QUICK)


@pytest.mark.parametrize("origin", ["127.0.0.1:80", "http://", "http://a.test/path", "ftp://a.test"])
def test_a_wrong_allow_list_is_refused_at_start(origin: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        http.configure([origin])
