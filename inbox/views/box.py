"""Where an answer or a note is written: its forms, how long the answer is, and what somebody else sent meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.access import BrandRequest
from connections import offered
from connections.models import Channel
from core.outbox.states import State
from inbox import document, linking, variables
from inbox.forms import NoteForm, ReplyForm
from inbox.models import Reply
from inbox.selectors.answered import Happened
from inbox.views import saved
from inbox.views.talk import Talk


@dataclass(frozen=True, slots=True)
class Check:
    """How long the answer is, in the network's own unit, and what is missing in it; "" for nothing."""

    amount: int
    limit: int
    over: int
    missing: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody answered or closed it since it was opened. `revision` is what "send anyway" says to have seen."""

    title: str
    name: str
    html: SafeString | str
    revision: int


@dataclass(frozen=True, slots=True)
class Box:
    """`reply` is None where there is nothing to answer; `edits` is the answer that is changed, None for a new one."""

    reply: ReplyForm | None
    note: NoteForm
    check: Check
    shows: str
    action: str
    asks_approval: bool
    meanwhile: Meanwhile | None = None
    edits: UUID | None = None


def box(
    request: BrandRequest,
    shown: Talk,
    *,
    reply: ReplyForm | None = None,
    note: NoteForm | None = None,
    meanwhile: Meanwhile | None = None,
    text: str = "",
) -> Box:
    """The box as the address asks for it (`write`, `use`, `edit`), or with the form that was sent."""
    edits = _edited(request, shown)
    form = reply or _fresh(request, shown, edits, text)
    words = str(form["text"].value() or "")
    answerable = shown.answers is not None and shown.may_reply
    shows = "note" if note is not None or request.GET.get("write") == "note" else "reply"
    return Box(
        reply=form if answerable else None,
        note=note or NoteForm(people=[one.id for one in shown.tellable]),
        check=check(shown.thread.conversation.channel, words),
        shows=shows if answerable else "note",
        action=_action(request, shown, edits),
        asks_approval=shown.asks_approval,
        meanwhile=meanwhile,
        edits=edits.pk if edits else None,
    )


def check(channel: Channel, words: str) -> Check:
    """What is said about the answer while it is typed. Asks nobody."""
    adapter = offered.adapter(channel.network)
    amount = adapter.measure(words.strip())
    limit = adapter.limits.text
    return Check(amount, limit, max(0, amount - limit), saved.missing_words(variables.left(words)))


def meanwhile_of(happened: Happened | None, revision: int) -> Meanwhile:
    """What was sent by somebody else, as the box shows it."""
    if happened is None:
        return Meanwhile(_("Somebody dealt with this meanwhile"), "", "", revision)
    who = happened.who or _("Somebody")
    title = _("%(who)s answered meanwhile") % {"who": who}
    return Meanwhile(title, who, linking.linked(happened.text), revision)


def _fresh(request: BrandRequest, shown: Talk, edits: Reply | None, text: str) -> ReplyForm:
    initial: dict[str, Any] = {"revision": shown.thread.conversation.revision}
    used = request.GET.get("use", "")
    chosen = next((one for one in shown.saved if str(one.id) == used), None)
    if edits is not None:
        text = document.from_bytes(edits.canonical).text
    elif chosen is not None:
        text, initial["saved"] = chosen.filled, chosen.id
    return ReplyForm(initial={**initial, "text": text})


def _edited(request: BrandRequest, shown: Talk) -> Reply | None:
    """The answer that `?edit=` names, while it can still be changed."""
    asked = request.GET.get("edit", "")
    pending = [entry.pending.reply for entry in shown.thread.entries if entry.pending]
    known = [one for one in pending if one.state in (State.HELD, State.REFUSED)]
    return next((one for one in known if str(one.pk) == asked), None)


def _action(request: BrandRequest, shown: Talk, edits: Reply | None) -> str:
    if edits is None:
        return shown.urls["reply"]
    return reverse("inbox:reply_edit", args=[request.brand.slug, edits.pk])
