"""Uploads that go on where they stopped: tus 1.0 (https://tus.io/protocols/resumable-upload), core, creation, termination,
expiration.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import BrandRequest, needs
from accounts.grants import Can
from core.ids import id_of
from media_library import parts
from media_library.errors import DiskTrouble, Unusable
from media_library.limits import MAX_VIDEO_BYTES
from media_library.models import Folder, Upload
from media_library.services import uploads
from media_library.services.uploads import Coming, Elsewhere

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
OVERRIDE = "X-HTTP-Method-Override"
LONGEST_METADATA = 4096

View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """Only those who speak this version are answered, and every answer says so."""

    @wraps(view)
    def answered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        is_known = request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == VERSION
        if not is_known and "upload" in kwargs:
            _own(request, kwargs["upload"])  # what is not there stays missing, whatever is spoken
        answer = view(request, *args, **kwargs) if is_known else HttpResponse(status=412)
        answer["Tus-Resumable"] = VERSION
        answer["Tus-Version"] = VERSION
        answer["Cache-Control"] = "no-store"
        return answer

    return answered


@require_http_methods(["POST", "OPTIONS"])
@needs(Can.WRITE)
@spoken
def begin(request: BrandRequest) -> HttpResponse:
    """Announce a file (Upload-Length; Upload-Metadata with filename and folder); its address comes back."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    size = _number(request.headers.get("Upload-Length", ""))
    if size is None:
        return _said(400, "Upload-Length")
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    coming = Coming(said.get("filename", ""), size, _folder(said.get("folder", "")))
    try:
        upload = uploads.begin(request.brand, coming, person=request.access.person)
    except Unusable as no:
        return _said(413, str(no.sentence))
    place = reverse("media_library:upload_part", kwargs={"brand": request.brand.slug, "upload": upload.pk})
    return HttpResponse(status=201, headers={"Location": place, **_expiry(upload)})


@require_http_methods(["HEAD", "PATCH", "DELETE", "OPTIONS", "POST"])
@needs(Can.WRITE)
@spoken
def part(request: BrandRequest, upload: UUID) -> HttpResponse:
    """How much has arrived (HEAD), the next piece (PATCH), never mind (DELETE)."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_abilities())
    found = _own(request, upload)
    asked = request.headers.get(OVERRIDE, "") if request.method == "POST" else request.method
    if asked == "HEAD":
        return HttpResponse(headers={**_progress(found), "Upload-Length": str(found.size)})
    if asked not in {"PATCH", "DELETE"}:
        return HttpResponse(status=405)
    try:
        return _cancelled(found) if asked == "DELETE" else _written(request, found)
    except parts.Busy:
        return HttpResponse(status=423)
    except DiskTrouble as trouble:
        return _said(507, str(trouble.sentence))


@require_safe
@needs(Can.WRITE)
def state(request: BrandRequest, upload: UUID) -> HttpResponse:
    """What became of an upload: `state`, `received` of `size`, the id of the `asset`, or the `problem` as a sentence."""
    found = _own(request, upload)
    facts = {
        "state": found.state,
        "received": found.received,
        "size": found.size,
        "asset": str(found.asset_id or ""),
        "problem": found.problem,
    }
    return JsonResponse(facts, headers={"Cache-Control": "no-store"})


def _own(request: BrandRequest, upload_id: UUID) -> Upload:
    """The person's own upload; nobody writes into another's file."""
    found: Upload | None = Upload.objects.filter(pk=upload_id, uploaded_by=request.access.person).first()
    if found is None:
        raise Http404
    return found


def _written(request: BrandRequest, upload: Upload) -> HttpResponse:
    offset, length = _number(request.headers.get("Upload-Offset", "")), _length(request)
    if request.content_type != PIECE:
        return HttpResponse(status=415)
    if offset is None or length is None:
        return HttpResponse(status=400 if offset is None else 411)
    if offset + length > upload.size:
        return HttpResponse(status=413)
    try:
        written = uploads.write(upload, offset, length, request)
    except Elsewhere:
        return HttpResponse(status=409)
    except Unusable as no:
        return _said(415, str(no.sentence))
    return HttpResponse(status=204, headers=_progress(written))


def _cancelled(upload: Upload) -> HttpResponse:
    uploads.cancel(upload)
    return HttpResponse(status=204)


def _length(request: BrandRequest) -> int | None:
    return _number(request.META.get("CONTENT_LENGTH") or "")


def _progress(upload: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(upload.received), **_expiry(upload)}


def _expiry(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at.timestamp())}


def _abilities() -> dict[str, str]:
    return {"Tus-Extension": "creation,termination,expiration", "Tus-Max-Size": str(MAX_VIDEO_BYTES)}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64`; what cannot be read is left out."""
    found = {}
    for pair in header[:LONGEST_METADATA].split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _folder(text: str) -> Folder | None:
    """The brand's folder of this id; None when there is none."""
    folder: Folder | None = Folder.objects.filter(pk=id_of(text)).first()
    return folder


def _said(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
