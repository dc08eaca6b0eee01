"""`/b/<brand>/reports/`: the weekly reports of a brand, one of them, making and changing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from accounts.selectors.people import people_who
from analytics.models import Recipient, Report
from analytics.report_forms import OutsiderForm, PersonForm, ReportForm
from analytics.reporting import rhythm
from analytics.selectors import reports as selectors
from analytics.services import reports as services
from core.htmx import done, page


@require_safe
@needs(Can.REPORT)
def listed(request: BrandRequest) -> HttpResponse:
    """All reports of the brand."""
    rows = [(line, rhythm.words(line.report)) for line in selectors.listed()]
    return page(request, "analytics/reports/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPORT)
def new(request: BrandRequest) -> HttpResponse:
    """A new report."""
    form = (
        ReportForm(request.POST)
        if request.method == "POST"
        else ReportForm.fresh(request.brand, _("Weekly report"))
    )
    if form.is_bound and form.is_valid():
        made = services.create(request.brand, form.wishes, by=request.access.person)
        return done(request, at(made), _("The report is made. Choose who else gets it."))
    return page(request, "analytics/reports/form.html", {"form": form, "report": None})


@require_safe
@needs(Can.REPORT)
def report(request: BrandRequest, report: UUID) -> HttpResponse:
    """One report: when, to whom, and what went out."""
    return show(request, get_object_or_404(Report.objects.select_related("brand", "made_by"), pk=report))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.REPORT)
def change(request: BrandRequest, report: UUID) -> HttpResponse:
    """Other wishes."""
    found = get_object_or_404(Report.objects.select_related("brand"), pk=report)
    form = ReportForm(request.POST) if request.method == "POST" else ReportForm.showing(found)
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        services.change(found, form.wishes, revision=revision, by=request.access.by)
        return done(request, at(found), _("Saved."))
    return page(request, "analytics/reports/form.html", {"form": form, "report": found})


@require_POST
@needs(Can.REPORT)
def switch(request: BrandRequest, report: UUID) -> HttpResponse:
    """Stop the report, or let it go out again."""
    found = get_object_or_404(Report.objects.select_related("brand"), pk=report)
    is_on = request.POST.get("on") == "1"
    services.switch(found, is_on=is_on, by=request.access.by)
    said = _("The report goes out again from the next time on.") if is_on else _("The report is stopped.")
    return done(request, at(found), said)


def at(found: Report) -> str:
    """The report's page."""
    return reverse("analytics:report", args=[found.brand.slug, found.pk])


def show(request: BrandRequest, found: Report, **forms: Any) -> HttpResponse:
    """The report's page, perhaps with a form that has something wrong in it."""
    people = selectors.recipients(found)
    context = {
        "report": found,
        "rhythm": rhythm.words(found),
        "recipients": people,
        "refused": selectors.refused(found),
        "runs": selectors.runs(found),
        "person_form": PersonForm(people=candidates(found, people)),
        "outsider_form": OutsiderForm(initial={"language": found.language}),
        **forms,
    }
    return page(request, "analytics/reports/report.html", context)


def candidates(found: Report, listed: list[Recipient]) -> list[Any]:
    """Members who may see the brand and are not on the list."""
    there = {one.person_id for one in listed}
    return [person for person in people_who(Can.VIEW, found.brand) if person.pk not in there]
