"""For whom a request comes, and who is believed about it."""

from __future__ import annotations

from typing import Any

import pytest

from core.proxies import Forwarded, parse

PROXIES = parse(["10.0.0.0/8", "fd00::1"])
INSIDE, STRANGER, CLIENT = "10.1.2.3", "198.51.100.9", "203.0.113.7"


def seen(**environ: str) -> dict[str, Any]:
    """What the application behind it is told."""
    told: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        told.update(environ)
        return [b"ok"]

    asked: dict[str, Any] = {"wsgi.url_scheme": "http", **environ}
    assert Forwarded(application, PROXIES)(asked, None) == [b"ok"]
    return told


@pytest.mark.parametrize("proxy", [INSIDE, f"::ffff:{INSIDE}", "fd00::1"])
def test_a_listed_proxy_says_who_asks_and_that_it_was_by_https(proxy: str) -> None:
    told = seen(REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR=CLIENT, HTTP_X_FORWARDED_PROTO="https")

    assert told == {"REMOTE_ADDR": CLIENT, "wsgi.url_scheme": "https"}


@pytest.mark.parametrize("stranger", [STRANGER, "", "unix", "::1"])
def test_everybody_else_is_not_believed(stranger: str) -> None:
    told = seen(REMOTE_ADDR=stranger, HTTP_X_FORWARDED_FOR=CLIENT, HTTP_X_FORWARDED_PROTO="https")

    assert told == {"REMOTE_ADDR": stranger, "wsgi.url_scheme": "http"}


@pytest.mark.parametrize("sender", [INSIDE, STRANGER])
def test_no_such_header_goes_on(sender: str) -> None:
    told = seen(
        REMOTE_ADDR=sender,
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_FORWARDED_PORT="1",
        HTTP_FORWARDED="for=1.2.3.4",
        HTTP_X_OTHER="kept",
    )

    assert told == {"REMOTE_ADDR": sender, "wsgi.url_scheme": "http", "HTTP_X_OTHER": "kept"}


@pytest.mark.parametrize(
    ("told", "client"),
    [
        (CLIENT, CLIENT),
        (f"192.0.2.1, {CLIENT}", CLIENT),
        (f"192.0.2.1, {CLIENT}, 10.9.9.9, fd00::1", CLIENT),
        (f" {CLIENT} ,10.9.9.9", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        ("10.9.9.9", INSIDE),
        ("", INSIDE),
        ("unknown", INSIDE),
        (f"{CLIENT}, x", INSIDE),
        (f"{CLIENT}, {CLIENT}:443", INSIDE),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy(told: str, client: str) -> None:
    assert seen(REMOTE_ADDR=INSIDE, HTTP_X_FORWARDED_FOR=told)["REMOTE_ADDR"] == client


@pytest.mark.parametrize("told", ["ftp", "https, http", "javascript", ""])
def test_a_scheme_that_is_none_changes_nothing(told: str) -> None:
    assert seen(REMOTE_ADDR=INSIDE, HTTP_X_FORWARDED_PROTO=told)["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize("word", ["0.0.0.0/0", "::/0", "somebody", "10.0.0.0/33"])
def test_what_would_trust_everybody_or_nobody_knows_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"\S+ \S+ \S+"):
        parse([word])
