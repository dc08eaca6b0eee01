"""Encryption of secrets at rest."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from core import crypto

OLD, NEW = base64.b64encode(b"o" * 32).decode(), base64.b64encode(b"n" * 32).decode()
PLACE = "table|column|1|2"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> Any:
    """Two keys; the first one seals."""
    settings.TOKEN_KEYS = f"new:{NEW}, old:{OLD}"
    return settings


@pytest.mark.parametrize("plain", ["", "secret", "şəkil 🧿", "x" * 100_000])
def test_what_was_sealed_opens_at_its_place(plain: str) -> None:
    sealed = crypto.seal(plain, PLACE)

    assert crypto.unseal(sealed, PLACE) == plain
    assert sealed.startswith("new.")
    assert not plain or plain not in sealed


def test_it_opens_nowhere_else() -> None:
    sealed = crypto.seal("secret", PLACE)

    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, "table|column|1|3")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert crypto.seal("secret", PLACE) != crypto.seal("secret", PLACE)


def test_an_older_key_still_opens_and_a_removed_one_does_not(settings: Any) -> None:
    settings.TOKEN_KEYS = f"old:{OLD}"
    sealed = crypto.seal("secret", PLACE)

    settings.TOKEN_KEYS = f"new:{NEW},old:{OLD}"
    assert crypto.unseal(sealed, PLACE) == "secret"

    settings.TOKEN_KEYS = f"new:{NEW}"
    with pytest.raises(crypto.Unreadable, match="old"):
        crypto.unseal(sealed, PLACE)


@pytest.mark.parametrize(
    "damage", ["", "new", "new.", "new.ə", "new.AAAA", "new.%%%%", "plain text", "nobody.AAAA"]
)
def test_damaged_values_are_unreadable_and_nothing_worse(damage: str) -> None:
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(damage, PLACE)


def test_one_changed_bit_is_noticed() -> None:
    name, encoded = crypto.seal("secret", PLACE).split(".")
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1

    with pytest.raises(crypto.Unreadable):
        crypto.unseal(f"{name}.{base64.b64encode(raw).decode()}", PLACE)


@pytest.mark.parametrize(
    "text", ["", " , ", "novalue", "short:AAAA", f":{NEW}", f"a.b:{NEW}", "name:%%%", "name:ə", f"a:{NEW},b"]
)
def test_unusable_keys_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64|ASCII"):
        crypto.parse_keys(text)
