"""Who asks: a key of a program (`Authorization: Bearer mk_…`), or a person signed in to the product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiKey, User
from accounts.services.api_keys import PREFIX, note_use
from core import clock, doors
from core.doors import Door
from core.tenancy import scope

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Program:
    """A program with a key, and the organization that the key opens."""

    key: ApiKey
    organization_id: int


class KeyAuthentication(BaseAuthentication):
    """`request.user` is who made the key, `request.auth` the Program."""

    def authenticate(self, request: Request) -> tuple[User, Program] | None:
        """None without the header; raises AuthenticationFailed for a key that opens nothing (any more)."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        program = _opened(words[1]) if len(words) == 2 else None
        if program is None:
            raise AuthenticationFailed("This key is unknown, over or taken back.", code="key_unusable")
        return program.key.membership.user, program

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return 'Bearer realm="api"'


class PersonAuthentication(SessionAuthentication):
    """A person's session, with the CSRF token for what writes."""


def _opened(secret: bytes) -> Program | None:
    text = secret[:LONGEST].decode("ascii", "replace")
    if not text.startswith(PREFIX):
        return None
    way = doors.find_secret(Door.Kind.API_KEY, text.removeprefix(PREFIX))
    if way is None:
        return None
    with scope.enter(way.organization_id):
        rows = ApiKey.objects.select_related("membership__user").filter(pk=way.target, revoked_at=None)
        key = rows.filter(
            membership__deactivated_at=None,
            membership__user__is_active=True,
            membership__organization=F("organization"),
        ).first()
        if key is None:
            return None
        note_use(key, clock.now())
    return Program(key, way.organization_id)
