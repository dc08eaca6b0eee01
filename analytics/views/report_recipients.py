"""Who gets a report: adding members and outsiders, taking somebody off the list."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.models import Recipient, Report
from analytics.report_forms import OutsiderForm, PersonForm
from analytics.selectors import reports as selectors
from analytics.services import report_recipients as services
from analytics.views import reports
from core.errors import NotAllowed
from core.htmx import done


@require_POST
@needs(Can.REPORT)
def add_person(request: BrandRequest, report: UUID) -> HttpResponse:
    """A member."""
    found = get_object_or_404(Report.objects.select_related("brand", "made_by"), pk=report)
    people = reports.candidates(found, selectors.recipients(found))
    form = PersonForm(request.POST, people=people)
    if not form.is_valid():
        return reports.show(request, found, person_form=form)
    person = next(one for one in people if str(one.pk) == form.cleaned_data["person"])
    services.add_person(found, person, by=request.access.by)
    return done(
        request, reports.at(found), _("%(name)s gets the report from next time on.") % {"name": person}
    )


@require_POST
@needs(Can.REPORT)
def add_outsider(request: BrandRequest, report: UUID) -> HttpResponse:
    """Somebody without an account."""
    found = get_object_or_404(Report.objects.select_related("brand", "made_by"), pk=report)
    form = OutsiderForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.add_outsider(found, **said, by=request.access.by)
        except NotAllowed as refusal:
            form.add_error("address", str(refusal.sentence))
        else:
            names = {"name": said["address"]}
            return done(request, reports.at(found), _("%(name)s gets the report from next time on.") % names)
    return reports.show(request, found, outsider_form=form)


@require_POST
@needs(Can.REPORT)
def remove(request: BrandRequest, recipient: UUID) -> HttpResponse:
    """Off the list."""
    found: Recipient = get_object_or_404(
        Recipient.objects.select_related("report__brand", "person"), pk=recipient
    )
    services.remove(found, by=request.access.by)
    return done(request, reports.at(found.report), _("%(name)s is off the list.") % {"name": found})
