"""The way into a brand: door, scope, right.

`@needs(Can.…)` is the only lock on pages under /b/<brand>/ and /o/<organization>/, `@framed` on a person's own pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts import membership
from accounts.grants import Can, granted
from accounts.models import Brand, Membership, Organization, User
from core import doors
from core.doors import Door
from core.ledger import Actor, By
from core.tenancy import scope


@dataclass(frozen=True, slots=True)
class Access:
    """What a person may do here. `brand` is None on pages of the organization.

    `raised` names the roles that single brands raise hers to, `counts` what the frame's places count (see count).
    """

    person: User
    organization: Organization
    membership: Membership
    brands: tuple[Brand, ...]
    grants: frozenset[Can]
    brand: Brand | None = None
    raised: Mapping[int, str | None] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def may(self, word: Can) -> bool:
        """Ask this, never for a role."""
        return word in self.grants

    def may_in(self, word: Can, brand_id: int) -> bool:
        """Whether she may do it in that brand, one of those she may see; ask on pages of the organization."""
        return word in self.words_in(brand_id)

    def words_in(self, brand_id: int) -> frozenset[Can]:
        """All that she may do in that brand; nothing in one that she does not see."""
        seen = any(brand.pk == brand_id for brand in self.brands)
        return granted(self.membership.role, self.raised.get(brand_id)) if seen else frozenset()

    def may_everywhere(self, word: Can) -> bool:
        """Whether she may do it in every brand, those to come among them."""
        return self.membership.all_brands and word in granted(self.membership.role)

    @property
    def by(self) -> By:
        """The person as the ledger writes her."""
        return by(self.person)


class AccessRequest(HttpRequest):
    """A request inside an organization: the scope is open."""

    access: Access


class BrandRequest(AccessRequest):
    """A request inside a brand: `access.brand` is there."""

    brand: Brand


class PersonRequest(HttpRequest):
    """A signed-in person's request to a page of her own (see framed)."""

    user: User
    access: Access | None


View = Callable[..., HttpResponseBase]

BRAND_COOKIE = "brand"
"""The slug of the brand that this browser was in last; it opens nothing by itself."""


def count_name(place: str, brand_id: int) -> str:
    """Under which name a place of one brand is counted."""
    return f"{place}.{brand_id}"


def by(person: User) -> By:
    """The person as the ledger writes her."""
    return By(Actor.PERSON, str(person.pk), str(person))


def needs(word: Can) -> Callable[[View], View]:
    """The view runs only for members with this right: 404 for strangers, 403 for members without it.

    It gets `request.access` and, under /b/<brand>/, `request.brand`; the slug is taken off its arguments. A GET runs in
    one transaction; under a former address it leads to the same page under today's.
    """

    def lock(view: View) -> View:
        @wraps(view)
        def locked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            slug = kwargs.pop("brand", None)
            organization = kwargs.pop("organization", None)
            with ExitStack() as stack:
                if request.method in {"GET", "HEAD"}:
                    stack.enter_context(transaction.atomic())
                opened = in_brand(request.user, slug) if slug else in_organization(request.user, organization)
                request.access = stack.enter_context(opened)
                request.brand = request.access.brand
                if not request.access.may(word):
                    raise PermissionDenied
                today = _address_of_today(request)
                return redirect(today) if today else view(request, *args, **kwargs)

        locked.needs = word  # type: ignore[attr-defined]
        return locked

    return lock


def _address_of_today(request: Any) -> str:
    """Where a page that was asked for by a former address of its brand or organization stands now; else ""."""
    if request.method not in {"GET", "HEAD"}:
        return ""
    access, match = request.access, request.resolver_match
    slugs = (
        {"organization": access.organization.slug} if access.brand is None else {"brand": access.brand.slug}
    )
    if all(match.kwargs[part] == slug for part, slug in slugs.items()):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return reverse(match.view_name, args=match.args, kwargs=match.kwargs | slugs) + (
        f"?{query}" if query else ""
    )


def framed(view: View) -> View:
    """A signed-in person's own page inside the frame of the brand she was in last.

    It gets `request.access`, None for a person without any brand; else its scope is open. A GET runs in one transaction.
    """

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with ExitStack() as stack:
            if request.method in {"GET", "HEAD"}:
                stack.enter_context(transaction.atomic())
            request.access = stack.enter_context(
                in_last_brand(request.user, request.COOKIES.get(BRAND_COOKIE, ""))
            )
            return view(request, *args, **kwargs)

    opened.own = True  # type: ignore[attr-defined]
    return opened


def owned(view: View) -> View:
    """A signed-in person's own page outside of any organization: no scope is open, nothing is asked beforehand."""

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    opened.own = True  # type: ignore[attr-defined]
    return opened


@contextmanager
def in_last_brand(person: User, slug: str) -> Iterator[Access | None]:
    """Open the scope of brand `slug` if the person may see it, else of her first brand; None when she has none.

    Ask while the database knows who she is (PersonMiddleware).
    """
    with ExitStack() as stack:
        access: Access | None
        try:
            access = stack.enter_context(in_brand(person, slug))
        except Http404:
            first = _first_brand(person)
            access = stack.enter_context(in_brand(person, first.slug)) if first else None
        yield access


def _first_brand(person: User) -> Brand | None:
    """Her own memberships are what a person may list without a scope."""
    mine = Membership._base_manager.filter(user=person, deactivated_at=None).order_by("pk")
    for organization_id in mine.values_list("organization_id", flat=True):
        with scope.enter(organization_id):
            brands = _access(person, brand_id=None).brands
        if brands:
            return brands[0]
    return None


@contextmanager
def in_brand(person: User, slug: str) -> Iterator[Access]:
    """Open a brand's scope for a person. Raises Http404 for strangers and unknown brands alike."""
    way = doors.find(Door.Kind.BRAND, slug)
    if way is None:
        raise Http404
    with scope.enter(way.organization_id):
        access = _access(person, brand_id=int(way.target))
    brand = access.brand
    if brand is None:
        raise Http404
    with scope.enter(way.organization_id, [brand.pk]):
        yield access


@contextmanager
def in_organization(person: User, slug: str) -> Iterator[Access]:
    """Open an organization's scope, with the brands that the person may see."""
    way = doors.find(Door.Kind.ORGANIZATION, slug)
    if way is None:
        raise Http404
    with scope.enter(way.organization_id):
        access = _access(person, brand_id=None)
    with scope.enter(way.organization_id, [brand.pk for brand in access.brands]):
        yield access


def _access(person: User, brand_id: int | None) -> Access:
    own = membership.of(person)
    if own is None:
        raise Http404
    member, limits = own.member, own.limits
    seen = {*limits, *own.team_brands}
    brands = tuple(
        brand for brand in Brand.objects.order_by("name", "pk") if member.all_brands or brand.pk in seen
    )
    brand = next((brand for brand in brands if brand.pk == brand_id), None)
    return Access(
        person=person,
        organization=member.organization,
        membership=member,
        brands=brands,
        grants=granted(member.role, limits.get(brand.pk) if brand else None),
        brand=brand,
        raised=limits,
        counts=_counted(own.counts, brands),
    )


def _counted(counts: Mapping[str, Any], brands: tuple[Brand, ...]) -> dict[str, int]:
    """What is counted for each brand gets a name for each, also where there is none."""
    found = {place: number for place, number in counts.items() if not membership.is_by_brand(place)}
    for place in counts.keys() - found.keys():
        numbers = {row["brand"]: row["number"] for row in counts[place] or ()}
        found |= {count_name(place, brand.pk): numbers.get(brand.pk, 0) for brand in brands}
    return found
