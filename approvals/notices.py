"""What people are told about approvals."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from approvals.words import parts
from calendar_app import wall
from core.dates import dated
from core.errors import Sentence

APPROVALS = kinds.Group("approvals", _("Approvals"), 5)


def register() -> None:
    """Called once at start-up."""
    _register_asks()
    _register_answers()
    _register_ends()


def _register_asks() -> None:
    kinds.register(
        _kind(
            "asked",
            ("wait", "hourglass"),
            _("Your approval is wanted: “%(headline)s”"),
            _("%(who)s submitted it. %(when)s %(what)s %(words)s"),
            _("Approve? %(headline)s"),
            _("Your approval is wanted"),
        ),
        _kind(
            "reminded",
            ("wait", "alarm-clock"),
            _("Still waiting for your approval: “%(headline)s”"),
            _("%(when)s Without your answer it will miss its time."),
            _("Reminder: %(headline)s"),
            _("A reminder before an approval is due"),
        ),
        _kind(
            "will_miss",
            ("wait", "alarm-clock"),
            _("“%(headline)s” will miss its time"),
            _("It waits for approval in “%(stage)s”. %(when)s Approve it, or give it a new time."),
            _("Will miss its time: %(headline)s"),
            _("Something will miss its time for want of an approval"),
        ),
        _kind(
            "mentioned",
            ("draft", "message-square-text"),
            _("%(who)s mentioned you: “%(headline)s”"),
            "%(note)s",
            _("%(who)s mentioned you: %(headline)s"),
            _("Somebody mentions you in a comment"),
        ),
    )


def _register_answers() -> None:
    kinds.register(
        _kind(
            "decided_approved",
            ("done", "shield-check"),
            _("Approved: “%(headline)s”"),
            _("%(by)s said yes. %(words)s"),
            _("Approved: %(headline)s"),
            _("Something of yours is approved"),
        ),
        _kind(
            "decided_changes",
            ("wait", "message-square-text"),
            _("%(by)s asks for changes: “%(headline)s”"),
            "%(words)s",
            _("Changes asked: %(headline)s"),
            _("Somebody asks you for changes"),
        ),
        _kind(
            "decided_rejected",
            ("fail", "circle-x"),
            _("%(by)s rejected “%(headline)s”"),
            "%(words)s",
            _("Rejected: %(headline)s"),
            _("Something of yours is rejected"),
        ),
    )


def _register_ends() -> None:
    kinds.register(
        _kind(
            "voided",
            ("wait", "pencil-line"),
            _("No answer wanted any more: “%(headline)s”"),
            _("It was withdrawn or changed."),
            _("No answer wanted any more: %(headline)s"),
            _("Something you were asked about was withdrawn"),
            ways=frozenset({kinds.APP}),
        ),
        _kind(
            "lapsed",
            ("wait", "pause"),
            _("“%(headline)s” was not approved in time"),
            "%(fate)s",
            _("Not approved in time: %(headline)s"),
            _("Something was not approved in time"),
        ),
    )


def _kind(
    name: str,
    look: tuple[str, str],
    title: Sentence,
    sentence: Sentence,
    mail: Sentence,
    label: Sentence,
    **more: Any,
) -> kinds.Kind:
    tone, icon = look
    return kinds.Kind(
        f"approvals.{name}",
        title,
        sentence,
        mail,
        tone=tone,
        icon=icon,
        words=_words,
        address=_address,
        label=label,
        group=APPROVALS,
        **more,
    )


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """Times in the brand's zone, what changed as words, and a note in quotation marks."""
    changed, note = parts(facts.get("changed", ())), facts.get("note", "")
    fates = {
        "hold": _("It is held. It goes out once it is approved, or give it a new time."),
        "expire": _("It expired. Give it a new time and submit it again."),
    }
    return {
        **facts,
        "headline": facts.get("headline") or str(_("Without words")),
        "who": facts.get("who") or str(_("Somebody")),
        "when": _when(facts),
        "what": str(_("Changed since the last time: %(parts)s.")) % {"parts": changed} if changed else "",
        "words": f"“{note}”" if note else "",
        "fate": str(fates.get(str(facts.get("fate", "")), "")),
    }


def _when(facts: kinds.Facts) -> str:
    """When it is planned, on the brand's clock."""
    if not facts.get("planned"):
        return ""
    zone = str(facts.get("zone") or "UTC")
    at = datetime.fromisoformat(str(facts["planned"])).astimezone(ZoneInfo(zone))
    names = {"day": dated(at, "D j M"), "time": f"{at:%H:%M}", "zone": wall.label(zone, at)}
    return str(_("Planned for %(day)s, %(time)s (%(zone)s).")) % names


def _address(brand: str, subject: str) -> str:
    sort, _colon, number = subject.partition(":")
    pages = {"post": "calendar_app:post", "review": "approvals:review"}
    return reverse(pages[sort], args=[brand, number]) if brand and sort in pages else ""
