"""What this room's events are called in the ledger: what people do with posts, and what publishing does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calendar_app.models import Delivery, Post
from connections import offered
from core import deeds
from core.deeds import Deed, Group, Named
from core.errors import Sentence

POSTS = Group("posts", _("Posts"), 5)
PUBLISHING = Group("publishing", _("Publishing"), 10)


def register() -> None:
    """Called once at start-up."""
    deeds.name("post", _posts)
    deeds.name("delivery", _deliveries)
    deeds.register(
        Deed("calendar_app.post_created", _("%(who)s wrote “%(what)s”"), POSTS, "pencil-line"),
        Deed("calendar_app.post_edited", _("%(who)s changed “%(what)s”"), POSTS, "pencil-line"),
        Deed("calendar_app.post_scheduled", _("%(who)s scheduled “%(what)s”"), POSTS, "clock"),
        Deed("calendar_app.post_sent_now", _("%(who)s sent “%(what)s” off at once"), POSTS, "send"),
        Deed(
            "calendar_app.post_unscheduled", _("%(who)s took “%(what)s” back to the drafts"), POSTS, "undo-2"
        ),
        Deed("calendar_app.post_trashed", _("%(who)s moved “%(what)s” to the trash"), POSTS, "trash-2"),
    )
    deeds.register(
        Deed("calendar_app.post_handed_over", _("%(who)s handed “%(what)s” over"), POSTS, "user-round"),
        Deed(
            "calendar_app.post_held_by_leaving",
            _("“%(what)s” is held because its author has left"),
            POSTS,
            "pause",
        ),
        Deed("calendar_app.delivery_held", _("%(who)s held “%(what)s” for %(delivery)s"), POSTS, "pause"),
        Deed("calendar_app.post_destroyed", _("%(who)s deleted a post for good"), POSTS, "trash-2"),
        Deed("calendar_app.post_restored", _("%(who)s took “%(what)s” out of the trash"), POSTS, "undo-2"),
        Deed("calendar_app.post_rezoned", _("%(who)s moved “%(what)s” to another time zone"), POSTS, "globe"),
    )
    register_deliveries()
    register_steps()


def register_deliveries() -> None:
    """What people do with a post on one channel."""
    deeds.register(
        _on(
            "calendar_app.delivery_cancelled", _("%(who)s cancelled “%(what)s” for %(delivery)s"), "circle-x"
        ),
        _on(
            "calendar_app.delivery_moved",
            _("%(who)s gave “%(what)s” a new time on %(delivery)s"),
            "calendar-clock",
        ),
        _on(
            "calendar_app.delivery_put_back",
            _("%(who)s took the decision about “%(what)s” on %(delivery)s back"),
            "undo-2",
        ),
        _on("calendar_app.delivery_seen", _("%(who)s saw “%(what)s” on %(delivery)s"), "eye"),
        _on(
            "calendar_app.delivery_sent_again",
            _("%(who)s did not see “%(what)s” on %(delivery)s and sent it again"),
            "send",
        ),
        _on(
            "calendar_app.delivery_tried_again",
            _("%(who)s asked to try “%(what)s” on %(delivery)s again"),
            "send",
        ),
    )


def register_steps() -> None:
    """What publishing does with it."""
    deeds.register(
        _step("started", _("“%(what)s” was locked for sending to %(delivery)s"), "lock"),
        _step("live", _("“%(what)s” is published on %(delivery)s"), "check"),
        _step("refused", _("%(delivery)s refused “%(what)s”"), "triangle-alert"),
        _step("put_off", _("“%(what)s” was put off for %(delivery)s"), "clock"),
        _step("lost_sight", _("No answer from %(delivery)s about “%(what)s”"), "circle-question-mark"),
        _step("looked", _("We looked for “%(what)s” on %(delivery)s"), "search"),
        _step("not_found", _("“%(what)s” is not on %(delivery)s: sending again is safe"), "search"),
        _step("asked", _("A person must look for “%(what)s” on %(delivery)s"), "circle-question-mark"),
        _step("expired", _("“%(what)s” expired for %(delivery)s"), "calendar-x-2"),
        _step("held", _("“%(what)s” was held for %(delivery)s"), "pause"),
    )


def _on(kind: str, words: Sentence, icon: str) -> Deed:
    return Deed(kind, words, POSTS, icon)


def _step(name: str, words: Sentence, icon: str) -> Deed:
    return Deed(f"publishing.{name}", words, PUBLISHING, icon)


def _posts(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = Post.objects.filter(pk__in=ids).select_related("brand", "version")
    return {str(row.pk): _post(row) for row in rows}


def _post(row: Post) -> Named:
    return Named(row.headline, reverse("calendar_app:post", args=[row.brand.slug, row.pk]))


def _deliveries(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = Delivery.objects.filter(pk__in=ids).select_related("channel")
    return {
        str(row.pk): Named(f"{offered.name_of(row.channel.network)} · {row.channel.handle}") for row in rows
    }
