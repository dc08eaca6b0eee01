"""`/b/<brand>/settings/approval/`: whether everything must be approved, and what changing that does."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models.organization import ReplyApproval
from accounts.services import policies
from calendar_app.services import requiring
from core.errors import NotAllowed
from core.htmx import done, page

ANSWERS = {"yes": True, "no": False}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.SETTINGS)
def approval(request: BrandRequest) -> HttpResponse:
    """POST required (yes or no) and was (what the page showed)."""
    if request.method != "POST":
        return _show(request)
    wanted, was = (ANSWERS.get(request.POST.get(name, "")) for name in ("required", "was"))
    if wanted is None or was is None:
        raise NotAllowed(_("Choose whether posts need approval."))
    held = requiring.require_approval(request.brand, required=wanted, was=was, by=request.access.by)
    here = reverse("calendar_app:approval", args=[request.brand.slug])
    return done(request, here, _words(wanted, held))


@require_POST
@needs(Can.SETTINGS)
def replies(request: BrandRequest) -> HttpResponse:
    """Whose replies need a yes: none, others, all."""
    wanted = request.POST.get("reply_approval", "")
    if wanted not in ReplyApproval.values:
        raise NotAllowed(_("Choose whose replies need approval."))
    held = policies.set_reply_approval(request.brand, wanted=ReplyApproval(wanted), by=request.access.by)
    here = reverse("calendar_app:approval", args=[request.brand.slug])
    return done(request, here, _reply_words(held))


def _show(request: BrandRequest) -> HttpResponse:
    policy = policies.of(request.brand)
    context = {
        "required": policy.approval_required,
        "scheduled": requiring.scheduled_without(request.brand),
        "reply_approval": policy.reply_approval,
        "reply_rules": ReplyApproval.choices,
    }
    return page(request, "calendar_app/approval.html", context)


def _words(required: bool, held: int) -> str:
    if not required:
        return _("Posts go out without approval from now on.")
    words = _("Nothing goes out without approval from now on.")
    if not held:
        return words
    more = ngettext(
        "%(number)d scheduled post is held until then.",
        "%(number)d scheduled posts are held until then.",
        held,
    )
    return f"{words} {more % {'number': held}}"


def _reply_words(held: int) -> str:
    words = _("Saved. It counts for replies from now on.")
    if not held:
        return words
    more = ngettext(
        "%(number)d reply that waited is held until it is approved.",
        "%(number)d replies that waited are held until they are approved.",
        held,
    )
    return f"{words} {more % {'number': held}}"
