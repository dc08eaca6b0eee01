"""What the start says about mails."""

from __future__ import annotations

from typing import Any

from activity.checks import mails_have_a_server


def test_production_without_a_mail_server_is_warned(settings: Any) -> None:
    settings.DEVELOPMENT, settings.EMAIL_URL = False, ""

    assert [found.id for found in mails_have_a_server(None)] == ["activity.W001"]


def test_a_mail_server_or_a_development_machine_is_fine(settings: Any) -> None:
    settings.DEVELOPMENT, settings.EMAIL_URL = False, "smtp://127.0.0.1:2525"
    assert mails_have_a_server(None) == []

    settings.DEVELOPMENT, settings.EMAIL_URL = True, ""
    assert mails_have_a_server(None) == []
