"""What whoever asks may do, and where."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Access, in_organization
from accounts.api.keys import Program
from accounts.api.view import ApiView
from accounts.models import Membership
from core.tenancy import scope


class BrandShown(serializers.Serializer[Any]):
    """A brand and the words that are granted there."""

    slug = serializers.CharField()
    name = serializers.CharField()
    zone = serializers.CharField()
    language = serializers.CharField()
    organization = serializers.CharField()
    may = serializers.ListField(child=serializers.CharField())


class Brands(serializers.Serializer[Any]):
    """All brands that are open to whoever asks."""

    items = BrandShown(many=True)


class MyBrands(ApiView):
    """The brands that whoever asks may see."""

    @extend_schema(responses=Brands, operation_id="brands_list", tags=["brands"])
    def get(self, request: Request) -> Response:
        """All of them, with what may be done there."""
        items: list[dict[str, Any]] = []
        for slug in _organizations(request):
            with in_organization(request.user, slug) as access:  # type: ignore[arg-type]
                items += _shown(access, request)
        return Response({"items": items})


def _organizations(request: Any) -> list[str]:
    """The organization of the key, or all of a person's."""
    if isinstance(request.auth, Program):
        with scope.enter(request.auth.organization_id):
            return [request.auth.key.membership.organization.slug]
    mine = Membership._base_manager.filter(user=request.user, deactivated_at=None)
    return list(mine.order_by("pk").values_list("organization__slug", flat=True))


def _shown(access: Access, request: Any) -> list[dict[str, Any]]:
    words = frozenset(request.auth.key.words) if isinstance(request.auth, Program) else None
    return [
        {
            "slug": brand.slug,
            "name": brand.name,
            "zone": brand.zone,
            "language": brand.language,
            "organization": access.organization.name,
            "may": sorted(word for word in access.words_in(brand.pk) if words is None or word in words),
        }
        for brand in access.brands
    ]
