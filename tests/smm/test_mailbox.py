"""Developers read the mails of their machine in a browser; nobody else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from activity.mail import backend, message
from analytics.reporting import letters
from analytics.reporting.letters import Reader
from smm.mailbox import page
from tests.analytics.documents import FULL
from tests.analytics.test_report_documents import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> str:
    """A report's mail in the folder."""
    monkeypatch.setattr(page, "FOLDER", tmp_path)
    settings.DEVELOPMENT = True
    mail = letters.addressed(letter(FULL), Reader("leyla@example.com", "Leyla", "a-secret"))
    made = "0c1f2d7e-3b44-4a0e-9d53-5f1f0a6b7c88"
    (tmp_path / f"{made}.eml").write_bytes(message.as_bytes(backend._row(mail, "leyla@example.com")))
    return made


def test_a_developer_reads_the_mail_with_its_pictures_and_nothing_runs(key: str) -> None:
    around, mail = Client().get("/mailbox/"), Client().get(f"/mailbox/{key}/")

    assert "leyla@example.com" in around.content.decode()
    assert "data:image/png;base64," in mail.content.decode()
    assert "cid:" not in mail.content.decode()
    assert mail.headers["Content-Security-Policy"].startswith("sandbox")


def test_outside_of_development_there_is_none(key: str, settings: Any) -> None:
    settings.DEVELOPMENT = False

    assert Client().get("/mailbox/").status_code == 404
    assert Client().get(f"/mailbox/{key}/").status_code == 404


@pytest.mark.parametrize("key_of_none", ["..", "nobody", "79698a98-40a1-4928-94c4-2736b9db5b5c"])
def test_no_other_file_is_read(key: str, key_of_none: str) -> None:
    assert Client().get(f"/mailbox/{key_of_none}/").status_code == 404
