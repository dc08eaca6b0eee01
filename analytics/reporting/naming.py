"""Names of numbers, headings and next steps, in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.kpis import KPIS
from analytics.reporting.document import Section, Step
from analytics.reporting.sheet import StepLine
from core.errors import Sentence

SECTIONS: Mapping[Section, Sentence] = {
    Section.NOTE: gettext_lazy("A word from the manager"),
    Section.KPIS: gettext_lazy("The week in numbers"),
    Section.GOALS: gettext_lazy("Goals"),
    Section.POSTS: gettext_lazy("Best and weakest posts"),
    Section.TROUBLE: gettext_lazy("What did not come out"),
    Section.INBOX: gettext_lazy("Inbox"),
    Section.APPROVALS: gettext_lazy("Approvals"),
    Section.PLAN: gettext_lazy("This week’s plan"),
    Section.STEP: gettext_lazy("One step this week"),
}
"""Every section's heading, in order."""

STEPS: Mapping[str, tuple[Sentence, Sentence, Sentence]] = {
    "unknown": (
        gettext_lazy("Look whether “%(name)s” came out."),
        gettext_lazy("The network never answered; only a person can tell."),
        gettext_lazy("Open the post"),
    ),
    "failed": (
        gettext_lazy("Repair “%(name)s”."),
        gettext_lazy("It did not come out; the reason and the way on stand beside it."),
        gettext_lazy("Open the post"),
    ),
    "approve": (
        gettext_lazy("Decide about what waits for a yes."),
        gettext_lazy("Posts that wait for too long miss their time."),
        gettext_lazy("Open the approvals"),
    ),
    "plan": (
        gettext_lazy("Plan this week’s posts."),
        gettext_lazy("The calendar is empty from today until Sunday."),
        gettext_lazy("Open the calendar"),
    ),
    "answer": (
        gettext_lazy("Answer what is overdue in the inbox."),
        gettext_lazy("People have waited longer than you promised."),
        gettext_lazy("Open the inbox"),
    ),
    "repeat": (
        gettext_lazy("Do “%(name)s” again in another way."),
        gettext_lazy("It was the best of the week; a second take costs little."),
        gettext_lazy("Open the post"),
    ),
    "ready": (
        gettext_lazy("Nothing is urgent. Look over this week’s plan once."),
        gettext_lazy("Everything that was due came out."),
        gettext_lazy("Open the calendar"),
    ),
}


def kpi(key: str) -> str:
    """What a number is called."""
    found = KPIS.get(key)
    return str(found.name) if found else key


def headings() -> dict[str, str]:
    """All words that files and mails show besides their content."""
    found = {section.value: str(name) for section, name in SECTIONS.items()}
    return found | {
        "best": _("Best posts"),
        "worst": _("Weakest posts"),
        "unknown": _("not known"),
        "page": _("Page %(number)s of %(all)s"),
        "report": _("Weekly report"),
        "before": _("Week before"),
        "change": _("Difference"),
        "value": _("Value"),
        "number": _("Number"),
        "day": _("Day"),
        "post": _("Post"),
        "where": _("Where"),
        "target": _("Target"),
        "state": _("State"),
        "reason": _("Reason"),
    }


def trouble_count(number: int) -> str:
    """How many did not come out, or are unknown."""
    return ngettext("%(number)s did not come out.", "%(number)s did not come out.", number) % {
        "number": number
    }


def step(found: Step, base: str) -> StepLine:
    """The next step in words, with an address outside of pages."""
    title, why, label = STEPS.get(found.code, STEPS["ready"])
    names = {"name": found.name, "number": found.number}
    return StepLine(str(title) % names, str(why) % names, str(label), f"{base}{found.path}")
