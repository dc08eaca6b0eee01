"""EMAIL_URL is understood, or refuses the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from activity.mail.server import MailServer, parse


def test_an_address_is_understood() -> None:
    server = parse("smtp://me%40example.com:p%3Aw@mail.example.com:587?tls=1")

    assert server == MailServer("mail.example.com", 587, "me@example.com", "p:w", starttls=True)


def test_ports_and_tls_follow_from_the_scheme() -> None:
    assert parse("smtp://localhost") == MailServer("localhost", 25)
    assert parse("smtps://localhost") == MailServer("localhost", 465, tls=True)


def test_no_address_is_no_server() -> None:
    assert parse("") is None


def test_the_password_is_not_shown() -> None:
    assert "secret" not in repr(parse("smtp://me:secret@localhost"))


@pytest.mark.parametrize("address", ["mail.example.com", "http://localhost", "smtp://", "smtp://host:port"])
def test_anything_else_refuses_the_start(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        parse(address)
