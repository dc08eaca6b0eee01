"""The product's addresses, and one more: a view that reads one row and answers. What any page is compared with."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import path

from accounts.models import User
from smm.urls import urlpatterns as products


@login_not_required
def row(request: HttpRequest) -> JsonResponse:
    """One row by its primary key."""
    return JsonResponse(User.objects.filter(pk=int(request.GET["pk"])).values("pk", "name").first() or {})


urlpatterns = [path("bare/", row, name="bare"), *products]
