"""`/u/<secret>/`: the link at a mail's end. Looking at it changes nothing; mail programs POST to it by one click (RFC 8058).

The secret alone opens it: whoever holds the mail may end such mails, and a mail program has neither cookie nor token.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from activity import kinds
from activity.models import Unsubscribe
from activity.services import unsubscribing
from core import doors
from core.doors import Door
from core.htmx import page
from core.tenancy import scope

NOT_FOUND = 404


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks; POST ends these mails, with `again` begins them again."""
    way = doors.find_secret(Door.Kind.UNSUBSCRIBE, secret)
    if way is None:
        return _quiet(page(request, "activity/unsubscribe.html", {"row": None}, status=NOT_FOUND))
    with scope.enter(way.organization_id):
        row = Unsubscribe.objects.select_related("person", "organization").get(pk=way.target)
        done = ""
        if request.method == "POST":
            is_on = "again" in request.POST
            unsubscribing.switch(row, is_on=is_on)
            done = "on" if is_on else "off"
        return _quiet(_show(request, row, done))


def _show(request: HttpRequest, row: Unsubscribe, done: str) -> HttpResponse:
    """In the language of the person whose mail it was."""
    with translation.override(row.person.language), timezone.override(ZoneInfo(row.person.zone)):
        context = {
            "row": row,
            "done": done,
            "what": kinds.named(row.kind).choice if row.kind else gettext("all mails that are no must"),
            "settings_url": reverse("activity:settings", args=[row.organization.slug]),
        }
        return page(request, "activity/unsubscribe.html", context)


def _quiet(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other page is told."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
