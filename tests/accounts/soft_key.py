"""A passkey in software: what a browser and its authenticator do with the options that a page gives them (WebAuthn 2)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

Flag = AuthenticatorData.FLAG
NOTHING = Flag(0)


@dataclass
class SoftKey:
    """One key for one account at one origin. `asks_who` False: nobody had to show finger or PIN."""

    origin: str = "http://localhost"
    asks_who: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    count: int = 0
    user_handle: bytes = b""

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to navigator.credentials.create()."""
        asked = options["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        data = AttestedCredentialData.create(
            bytes(16),
            self.id,
            ES256.from_cryptography_key(self._key.public_key()),  # type: ignore[no-untyped-call] # fido2 has no type here
        )
        state = self._state(asked["rp"]["id"], Flag.AT, bytes(data))
        client = self._client(CollectedClientData.TYPE.CREATE, asked["challenge"])
        attestation = AttestationObject.create("none", state, {})
        return self._credential(
            {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attestation)}
        ) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to navigator.credentials.get()."""
        asked = options["publicKey"]
        self.count += 1
        state = self._state(asked["rpId"])
        client = self._client(CollectedClientData.TYPE.GET, asked["challenge"])
        signed = self._key.sign(bytes(state) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(state),
                "signature": websafe_encode(signed),
                "userHandle": websafe_encode(self.user_handle),
            }
        )

    def _state(self, host: str, more: Flag = NOTHING, data: bytes = b"") -> AuthenticatorData:
        flags = Flag.UP | (Flag.UV if self.asks_who else NOTHING) | more
        return AuthenticatorData.create(hashlib.sha256(host.encode()).digest(), flags, self.count, data)

    def _client(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        number = websafe_encode(self.id)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
