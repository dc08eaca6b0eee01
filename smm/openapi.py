"""The API's own description: OpenAPI 3.1, written from the code."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer mk_…`."""

    target_class = "accounts.api.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """For the description."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mk_…"}


class PersonScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A person's session."""

    target_class = "accounts.api.keys.PersonAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """For the description."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
