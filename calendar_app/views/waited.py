"""What waited, as templates show it: everything ready, nothing to look up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Brand
from accounts.selectors.holds import Pause
from calendar_app.models import Delivery
from calendar_app.selectors.waiting import LATE_EXPIRED, MEDIA_AWAY, Group, Total, Waited
from calendar_app.states import SHOWN, Shown
from calendar_app.views.saying import late_words
from calendar_app.words import REASONS
from connections import offered
from core.outbox.states import State
from media_library import addresses

HEADINGS: dict[str, tuple[str, str | Promise, str | Promise]] = {
    Delivery.Held.RESTORED: (
        "history",
        gettext_lazy("After the restore from a backup"),
        gettext_lazy(
            "Our data came back from a backup, so these may be published already. "
            "Look there first; then say that it is there already, or send it."
        ),
    ),
    MEDIA_AWAY: (
        "hard-drive",
        gettext_lazy("Their pictures and videos could not be read"),
        gettext_lazy(
            "The disk with the files was full or away, so we stopped; not one of them is out. "
            "Tell whoever runs this server; when the disk works again, send them now or give them a new time."
        ),
    ),
    Delivery.Held.BROKEN: (
        "triangle-alert",
        gettext_lazy("Stopped after a fault of ours"),
        gettext_lazy(
            "Our sender broke down at these several times, so we stopped; not one of them is out. "
            "Send them again; if they stop again, tell whoever runs this server."
        ),
    ),
    Delivery.Held.PAUSED: (
        "pause",
        gettext_lazy("Came due while publishing was paused"),
        gettext_lazy("Not one of these is out. Send them now, give them a new time, or skip them."),
    ),
    Delivery.Held.LATE: (
        "alarm-clock",
        gettext_lazy("Too late to go out by itself"),
        gettext_lazy(
            "These could not go out in time and are later than this brand allows. "
            "Send them now, give them a new time, or skip them."
        ),
    ),
    LATE_EXPIRED: (
        "calendar-x-2",
        gettext_lazy("Expired, because it was too late"),
        gettext_lazy(
            "These could not go out in time, and this brand lets late posts expire. "
            "Send them now or give them a new time, if they still fit."
        ),
    ),
}
"""Icon, heading and what is to be known about all of them, for each reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery. `is_paused`: a pause still covers it, so it cannot be sent yet."""

    delivery: Delivery
    title: str
    url: str
    thumb: str
    network: str
    late: str
    is_paused: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The deliveries of one reason. `all_url` comes with all of them chosen; "" when they are."""

    reason: str
    icon: str
    heading: str | Promise
    sentence: str | Promise
    rows: list[Row]
    all_url: str


@dataclass(frozen=True, slots=True)
class Line:
    """All deliveries of one reason as one line of "needs you"."""

    icon: str
    heading: str | Promise
    text: str
    shown: Shown
    since: datetime | None


def line(total: Total) -> Line:
    """A lonely one is named by its headline, more are counted."""
    icon, heading, sentence = HEADINGS[total.reason]
    if total.count == 1 and total.headline:
        names = {"headline": total.headline, "sentence": REASONS[total.reason]}
        text = _("“%(headline)s”: %(sentence)s") % names
    else:
        words = ngettext("%(number)d post. %(sentence)s", "%(number)d posts. %(sentence)s", total.count)
        text = words % {"number": total.count, "sentence": sentence}
    shown = SHOWN[State.EXPIRED if total.reason == LATE_EXPIRED else State.HELD]
    return Line(icon, heading, text, shown, total.since)


def parts(brand: Brand, groups: Sequence[Group], pauses: Sequence[Pause], chosen_reason: str) -> list[Part]:
    """The groups of the page; all rows of `chosen_reason` are chosen."""
    here = reverse("calendar_app:waiting", args=[brand.slug])
    return [_part(brand, group, pauses, here, is_chosen=group.reason == chosen_reason) for group in groups]


def rows(
    brand: Brand, waited: Sequence[Waited], pauses: Sequence[Pause], *, is_chosen: bool = False
) -> list[Row]:
    """The deliveries one by one."""
    return [_row(brand, one, pauses, is_chosen=is_chosen) for one in waited]


def _part(brand: Brand, group: Group, pauses: Sequence[Pause], here: str, *, is_chosen: bool) -> Part:
    icon, heading, sentence = HEADINGS[group.reason]
    return Part(
        reason=group.reason,
        icon=icon,
        heading=heading,
        sentence=sentence,
        rows=rows(brand, group.rows, pauses, is_chosen=is_chosen),
        all_url="" if is_chosen else f"{here}?all={group.reason}",
    )


def _row(brand: Brand, one: Waited, pauses: Sequence[Pause], *, is_chosen: bool) -> Row:
    delivery = one.delivery
    post = delivery.post
    return Row(
        delivery=delivery,
        title=post.headline or _("Without words"),
        url=reverse("calendar_app:post", args=[brand.slug, post.pk]),
        thumb=addresses.address(post.cover, "thumb") if post.cover else "",
        network=offered.name_of(delivery.channel.network),
        late=late_words(one.minutes_late),
        is_paused=any(pause.covers(delivery.channel_id) for pause in pauses),
        is_chosen=is_chosen,
    )
