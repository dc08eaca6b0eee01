"""Plain words for what happened to a delivery: cause and next step. No network's own text, no ids."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery
from core.outbox.states import State

Words = str | Promise

REASONS: dict[str, Words] = {
    "worker_lost": _("The sending was interrupted after it began. We are looking whether the post is there."),
    "timeout": _("The network did not answer in time. We are looking whether the post is there."),
    "nobody_can_know": _(
        "The network took the post but never answered, and it cannot be asked. Look there yourself."
    ),
    "gave_up": _("The network was busy for too long and we gave up after several tries. Try again."),
    "expired_token": _("The network ended our key. Reconnect the channel, then the post goes out."),
    "disconnected": _("The channel was disconnected. Connect it again or cancel the post."),
    "not_cleared": _("The approval of this content was taken back. It needs a new one."),
    "file_missing": _("A picture of this post is not there any more. Add it again."),
    "text_too_long": _("The network says that the text is too long. Shorten it and try again."),
    "wrong_password": _("The network does not accept our key any more. Reconnect the channel."),
    "stopped_too_long": _(
        "Our sender was stopped for a moment, so it did not send. It tries again by itself."
    ),
    "unreachable": _("The network cannot be reached right now. We try again by ourselves."),
    "rate_limited": _("The network asks us to wait. We try again by ourselves."),
    "server_error": _("The network has trouble right now. We try again by ourselves."),
}

BY_STATE: dict[str, Words] = {
    State.REFUSED: _("The network refused the post. Change it and try again."),
    State.HELD: _("The post is held and will not go out by itself."),
    State.ASKING: _("The network may have taken the post, but nobody can tell. We have not sent it again."),
    State.EXPIRED: _("The time has passed without the post going out."),
    State.UNSURE: _("The network did not answer. We are looking whether the post is there."),
}


def reason(delivery: Delivery) -> Words:
    """Why the delivery stands where it stands, and what happens next."""
    fallback = BY_STATE.get(delivery.state, "")
    return REASONS.get(delivery.problem, fallback)
