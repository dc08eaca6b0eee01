"""The pages of approval in a brand's settings stand beside each other."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import BrandRequest
from accounts.grants import Can


def tabs(request: BrandRequest, here: str) -> list[dict[str, object]]:
    """For components/tabs.html: those that she may open."""
    slug = request.brand.slug
    found = [("guests", _("Guests"), reverse("approvals:guests", args=[slug]))]
    if request.access.may(Can.SETTINGS):
        flow = reverse("approvals:flow", args=[slug])
        found = [
            ("rule", _("Whether"), reverse("calendar_app:approval", args=[slug])),
            ("post", _("Posts"), flow),
            ("reply", _("Replies"), f"{flow}?covers=reply"),
            *found,
        ]
    return [{"label": label, "url": url, "current": key == here} for key, label, url in found]
