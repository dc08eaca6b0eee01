"""Pages of the frame itself: the list of all settings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, framed


@require_safe
@framed
def settings_index(request: PersonRequest) -> HttpResponse:
    """Everything that this person may set, with a sentence about each; the frame knows the list."""
    return render(request, "smm/settings.html")
