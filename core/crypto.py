"""Encryption of secrets at rest: AES-256-GCM, each ciphertext bound to the place where it stands.

A sealed value is: key id, a dot, base64 of nonce and ciphertext. The first key of the ring seals; all of them open.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12
KEY_BYTES = 32


class Unreadable(ValueError):
    """The value was sealed for another place, by an unknown key, or was changed."""


def parse_keys(text: str) -> dict[str, bytes]:
    """Keys from `id:base64,id:base64`, first the one that seals. Raises ValueError with a sentence."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise ValueError(f"key {name!r} is not base64") from None
        if not name or "." in name or len(key) != KEY_BYTES:
            raise ValueError("each key is `name:` and the base64 of 32 bytes")
        keys[name] = key
    if not keys:
        raise ValueError("at least one key is needed")
    return keys


def seal(plain: str, place: str) -> str:
    """Encrypt `plain` so that it opens only at `place`."""
    name, cipher = next(iter(_ciphers().items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, plain.encode(), place.encode())
    return f"{name}.{base64.b64encode(sealed).decode()}"


def unseal(sealed: str, place: str) -> str:
    """The plain text. Raises Unreadable, also when the value was sealed for another place."""
    name, _, encoded = sealed.partition(".")
    cipher = _ciphers().get(name)
    if cipher is None:
        raise Unreadable(f"no key {name!r} in TOKEN_KEYS")
    try:
        raw = base64.b64decode(encoded, validate=True)
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise Unreadable("the value was changed or belongs elsewhere") from error


def current_prefix() -> str:
    """How every value begins that the first key of the ring has sealed."""
    return f"{next(iter(_ciphers()))}."


def reseal(sealed: str, place: str) -> str:
    """The same plain text under the first key of the ring; unchanged where it stands under it. Raises Unreadable."""
    return sealed if sealed.startswith(current_prefix()) else seal(unseal(sealed, place), place)


def _ciphers() -> Mapping[str, AESGCM]:
    return _ring(settings.TOKEN_KEYS)


@cache
def _ring(text: str) -> Mapping[str, AESGCM]:
    return {name: AESGCM(key) for name, key in parse_keys(text).items()}
