"""What this room's events are called in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import deeds
from core.deeds import Deed, Group, Named
from core.errors import Sentence
from inbox.models import Conversation

INBOX = Group("inbox", _("Inbox"), 15)


def register() -> None:
    """Called once at start-up."""
    deeds.name("conversation", _conversations)
    register_handling()
    register_replies()
    register_steps()
    register_settings()


def register_handling() -> None:
    """Who answers, and when."""
    deeds.register(
        _deed("conversation_assigned", _("%(who)s gave the conversation with %(what)s away"), "user-round"),
        _deed("conversation_closed", _("%(who)s closed the conversation with %(what)s"), "check"),
        _deed("conversation_reopened", _("%(who)s opened the conversation with %(what)s again"), "undo-2"),
        _deed("conversation_snoozed", _("%(who)s put the conversation with %(what)s off"), "clock"),
        _deed("conversation_woken", _("The conversation with %(what)s is back"), "alarm-clock"),
        _deed("conversation_waits", _("%(who)s waits for an answer of %(what)s"), "hourglass"),
        _deed("conversation_prioritized", _("%(who)s changed how urgent %(what)s is"), "flag"),
        _deed("conversation_labelled", _("%(who)s put a label on the conversation with %(what)s"), "tag"),
        _deed("conversation_unlabelled", _("%(who)s took a label off the conversation with %(what)s"), "tag"),
        _deed("note_written", _("%(who)s wrote a note about %(what)s"), "sticky-note"),
        _deed("message_liked", _("%(who)s liked what %(what)s said"), "heart"),
        _deed("message_unliked", _("%(who)s likes what %(what)s said no longer"), "heart"),
        _deed("message_hidden", _("%(who)s hid what %(what)s said"), "eye-off"),
        _deed("message_shown", _("%(who)s showed what %(what)s said again"), "eye"),
    )


def register_replies() -> None:
    """What people do with replies."""
    deeds.register(
        _deed("reply_written", _("%(who)s answered %(what)s"), "reply"),
        _deed("reply_edited", _("%(who)s changed the answer to %(what)s"), "pencil-line"),
        _deed("reply_withdrawn", _("%(who)s took the answer to %(what)s back"), "undo-2"),
        _deed("reply_tried_again", _("%(who)s asked to try the answer to %(what)s again"), "send"),
        _deed("reply_seen", _("%(who)s saw the answer to %(what)s"), "eye"),
        _deed("reply_sent_again", _("%(who)s did not see the answer to %(what)s and sent it again"), "send"),
    )


def register_steps() -> None:
    """What sending does with them."""
    deeds.register(
        _deed("reply_started", _("The answer to %(what)s was locked for sending"), "lock"),
        _deed("reply_live", _("The answer to %(what)s is sent"), "check"),
        _deed("reply_heard", _("The answer to %(what)s was heard at the network: it is sent"), "check"),
        _deed("reply_refused", _("The answer to %(what)s was refused"), "triangle-alert"),
        _deed("reply_put_off", _("The answer to %(what)s was put off"), "clock"),
        _deed("reply_lost_sight", _("No word of the answer to %(what)s"), "circle-question-mark"),
        _deed("reply_held", _("The answer to %(what)s was held"), "pause"),
        _deed("reply_looked", _("We looked for the answer to %(what)s"), "search"),
        _deed("reply_not_found", _("The answer to %(what)s is not there: sending again is safe"), "search"),
        _deed("reply_asked", _("A person must look for the answer to %(what)s"), "circle-question-mark"),
    )


def register_settings() -> None:
    """How a brand answers."""
    deeds.register(
        _deed("label_made", _("%(who)s made the label “%(label)s”"), "tag"),
        _deed("label_deleted", _("%(who)s deleted the label “%(label)s”"), "trash-2"),
        _deed("saved_reply_made", _("%(who)s saved the reply “%(title)s”"), "bookmark"),
        _deed("saved_reply_changed", _("%(who)s changed the saved reply “%(title)s”"), "bookmark"),
        _deed("saved_reply_deleted", _("%(who)s deleted the saved reply “%(title)s”"), "trash-2"),
        _deed("promise_changed", _("%(who)s changed how soon %(what)s answers"), "alarm-clock"),
        _deed(
            "promise_withdrawn", _("%(who)s ended the promise of %(what)s to answer in time"), "alarm-clock"
        ),
    )


def _deed(name: str, words: Sentence, icon: str) -> Deed:
    return Deed(f"inbox.{name}", words, INBOX, icon)


def _conversations(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = Conversation.objects.filter(pk__in=ids).select_related("brand").defer("folded")
    return {str(row.pk): _named(row) for row in rows}


def _named(row: Conversation) -> Named:
    return Named(row.customer, reverse("inbox:conversation", args=[row.brand.slug, row.pk]))
