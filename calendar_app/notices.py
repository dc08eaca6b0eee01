"""What people are told when publishing needs them, and when it is paused or goes on."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activity import kinds
from calendar_app.words import sentence
from connections import offered
from core.errors import Sentence

POSTS = kinds.Group("posts", _("Posts that go out"), 10)
STOPS_MANY = frozenset({"late", "restored", "late_expired", "disconnected"})
"""Codes that stop many posts of a brand at once: each is in the app, one an hour in the mail."""
MUST = _("A post that did not go out, or may be out twice, needs a person.")


def register() -> None:
    """Called once at start-up."""
    kinds.register(
        _kind(
            "refused",
            ("fail", "triangle-alert"),
            _("“%(headline)s” did not go out on %(network)s · %(channel)s"),
            "%(reason)s",
            _("Not published: %(headline)s"),
            _("A post was refused"),
        ),
        _kind(
            "held",
            ("wait", "pause"),
            _("“%(headline)s” is held for %(network)s · %(channel)s"),
            _("%(reason)s Nothing is lost."),
            _("Held: %(headline)s"),
            _("A post is held"),
        ),
        _kind(
            "asked",
            ("unsure", "circle-question-mark"),
            _("Is “%(headline)s” on %(network)s · %(channel)s? We cannot tell"),
            _("%(reason)s We have not sent it again. Look there and tell us."),
            _("Please look: %(headline)s"),
            _("Somebody must look whether a post is out"),
        ),
        _kind(
            "unsure",
            ("unsure", "search"),
            _("We cannot tell yet whether “%(headline)s” is on %(network)s · %(channel)s"),
            _(
                "%(reason)s We go on looking and have not sent it again. You can look there yourself and tell us."
            ),
            _("Not known yet: %(headline)s"),
            _("We cannot tell yet whether a post is out"),
        ),
    )


def register_pauses() -> None:
    """Called once at start-up."""
    kinds.register(
        kinds.Kind(
            "publishing.paused",
            _("%(who)s paused publishing for %(what)s"),
            "%(why)s",
            _("Publishing is paused: %(what)s"),
            tone="wait",
            icon="octagon-pause",
            words=_pause_words,
            address=_waiting,
            label=_("Somebody pauses publishing"),
            group=POSTS,
        ),
        kinds.Kind(
            "publishing.resumed",
            _("%(who)s ended the pause for %(what)s"),
            _("What came due meanwhile waits for a decision: send it, give it a new time, or skip it."),
            _("Publishing goes on: %(what)s"),
            tone="done",
            icon="play",
            words=_pause_words,
            address=_waiting,
            label=_("A pause ends"),
            group=POSTS,
        ),
    )


def register_late() -> None:
    """Called once at start-up."""
    kinds.register(
        kinds.Kind(
            "publishing.late",
            _("“%(headline)s” is late on %(network)s · %(channel)s"),
            "%(reason)s",
            _("Late: %(headline)s"),
            tone="wait",
            icon="clock",
            words=_late_words,
            address=_address,
            label=_("A post is late"),
            group=POSTS,
            together=_channel,
        ),
        _kind(
            "expired",
            ("fail", "calendar-x-2"),
            _("“%(headline)s” expired before it could go out on %(network)s · %(channel)s"),
            "%(reason)s",
            _("Expired: %(headline)s"),
            _("A post expired before it could go out"),
        ),
    )


def _late_words(facts: kinds.Facts) -> dict[str, Any]:
    """The cause, and when it is tried again where that is known."""
    words = _words(facts)
    if facts.get("next"):
        again = str(_("It is tried again at %(next)s.")) % {"next": facts["next"]}
        words["reason"] = f"{words['reason']} {again}"
    return words


def _kind(
    name: str, look: tuple[str, str], title: Sentence, sentence: Sentence, mail: Sentence, label: Sentence
) -> kinds.Kind:
    """What stops one post: it cannot wait, and at least one way stays on."""
    tone, icon = look
    return kinds.Kind(
        f"publishing.{name}",
        title,
        sentence,
        mail,
        tone=tone,
        icon=icon,
        words=_words,
        address=_address,
        label=label,
        group=POSTS,
        critical=True,
        must=MUST,
        together=_trouble,
    )


def _trouble(facts: kinds.Facts) -> str:
    code = str(facts.get("code", ""))
    return code if code in STOPS_MANY else ""


def _channel(facts: kinds.Facts) -> str:
    """Of many late posts of a channel one is told by mail."""
    return f"{facts.get('network')}:{facts.get('channel')}"


def _words(facts: kinds.Facts) -> dict[str, Any]:
    """The facts with the network's own name, and the code as a sentence."""
    network = str(facts.get("network", ""))
    return {
        **facts,
        "network": offered.name_of(network),
        "headline": facts.get("headline") or str(_("A post")),
        "reason": str(sentence(str(facts.get("code", "")), network)),
    }


def _pause_words(facts: kinds.Facts) -> dict[str, Any]:
    """What is paused by its name, and why."""
    name, reason = facts.get("name", ""), facts.get("reason", "")
    named = {"organization": _("all brands"), "team": _("the region %(name)s")}
    what = named.get(str(facts.get("what", "")), "%(name)s")
    why = (
        _("Reason: “%(reason)s”. What comes due is held until the pause ends; nothing is lost.")
        if reason
        else _("What comes due is held until the pause ends; nothing is lost.")
    )
    return {**facts, "what": str(what) % {"name": name}, "why": str(why) % {"reason": reason}}


def _waiting(brand: str, subject: str) -> str:
    """Where it is decided; a pause of several brands has no single place for that."""
    return reverse("calendar_app:waiting", args=[brand]) if brand else ""


def _address(brand: str, subject: str) -> str:
    return reverse("calendar_app:post", args=[brand, subject.removeprefix("post:")])
