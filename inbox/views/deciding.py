"""What a person decides about an answer that stopped: try again, it is there, it is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from calendar_app.forms import AnswerForm
from inbox.services import deciding
from inbox.views.handling import answer
from inbox.views.replying import get_reply


@require_POST
@needs(Can.REPLY)
def again(request: BrandRequest, reply: UUID) -> HttpResponse:
    """Send what was refused or held."""
    found = get_reply(request, reply)
    deciding.try_again(found, by=request.access.by, approves=request.access.may(Can.APPROVE))
    return answer(request, found.conversation_id, _("It is tried again in some seconds."))


@require_POST
@needs(Can.REPLY)
def there(request: BrandRequest, reply: UUID) -> HttpResponse:
    """A person has seen it at the network."""
    found = get_reply(request, reply)
    deciding.it_is_there(found, "", by=request.access.by, about=_about(request))
    return answer(request, found.conversation_id, _("Marked as sent."))


@require_POST
@needs(Can.REPLY)
def resend(request: BrandRequest, reply: UUID) -> HttpResponse:
    """A person has looked and it is not there."""
    found = get_reply(request, reply)
    deciding.send_again(found, by=request.access.by, about=_about(request))
    return answer(request, found.conversation_id, _("It is sent once more."))


def _about(request: BrandRequest) -> UUID | None:
    form = AnswerForm(request.POST)
    return form.cleaned_data["about"] if form.is_valid() else None
