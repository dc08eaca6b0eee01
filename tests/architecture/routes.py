"""Every address of the product, classified. A route that fits no class is a failure, so nothing is forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.grants import Can


class Kind(StrEnum):
    """Who may come in, and how the tenant is found."""

    BRAND = "brand"
    ORGANIZATION = "organization"
    PERSON = "person"
    PUBLIC = "public"
    LINK = "link"


PUBLIC = {
    "home": "leads on to sign-in",
    "inbox:hook": "told by networks; each body is signed",
    "healthz": "asked by the process supervisor",
    "readyz": "asked by the load balancer",
    "metrics": "asked by Prometheus with a token of its own",
    "status": "what works now, without anything of anybody",
    "styleguide": "for developers; outside of development there is none",
    "mailbox": "for developers; outside of development there is none",
    "mailbox_letter": "for developers; outside of development there is none",
    "set_language": "a cookie, for people who are not signed in too",
    "set_theme": "a cookie, for people who are not signed in too",
    "api:openapi": "the API's own description, without anything of anybody",
    "api:docs": "the same to read",
    "account_login": "sign-in",
    "account_logout": "the end of it",
    "account_signup": "where OPEN_SIGNUP allows it",
    "account_inactive": "told to those whose account is closed",
    "account_email_verification_sent": "after sign-up",
    "account_confirm_login_code": "second step of sign-in",
    "mfa_authenticate": "second step of sign-in",
    "mfa_login_webauthn": "sign-in",
    "account_reset_password": "for those who cannot sign in",
    "account_reset_password_done": "for those who cannot sign in",
    "account_reset_password_from_key_done": "for those who cannot sign in",
}
"""Pages for everybody, with the reason."""

LINKS = {
    "account_confirm_email": "the key of the mail",
    "account_reset_password_from_key": "the key of the mail",
    "accounts:invitation_link": "the secret of the mail",
    "accounts:invitation": "the session that the secret was exchanged for",
    "activity:unsubscribe": "the secret of the mail",
    "analytics:short": "the code of a link that a member made to be followed by everybody",
    "analytics:shared": "the secret of the link, and a PIN if there is one",
    "analytics:report_link": "the secret of the mail",
    "analytics:report_link_pdf": "the secret of the mail",
    "analytics:report_link_xlsx": "the secret of the mail",
    "analytics:report_link_end": "the secret of the mail",
    "approvals:link": "the secret of the mail",
    "approvals:letter": "the session that the secret was exchanged for",
    "approvals:letter_undo": "the session that the secret was exchanged for",
    "approvals:letter_talk": "the session that the secret was exchanged for",
    "approvals:guest": "the session that the guest's secret was exchanged for",
    "approvals:guest_letter": "the session that the guest's secret was exchanged for",
    "approvals:guest_undo": "the session that the guest's secret was exchanged for",
    "approvals:guest_talk": "the session that the guest's secret was exchanged for",
    "approvals:picture": "the address is signed by us and stands in mails",
    "media_library:file": "the address is signed for ten minutes",
}
"""Pages for whoever holds a secret."""

PERSONAL = {"account_email", "account_change_password", "account_set_password", "account_reauthenticate"} | {
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
"""Pages of a signed-in person that a library brings."""

GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.)*\)")
CONVERTED = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address. `name` has its namespaces in front, `keys` are the parts that change."""

    pattern: str
    name: str
    view: Callable[..., Any]
    keys: tuple[str, ...]

    @property
    def needs(self) -> Can | None:
        """The right without which the view does not run."""
        return getattr(self.view, "needs", None)

    @property
    def is_open(self) -> bool:
        """Whether people who are not signed in reach the view."""
        return getattr(self.view, "login_required", True) is False

    def needs_for(self, method: str) -> Can | None:
        """The right that this method takes: pages have one, calls of the API one for each method."""
        by_method = getattr(self.view, "needs_by_method", None)
        return self.needs if by_method is None else by_method.get(method)

    @property
    def is_call(self) -> bool:
        """Whether it is the API's: keys and sessions are looked at by the view itself, which answers 401."""
        return self.pattern.startswith("api/v1/") and hasattr(self.view, "cls")

    def kind(self) -> Kind | None:
        """None when nobody said who may come in."""
        if self.is_call:
            return self._kind_of_call()
        if self.pattern.startswith("b/<slug:brand>/"):
            return Kind.BRAND if self.needs and not self.is_open else None
        if self.pattern.startswith("o/<slug:organization>/"):
            return Kind.ORGANIZATION if self.needs and not self.is_open else None
        if self.needs is not None:
            return None
        return self._kind_of_open() if self.is_open else self._kind_of_own()

    def _kind_of_call(self) -> Kind | None:
        if self.pattern.startswith("api/v1/brands/<slug:brand>/"):
            return Kind.BRAND if hasattr(self.view, "needs_by_method") else None
        return Kind.PERSON if getattr(self.view.cls, "own", False) else self._kind_of_open()  # type: ignore[attr-defined]

    def _kind_of_open(self) -> Kind | None:
        return Kind.PUBLIC if self.name in PUBLIC else Kind.LINK if self.name in LINKS else None

    def _kind_of_own(self) -> Kind | None:
        is_own = self.name in PERSONAL or (
            self.pattern.startswith("me/") and getattr(self.view, "own", False)
        )
        return Kind.PERSON if is_own else None

    def address(self, values: dict[str, str]) -> str:
        """The path with every part filled in; KeyError names a part that `values` does not know."""
        plain = self.pattern.replace("^", "").replace("$", "").replace("\\Z", "")
        filled = GROUP.sub(lambda match: values[match[1]], plain)
        return "/" + CONVERTED.sub(lambda match: values[match[1]], filled)


def routes() -> list[Route]:
    """All of them, as Django resolves them."""
    return list(_walk(get_resolver(), "", ""))


def of(*kinds: Kind) -> list[Route]:
    """Those of some kinds."""
    return [route for route in routes() if route.kind() in kinds]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            keys = (*GROUP.findall(pattern), *CONVERTED.findall(GROUP.sub("", pattern)))
            yield Route(pattern, f"{namespace}{entry.name}", entry.callback, keys)
