"""Readers of environment variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import environment as env
from core.environment import BadSetting

NAME = "MEYDAN_OF_A_TEST"


def test_a_value_is_taken_without_the_blanks_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "  here \n")

    assert env.text(NAME, "there") == "here"
    assert env.text("MEYDAN_NOT_SET", "there") == "there"


def test_a_value_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from file\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))

    assert env.text(NAME) == "from file"
    monkeypatch.setenv(NAME, "from name")
    assert env.text(NAME) == "from name"


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_refuses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(file))

    with pytest.raises(BadSetting, match=f"{NAME}_FILE"):
        env.text(NAME)


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("Yes", True), ("ON", True), ("0", False), ("off", False), ("", False)]
)
def test_flags(monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
    monkeypatch.setenv(NAME, value)

    assert env.flag(NAME, default=not meant) is meant


@pytest.mark.parametrize("value", ["maybe", "2", "tru"])
def test_a_flag_that_is_neither_refuses(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(BadSetting, match=NAME):
        env.flag(NAME)


def test_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.number(NAME, 20) == 20
    monkeypatch.setenv(NAME, "0.25")
    assert env.number(NAME, 20) == 0.25


@pytest.mark.parametrize("value", ["", "-1", "many", "nan", "inf", "1e999"])
def test_a_number_that_is_none_refuses(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(BadSetting, match=NAME):
        env.number(NAME, 20)


def test_lists_have_no_empty_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a, ,b,")

    assert env.words(NAME) == ["a", "b"]
    assert env.words("MEYDAN_NOT_SET") == []


def test_an_address_of_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.database(NAME) == {}
    monkeypatch.setenv(NAME, "postgres://user:p%40ss@db.example:6543/the%20name")

    assert env.database(NAME) == {
        "NAME": "the name",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6543",
    }


@pytest.mark.parametrize(
    "value",
    [
        "mysql://user@host/name",
        "postgres://user@host",
        "postgres://user@host:port/name",
        "postgres://user@host:99999/name",
        "postgres://[broken/name",
        "postgres://user@host/name?sslmode=require",
        "name",
    ],
)
def test_an_address_that_cannot_be_used_refuses_and_names_itself(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(BadSetting, match=NAME):
        env.database(NAME)


def test_misspelt_names_are_found() -> None:
    around = {"MEYDAN_UNDO_SECOND": "1", "MEYDAN_ENV_FILE": "x", "MEYDAN_ENV": "y", "OTHER": "z"}

    assert env.unknown(frozenset({"MEYDAN_ENV"}), around) == ["MEYDAN_UNDO_SECOND"]
