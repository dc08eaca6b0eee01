"""What the composer says about the typed text while it is typed: counters, to-do list, previews, the meaning of a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.models import Brand
from calendar_app import rewriting, wall
from calendar_app.document import Document
from calendar_app.forms import ComposerForm, own_name
from calendar_app.preview import Preview, preview
from calendar_app.promise import BadTime, Promise, promise
from calendar_app.rewriting import Rewriting
from calendar_app.services import content, preflight
from calendar_app.services.content import BadContent
from calendar_app.services.preflight import Count, Obstacle
from calendar_app.views.sheet import typed
from connections.models import Channel
from core import clock
from core.errors import Sentence
from core.text import graphemes


@dataclass(frozen=True, slots=True)
class When:
    """The meaning of a typed time. `tone` is "" for nothing to say, wait for a warning, fail for a time that is over."""

    label: str
    sentence: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Everything that is said about the sheet. What is in `general`, `bare` and `obstacles` keeps it from going out.

    `bare`: pictures that need a description here. `length` is that of the shared text in characters; of a sheet that
    is_untouched nothing is asked yet.
    """

    counts: list[Count]
    general: list[Sentence]
    bare: list[Sentence]
    obstacles: list[Obstacle]
    warnings: list[str]
    previews: list[Preview]
    when: When
    length: int = 0
    is_untouched: bool = False

    @property
    def musts(self) -> int:
        """How many things must be put right first."""
        return len(self.general) + len(self.bare) + len(self.obstacles)


@require_POST
@needs(Can.WRITE)
def check(request: BrandRequest) -> HttpResponse:
    """The fragments for what is typed now. Keeps nothing."""
    form = typed(request).form
    form.is_valid()
    context = {"check": checked(request.brand, form), "rewritings": rewritings(form), "oob": True}
    response = render(request, "calendar_app/composer/checked.html", context)
    response.headers["HX-Trigger"] = "form:invalid"  # the sheet is still unsaved
    return response


def rewritings(form: ComposerForm) -> list[Rewriting]:
    """What could be done with the words of a form."""
    names = ("text", *(own_name(channel.pk) for channel in form.known))
    return rewriting.fitting([form[name].value() or "" for name in names])


def checked(brand: Brand, form: ComposerForm) -> Check:
    """The check of a form that is_valid() was asked of, or of one that shows a post as it is."""
    chosen = form.chosen
    try:
        document = document_of(brand, form)
    except BadContent as error:
        return Check([], [error.sentence], [], [], [], [], _when(brand, form))
    bare = preflight.undescribed(document, brand.pk)
    return Check(
        counts=preflight.counts(document, chosen),
        general=_general(document, chosen),
        bare=[str(preflight.NO_ALT) % {"number": place} for place in bare],
        obstacles=preflight.obstacles(document, chosen),
        warnings=_warnings(document, bare),
        previews=[preview(document, channel) for channel in chosen],
        when=_when(brand, form),
        length=len(graphemes(document.text)),
        is_untouched=not (form.is_bound or chosen or document.text or document.media),
    )


def document_of(brand: Brand, form: ComposerForm) -> Document:
    """What would be sent. Raises BadContent."""
    written = form.content
    return content.assemble(brand, written, [(tile.asset, tile.alt) for tile in form.tiles])


def _general(document: Document, chosen: list[Channel]) -> list[Sentence]:
    found: list[Sentence] = []
    if not chosen:
        found.append(_("Choose at least one channel."))
        if not document.text and not document.media:
            found.append(_("Write a text or add a picture."))
    return found


def _warnings(document: Document, said: Sequence[int]) -> list[str]:
    """What is worth a thought, unless it was `said` already that it must be put right."""
    bare = [number for number, one in enumerate(document.media, 1) if not (one.alt or one.is_video)]
    return [
        _("Picture %(number)d has no description; people who cannot see it miss it.") % {"number": number}
        for number in bare
        if number not in said
    ]


def _when(brand: Brand, form: ComposerForm) -> When:
    try:
        at = promise(form.local, brand.zone) if form.local else None
    except BadTime as error:
        return When(wall.label(brand.zone, datetime.now(UTC)), str(error.sentence), "fail")
    if at is None:
        return When(wall.label(brand.zone, datetime.now(UTC)))
    label = wall.label(brand.zone, at.at)
    if at.at < clock.now():
        return When(label, _("This time is over. Choose a later one, or publish now."), "fail")
    sentence = meaning(at)
    return When(label, sentence, "wait" if sentence else "")


def meaning(at: Promise) -> str:
    """What is odd about a wall time: it does not exist that day, or it happens twice. "" when nothing is."""
    asked = datetime.fromisoformat(at.local)
    names = {"time": f"{asked:%H:%M}", "day": formats.date_format(asked, "j F")}
    if at.shifted:
        names["real"] = f"{datetime.fromisoformat(at.shifted):%H:%M}"
        return (
            _("%(time)s does not exist on %(day)s: the clocks go forward. It goes out at %(real)s.") % names
        )
    if at.twice:
        return _("%(time)s happens twice on %(day)s: the clocks go back. It goes out the first time.") % names
    return ""
