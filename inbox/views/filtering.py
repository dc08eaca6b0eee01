"""What the address of the inbox asks for; unknown values count as none. The address is the only state of the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from core.ids import id_of
from core.text import clean
from inbox.models import Conversation
from inbox.selectors.queue import View, Wanted

LONGEST = 80
FIRST = View.UNANSWERED
"""The queue that the inbox opens with: who waits for an answer, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The words of the address; "" is no filter. `who` is m:<membership> or t:<team>."""

    queue: View = FIRST
    channel: str = ""
    label: str = ""
    who: str = ""
    kind: str = ""
    q: str = ""
    after: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether something is filtered within the queue."""
        return bool(self.channel or self.label or self.who or self.kind or self.q)

    @property
    def query(self) -> str:
        """As it stands in an address, with the `?`."""
        words = {
            "queue": "" if self.queue == FIRST else self.queue.value,
            "channel": self.channel,
            "label": self.label,
            "who": self.who,
            "kind": self.kind,
            "q": self.q,
            "after": self.after,
        }
        found = urlencode({name: word for name, word in words.items() if word})
        return f"?{found}" if found else ""

    def only(self, queue: View) -> Filters:
        """Another queue without any filter."""
        return Filters(queue=queue)

    def first(self) -> Filters:
        """The same from its beginning."""
        return replace(self, after="")

    @property
    def wanted(self) -> Wanted:
        """The same for the selector."""
        return Wanted(
            view=self.queue,
            words=self.q,
            channel=UUID(self.channel) if self.channel else None,
            assignee=_number(self.who, "m:"),
            team=_number(self.who, "t:"),
            label=int(self.label) if self.label else None,
            kind=self.kind,
        )


def of_query(sent: QueryDict) -> Filters:
    """The filters of an address or of a form that carries them."""
    queue, kind = sent.get("queue", ""), sent.get("kind", "")
    who = sent.get("who", "")
    return Filters(
        queue=View(queue) if queue in set(View) else FIRST,
        channel=str(id_of(sent.get("channel", "")) or ""),
        label=_digits(sent.get("label", "")),
        who=who if _number(who, "m:") or _number(who, "t:") else "",
        kind=kind if kind in Conversation.Kind.values else "",
        q=_words(sent.get("q", "")),
        after=sent.get("after", "")[:500],
    )


def _words(typed: str) -> str:
    try:
        return clean(typed)[:LONGEST].strip()
    except ValueError:
        return ""


def _digits(typed: str) -> str:
    return typed if typed.isascii() and typed.isdigit() and len(typed) < 18 else ""


def _number(who: str, sort: str) -> int | None:
    digits = _digits(who.removeprefix(sort)) if who.startswith(sort) else ""
    return int(digits) if digits else None
