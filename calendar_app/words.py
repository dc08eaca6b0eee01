"""Plain words for what happened to a delivery: cause and next step. No network's own text, no ids."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery
from core.outbox.states import State

Words = str | Promise

REASONS: dict[str, Words] = {
    "worker_lost": _("The sending was interrupted after it began. We are looking whether the post is there."),
    "no_answer": _("The network did not answer in time. We are looking whether the post is there."),
    "server_trouble": _("The network has trouble right now. We go on by ourselves."),
    "unreadable_answer": _("The network answered something we cannot read. We are checking what it did."),
    "nobody_can_know": _(
        "The network took the post but never answered, and it cannot be asked. Look there yourself."
    ),
    "gave_up": _("The network was busy for too long and we gave up after several tries. Try again."),
    "rate_limited": _("The network asks us to wait. We try again by ourselves."),
    "unreachable": _("The network cannot be reached right now. We try again by ourselves."),
    "written_at_once": _("The account was busy with another change. We try again by ourselves."),
    "picture_lost": _("The network lost the picture on the way. We send it again by ourselves."),
    "stopped_too_long": _(
        "Our sender was stopped for a moment, so it did not send. It tries again by itself."
    ),
    "not_seen_yet": _("It is not there yet. We look once more before anything is sent again."),
    "not_found": _("It is surely not there."),
    "sign_in_again": _(
        "The network does not accept our key any more. Reconnect the channel, then the post goes out."
    ),
    "session_ended": _("The network ended our key. Reconnect the channel, then the post goes out."),
    "permission_missing": _("We are not allowed to post there any more. Reconnect the channel and allow it."),
    "account_closed": _(
        "The network has closed or suspended this account. Sort it out there, then reconnect."
    ),
    "wrong_account": _("The key belongs to another account. Reconnect the channel with the right one."),
    "no_keys": _("This channel has no key any more. Reconnect it, then the post goes out."),
    "disconnected": _("The channel was disconnected. Connect it again or cancel the post."),
    "not_cleared": _("The approval of this content was taken back. It needs a new one."),
    "file_missing": _("A picture of this post is not there any more. Add it again."),
    "picture_refused": _("The network did not take the picture. Use another one and try again."),
    "content_refused": _("The network did not take this content. Change it and try again."),
    "text_too_long": _("The network says that the text is too long. Shorten it and try again."),
    "rejected": _("The network took the post and then rejected it. Change it and try again."),
    "server_forbidden": _("The address of this server is not one we may speak to. Reconnect the channel."),
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
