"""What a person decides about one destination of a post."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app.forms import AnswerForm, SeenForm
from calendar_app.models import Delivery
from calendar_app.services import deciding
from core.errors import Sentence
from core.htmx import done


@require_POST
@needs(Can.SCHEDULE)
def cancel(request: BrandRequest, delivery: UUID) -> HttpResponse:
    """It will not go out there."""
    found = _get(delivery)
    deciding.cancel(found, by=request.access.by)
    return _back(request, found, _("Cancelled for %(channel)s.") % {"channel": found.channel.handle})


@require_POST
@needs(Can.SCHEDULE)
def again(request: BrandRequest, delivery: UUID) -> HttpResponse:
    """Send what failed, was held or expired."""
    found = _get(delivery)
    deciding.try_again(found, by=request.access.by)
    return _back(
        request, found, _("It is on its way to %(channel)s again.") % {"channel": found.channel.handle}
    )


@require_POST
@needs(Can.SCHEDULE)
def there(request: BrandRequest, delivery: UUID) -> HttpResponse:
    """A person has seen it."""
    found = _get(delivery)
    form = SeenForm(request.POST)
    address = form.cleaned_data["address"] if form.is_valid() else str(request.POST.get("address", ""))[:500]
    deciding.it_is_there(found, address, by=request.access.by, about=_about(form))
    return _back(request, found, _("Marked as published on %(channel)s.") % {"channel": found.channel.handle})


@require_POST
@needs(Can.SCHEDULE)
def resend(request: BrandRequest, delivery: UUID) -> HttpResponse:
    """A person has looked and it is not there."""
    found = _get(delivery)
    deciding.send_again(found, by=request.access.by, about=_about(AnswerForm(request.POST)))
    return _back(
        request, found, _("It is sent to %(channel)s once more.") % {"channel": found.channel.handle}
    )


def _about(form: AnswerForm) -> UUID | None:
    """The attempt named by the page, None when it names none."""
    form.is_valid()
    about: UUID | None = form.cleaned_data.get("about")
    return about


def _get(delivery: UUID) -> Delivery:
    rows = Delivery.objects.select_related("channel", "post__brand", "version").filter(post__trashed_at=None)
    found: Delivery = get_object_or_404(rows, pk=delivery)
    return found


def _back(request: BrandRequest, delivery: Delivery, sentence: Sentence) -> HttpResponse:
    there = reverse("calendar_app:post", args=[request.brand.slug, delivery.post_id])
    return done(request, there, sentence)
