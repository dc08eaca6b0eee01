"""The base of every call: `needs` says for each method what it takes; the brand's scope is open while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Access, in_brand
from accounts.api.keys import KeyAuthentication, PersonAuthentication, Program
from accounts.api.once import once
from accounts.api.pace import Pace
from accounts.grants import Can
from accounts.models import Brand
from core.ledger import Actor, By
from core.problems import Renderer

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class RevisionWanted(APIException):
    """What is changed must be named as it was seen."""

    status_code = 428
    default_code = "revision_wanted"
    default_detail = _("Send If-Match with the revision that you have seen.")


class ApiView(APIView):
    """A call for whoever has a key or a session; without one the answer is 401."""

    authentication_classes = [KeyAuthentication, PersonAuthentication]
    permission_classes = []
    throttle_classes = [Pace]
    renderer_classes = [Renderer]
    own = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody comes in without saying who she is."""
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise NotAuthenticated


class BrandView(ApiView):
    """A call inside a brand. Strangers get 404, members and keys without the right 403."""

    needs: ClassVar[Mapping[str, Can]]
    access: Access
    brand: Brand
    slug: str
    own = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view says what it takes, as pages do."""
        view = super().as_view(**initkwargs)
        view.needs_by_method = dict(cls.needs)  # type: ignore[attr-defined]
        view.needs = next(iter(cls.needs.values()))  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, brand: str = "", **kwargs: Any) -> HttpResponseBase:
        """The scope is open until the answer is made."""
        self.slug = brand
        with ExitStack() as self._stack:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Door, scope, right; a GET runs in one transaction."""
        request._request.body  # noqa: B018 — read before it is parsed, so that `once` can tell calls apart
        super().initial(request, *args, **kwargs)
        if request.method in READS:
            self._stack.enter_context(transaction.atomic())
        self.access = self._stack.enter_context(in_brand(request.user, self.slug))  # type: ignore[arg-type]
        if isinstance(request.auth, Program):
            self.access = _by_key(self.access, request.auth)
        if self.access.brand is None:
            raise Http404
        self.brand = self.access.brand
        word = self.needs.get("GET" if request.method in READS else str(request.method))
        if word is not None and not self.access.may(word):
            raise PermissionDenied

    @property
    def by(self) -> By:
        """Who acts, as the ledger writes it."""
        program = self.request.auth
        if not isinstance(program, Program):
            return self.access.by
        person = self.access.person
        return By(Actor.KEY, f"{person.pk}:{program.key.pk.hex[:20]}", f"{program.key.name} ({person})")

    def once(self, request: Request, act: Any) -> Response:
        """Do `act()`, or give the answer that the same call got before (see accounts.api.once)."""
        return once(request, act)


def _by_key(access: Access, program: Program) -> Access:
    """The key opens its own organization only, and nothing that its words do not say."""
    if access.organization.pk != program.organization_id:
        raise Http404
    return replace(access, grants=access.grants & frozenset(program.key.words))


def revision_of(request: Request) -> int:
    """The revision of `If-Match: "7"`. Raises RevisionWanted when there is none or it is no number."""
    text = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > 9:
        raise RevisionWanted
    return int(text)


def with_revision(response: Response, revision: int) -> Response:
    """Say which revision the answer shows."""
    response["ETag"] = f'"{revision}"'
    return response
