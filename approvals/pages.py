"""What the pages of this room tell the rooms below at start-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts import membership
from accounts.grants import Can
from activity.mail.letters import on_many
from approvals import comparing
from approvals.deeds import APPROVALS
from approvals.selectors import listing
from approvals.services import asking, crowds
from calendar_app import panels
from calendar_app.document import Document, from_bytes
from calendar_app.models import PostVersion
from calendar_app.panels import Panel
from core import deeds
from core.deeds import Deed
from core.errors import Sentence
from core.navigation import Place
from core.navigation import register as register_place
from core.outbox.clearance import Clearance

PANELS = (
    Panel(
        "approval", "post", "approvals:trail", _("Approval"), Can.VIEW, order=10, titled=True, at_once=True
    ),
    Panel("talk", "post", "approvals:talk", _("Talk"), Can.VIEW, order=20, titled=True, at_once=True),
)
"""On the page of a post."""


def register() -> None:
    """Called once, when all models are there."""
    comparing.register(Clearance.Covers.POST, documents)
    asking.on_asked(crowds.ask)
    on_many(asking.ASKED, crowds.send)
    membership.count_by_brand("approvals", listing.counted)
    register_place(
        Place(
            "approvals",
            _("Approvals"),
            "badge-check",
            "approvals:queue",
            order=25,
            keys="g a",
            words=_("approve, review, sign off"),
        )
    )
    for panel in PANELS:
        panels.register(panel)
    deeds.register(
        _on("commented", _("%(who)s said something about “%(what)s”"), "message-square-text"),
        _on("comment_resolved", _("%(who)s settled a comment on “%(what)s”"), "check"),
        _on("guest_invited", _("%(who)s invited %(name)s as a guest"), "user-round"),
        _on("guest_sent_again", _("%(who)s sent %(name)s the link again"), "send"),
        _on("guest_revoked", _("%(who)s took the link of %(name)s back"), "circle-x"),
        _on("link_refused", _("%(who)s tried the link of %(name)s in vain"), "shield-check"),
        _on("link_used", _("%(who)s decided about “%(what)s” by a mail’s link"), "send"),
    )


def documents(versions: Collection[UUID]) -> Mapping[UUID, Document]:
    """Posts' versions, in one query."""
    rows = PostVersion.objects.filter(pk__in=versions).only("canonical")
    return {row.pk: from_bytes(row.canonical) for row in rows}


def _on(name: str, words: Sentence, icon: str) -> Deed:
    return Deed(f"approvals.{name}", words, APPROVALS, icon)
