"""What the events of reports are called in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.models import Report
from core import deeds
from core.deeds import Deed, Group, Named

REPORTS = Group("reports", _("Reports"), 60)


def register() -> None:
    """Called once at start-up."""
    deeds.name("report", _reports)
    deeds.register(
        Deed("analytics.report_made", _("%(who)s made the report “%(what)s”"), REPORTS, "plus"),
        Deed("analytics.report_changed", _("%(who)s changed the report “%(what)s”"), REPORTS, "pencil-line"),
        Deed("analytics.report_stopped", _("%(who)s stopped the report “%(what)s”"), REPORTS, "pause"),
        Deed(
            "analytics.report_resumed",
            _("%(who)s lets the report “%(what)s” go out again"),
            REPORTS,
            "undo-2",
        ),
        Deed("analytics.report_sent", _("The report “%(what)s” of %(period)s was written"), REPORTS, "send"),
        Deed(
            "analytics.report_mail_again",
            _("%(who)s sent the report “%(what)s” to %(to)s again"),
            REPORTS,
            "send",
        ),
        Deed(
            "analytics.report_run_again",
            _("%(who)s let the report “%(what)s” be made again"),
            REPORTS,
            "send",
        ),
    )
    register_readers()


def register_readers() -> None:
    """What becomes of the people on its list."""
    deeds.register(
        Deed(
            "analytics.report_recipient_added",
            _("%(who)s added %(to)s to the report “%(what)s”"),
            REPORTS,
            "user-round",
        ),
        Deed(
            "analytics.report_recipient_removed",
            _("%(who)s took %(to)s off the report “%(what)s”"),
            REPORTS,
            "user-round",
        ),
        Deed(
            "analytics.report_unsubscribed",
            _("%(to)s ended the mails of the report “%(what)s”"),
            REPORTS,
            "mail",
        ),
        Deed(
            "analytics.report_subscribed_again",
            _("%(to)s wants the report “%(what)s” again"),
            REPORTS,
            "mail",
        ),
    )


def _reports(ids: Sequence[str]) -> Mapping[str, Named]:
    rows = Report.objects.filter(pk__in=ids).select_related("brand")
    return {
        str(row.pk): Named(row.name, reverse("analytics:report", args=[row.brand.slug, row.pk]))
        for row in rows
    }
