"""An answer that is not out (yet): its state in one word, why it stands where it stands, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connections import offered, sentences
from core.outbox.states import State
from inbox.models import Conversation, Reply
from inbox.services.requiring import WANTED

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do with an answer: a POST to `url`. `into_box`: its text comes back into the box.

    `about` is the attempt that a question is about.
    """

    url: str
    word: str
    icon: str
    is_first: bool = False
    into_box: bool = False
    question: str = ""
    key: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of an answer as people read it. `leaves_in`: seconds in which it can be taken back, 0 for none;
    `edit_word`: what changing it is called, "" where it cannot be."""

    tone: str
    icon: str
    word: Words
    sentence: Words = ""
    leaves_in: int = 0
    acts: list[Act] = field(default_factory=list)
    way_url: str = ""
    way_word: str = ""
    edit_word: str = ""


HELD: dict[str, Words] = {
    Reply.Held.APPROVAL: gettext_lazy("It goes out by itself as soon as somebody with that right says yes."),
    Reply.Held.RECONNECT: gettext_lazy(
        "The channel has locked us out. Reconnect it, then send the answer again."
    ),
    Reply.Held.WITHDRAWN: gettext_lazy("The yes to this answer was taken back. It needs a new one."),
    Reply.Held.PAUSED: gettext_lazy(
        "Publishing is paused, and that holds for answers too. Send it after the pause."
    ),
    Reply.Held.RESTORED: gettext_lazy(
        "Our data came back from a backup, so this may be out already. Look there before you send it."
    ),
    Reply.Held.BROKEN: gettext_lazy(
        "Our sender broke down at this answer several times, so we stopped. It is not out; send it again."
    ),
}
"""Why an answer is held, and what ends it."""
HELD_BY_RULE: dict[str, Words] = {
    Reply.Held.APPROVAL: gettext_lazy(
        "Answers of this brand need approval now. It goes out by itself as soon as somebody with that right says yes."
    ),
    Reply.Held.WITHDRAWN: gettext_lazy(
        "Answers of this brand need approval now, and nobody could be asked about this one. Change it to ask again."
    ),
}
"""The same where a new rule of the brand holds what waited."""


def shown(
    reply: Reply, conversation: Conversation, *, now: datetime, may_connect: bool, may_approve: bool
) -> Shown:
    """Everything that is said about the answer."""
    slug = conversation.brand.slug
    if reply.state == State.WAITING:
        return _waiting(reply, slug, now)
    if reply.state == State.HELD:
        return _held(reply, conversation, slug, may_connect=may_connect, may_approve=may_approve)
    if reply.state in (State.REFUSED, State.EXPIRED):
        return _refused(reply, conversation, slug, may_connect=may_connect)
    if reply.state == State.DRAFT:
        return Shown("draft", "pencil-line", _("Draft"), acts=[_again(slug, reply), _back(slug, reply)])
    return _left(reply, slug, conversation.channel.network)


def _left(reply: Reply, slug: str, network: str) -> Shown:
    """It may be out already."""
    if reply.state == State.ASKING:
        return _asking(reply, slug, network)
    if reply.state == State.UNSURE:
        words = _("%(network)s did not answer. We are looking whether it is there; nothing is sent twice.")
        return Shown("unsure", "search", _("Checking"), words % {"network": offered.name_of(network)})
    return Shown("way", "send", _("Sending"))


def _waiting(reply: Reply, slug: str, now: datetime) -> Shown:
    left = int((reply.due_at - now).total_seconds()) + 1 if reply.due_at else 0
    fresh = left if 0 < left <= settings.UNDO_SECONDS + 1 and not reply.tries else 0
    undo = Act(_url("take_back", slug, reply), _("Undo"), "undo-2", into_box=True, key="z")
    why = sentences.of_post(reply.problem, reply.channel.network) if reply.problem else ""
    return Shown("way", "clock", _("On its way"), why, fresh, [undo])


def _asking(reply: Reply, slug: str, network: str) -> Shown:
    name = offered.name_of(network)
    words = _(
        "%(network)s may have taken the answer, but nobody can tell. We have not sent it again. Is it there?"
    )
    about = str(reply.fence or "")
    there = Act(_url("there", slug, reply), _("It is there"), "eye", is_first=True, about=about)
    question = _("Have you looked, and it is not there? Then we send it once more.")
    again = Act(
        _url("resend", slug, reply), _("It is not there, send again"), "send", question=question, about=about
    )
    return Shown(
        "unsure", "circle-question-mark", _("Outcome unknown"), words % {"network": name}, 0, [there, again]
    )


def _held(
    reply: Reply, conversation: Conversation, slug: str, *, may_connect: bool, may_approve: bool
) -> Shown:
    why = HELD_BY_RULE.get(reply.held_reason, "") if reply.problem == WANTED else ""
    why = why or HELD.get(reply.held_reason, "")
    if reply.held_reason == Reply.Held.APPROVAL:
        shown = Shown("wait", "hourglass", _("Waiting for approval"), why, 0, [_back(slug, reply)])
        return replace(shown, edit_word=_("Edit and approve") if may_approve else _("Change"))
    if reply.held_reason == Reply.Held.RECONNECT:
        return _locked_out(reply, conversation, slug, why, may_connect=may_connect)
    if reply.held_reason == Reply.Held.WITHDRAWN:
        return Shown("wait", "pause", _("Held"), why, 0, [_back(slug, reply)], edit_word=_("Change"))
    return Shown("wait", "pause", _("Held"), why, 0, [_again(slug, reply), _back(slug, reply)])


def _refused(reply: Reply, conversation: Conversation, slug: str, *, may_connect: bool) -> Shown:
    why = sentences.of_post(reply.problem, conversation.channel.network) if reply.problem else ""
    if reply.problem in sentences.KEYS:
        return _locked_out(reply, conversation, slug, why, may_connect=may_connect)
    return Shown("fail", "triangle-alert", _("Not sent"), why, 0, [_again(slug, reply), _back(slug, reply)])


def _locked_out(
    reply: Reply, conversation: Conversation, slug: str, why: Words, *, may_connect: bool
) -> Shown:
    acts = [_again(slug, reply), _back(slug, reply)]
    if conversation.channel.is_healthy or not may_connect:
        return Shown("fail", "triangle-alert", _("Not sent"), why, 0, acts)
    way = reverse("connections:reconnect", args=[slug, conversation.channel_id])
    return Shown("fail", "triangle-alert", _("Not sent"), why, 0, acts, way, _("Reconnect"))


def _again(slug: str, reply: Reply) -> Act:
    return Act(_url("again", slug, reply), _("Try again"), "send", is_first=True)


def _back(slug: str, reply: Reply) -> Act:
    return Act(_url("take_back", slug, reply), _("Take back and change"), "undo-2", into_box=True)


def _url(name: str, slug: str, reply: Reply) -> str:
    return reverse(f"inbox:reply_{name}", args=[slug, reply.pk])
