"""Plain words for what happened to a delivery: cause and next step. No network's own text, no ids.

What went wrong at the network stands in connections.sentences; here is only what this engine decides by itself.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery
from connections import sentences
from core.outbox.states import State

Words = str | Promise

REASONS: dict[str, Words] = {
    "worker_lost": _("The sending was interrupted after it began. We are looking whether the post is there."),
    "nobody_can_know": _(
        "The network took the post but never answered, and it cannot be asked. Look there yourself."
    ),
    "stopped_too_long": _(
        "Our sender was stopped for a moment, so it did not send. It tries again by itself."
    ),
    "not_started": _("It waits for our sender and goes out by itself. Nothing to do for you."),
    "not_seen_yet": _("It is not there yet. We look once more before anything is sent again."),
    "not_found": _("It is surely not there."),
    "disconnected": _("The channel was disconnected. Connect it again or cancel the post."),
    "not_cleared": _("The approval of this content was taken back. It needs a new one."),
    "approval_wanted": _(
        "It was scheduled before this brand wanted every post approved. It goes out once it is approved."
    ),
    "not_approved": _(
        "Nobody had approved it when its time came. It goes out once it is approved, or give it a new time."
    ),
    "approval_expired": _("Nobody had approved it when its time came, so it expired. Give it a new time."),
    "zone_not_cleared": _(
        "The brand moved to another time zone, and the approval was for another time. It needs a new one."
    ),
    "zone_over": _(
        "Its time was over already when the brand moved to another time zone. Send it now or give it a new time."
    ),
    "paused": _("Publishing was paused when its time came. Send it now, give it a new time, or skip it."),
    "late": _(
        "It could not go out in time and is later than this brand allows. Send it now, give it a new time, or skip it."
    ),
    "late_expired": _(
        "It could not go out in time, and this brand lets late posts expire. "
        "Send it now or give it a new time, if it still fits."
    ),
    "restored": _(
        "Our data came back from a backup, so this may be published already. Look there before you send it."
    ),
    "author_left": _(
        "Whoever wrote it has left the organization. Send it, give it a new time, or cancel it."
    ),
    "broken": _(
        "Our sender broke down at this post several times, so we stopped. "
        "If it is not there, send it; if it stops again, tell whoever runs this server."
    ),
    "media_away": _(
        "The disk with its files was full or away for so long that we stopped trying. Nothing was sent. "
        "Tell whoever runs this server; when the disk works again, send it now or give it a new time."
    ),
}

BY_STATE: dict[str, Words] = {
    State.REFUSED: _("The network refused the post. Change it and try again."),
    State.HELD: _("The post is held and will not go out by itself."),
    State.ASKING: _("The network may have taken the post, but nobody can tell. We have not sent it again."),
    State.EXPIRED: _("The time has passed without the post going out."),
    State.UNSURE: _("The network did not answer. We are looking whether the post is there."),
}


def sentence(code: str, network: str) -> Words:
    """What a code means for a post at `network` (its key); "" for no code."""
    return REASONS.get(code) or (sentences.of_post(code, network) if code else "")


def reason(delivery: Delivery) -> Words:
    """Why the delivery stands where it stands, and what happens next. Join its channel to save a query."""
    if not delivery.problem:
        return BY_STATE.get(delivery.state, "")
    return sentence(delivery.problem, delivery.channel.network)
