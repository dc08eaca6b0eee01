"""`/b/<brand>/numbers/export.csv`, `.xlsx`: the same numbers as files. A POST: that they were taken out is written down."""

from __future__ import annotations

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from analytics.selectors import channels
from analytics.services import exporting
from analytics.views import asking

KINDS = ("csv", "xlsx")


@require_POST
@needs(Can.MEASURE)
def export(request: BrandRequest, kind: str) -> HttpResponseBase:
    """What the address of the page asks for, as a file."""
    if kind not in KINDS:
        raise Http404
    asked, _form = asking.read(request.POST, channels.measured(), request.brand.zone)
    taken = exporting.take(
        request.brand,
        asked.span,
        access=request.access,
        kind=kind,
        compare=asked.compared,
        channel=asked.channel,
    )
    name = f"{taken.name}.{kind}"
    if kind == "xlsx":
        return FileResponse(exporting.xlsx(taken), as_attachment=True, filename=name)
    response = StreamingHttpResponse(exporting.csv_lines(taken), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
