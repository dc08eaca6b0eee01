"""`/o/<organization>/notices/settings/`: what a person hears of, by which ways, and when."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import AccessRequest, needs
from accounts.grants import Can
from activity import kinds
from activity.forms import RhythmForm
from activity.selectors import preferences as selectors
from activity.services import preferences, rhythms
from activity.services.preferences import NeedsAWay
from activity.ways import ways
from core.htmx import done, page


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.VIEW)
def settings(request: AccessRequest) -> HttpResponse:
    """The switches and the rhythm; saved together."""
    person = request.access.person
    rhythm = rhythms.of(person)
    names = [kind.name for kind in kinds.known()]
    if request.method != "POST":
        chosen = selectors.chosen([person], names)
        on = {name: chosen[person.pk, name] for name in names}
        return _show(request, on, RhythmForm(instance=rhythm))
    on, form = _switched(request.POST, names), RhythmForm(request.POST, instance=rhythm)
    if not form.is_valid():
        return _show(request, on, form)
    try:
        preferences.choose(person, on, by=request.access.by)
    except NeedsAWay as error:
        return _show(request, on, form, problem=str(error.sentence))
    rhythms.choose(person, form.instance, by=request.access.by)
    return done(request, request.path, gettext("Saved."))


def _switched(posted: QueryDict, names: list[str]) -> dict[str, frozenset[str]]:
    """Each switch is a box named `way` with the value `<kind>/<way>`."""
    marked = set(posted.getlist("way"))
    return {name: frozenset(way.key for way in ways() if f"{name}/{way.key}" in marked) for name in names}


def _show(
    request: AccessRequest, on: dict[str, frozenset[str]], form: RhythmForm, problem: str = ""
) -> HttpResponse:
    context = {
        "parts": selectors.table(on),
        "ways": ways(),
        "form": form,
        "problem": problem,
        "organization": request.access.organization,
    }
    return page(request, "activity/settings.html", context)
