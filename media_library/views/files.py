"""A file by its signed address. Needs no session: whoever was given the address may look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from media_library import addresses, encoding, store
from media_library.addresses import Place
from media_library.services import renditions

SMALL = 2_000_000
"""Bytes; what is larger goes out in blocks."""
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
OPAQUE = "application/octet-stream"


@require_safe
@login_not_required
def file(request: HttpRequest, signed: str) -> HttpResponseBase:
    """The picture or video, or a part of it; 404 for a forged or old address and for a file that is gone. Never anything
    that runs.
    """
    place = addresses.place_of(signed)
    if place is None:
        raise Http404
    if etag(place) in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
        return _guarded(HttpResponse(status=304), place)
    try:
        return _guarded(_answer(request, place), place)
    except (FileNotFoundError, KeyError, ValueError):
        raise Http404 from None


def etag(place: Place) -> str:
    """The content's name says which bytes these are, so it is a strong one."""
    return f'"{place.sha256}{place.rendition}"'


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one part that is asked for; None for the whole (also when the header makes no sense).

    Raises IndexError when the part lies beyond the end.
    """
    match = RANGE.fullmatch(header.replace(" ", ""))
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        first, last = max(0, size - int(match[2])), size - 1
    else:
        first, last = int(match[1]), min(int(match[2] or size), size - 1)
    if match[1] and match[2] and int(match[2]) < int(match[1]):
        return None
    if first >= size or first > last:
        raise IndexError(header)
    return first, last


def _answer(request: HttpRequest, place: Place) -> HttpResponseBase:
    if place.rendition:
        found = renditions.rendition_of(place.organization_id, place.sha256, place.rendition)
        return HttpResponse(found, content_type=encoding.mime_of(found))
    size = store.size(place.organization_id, place.sha256)
    try:
        part = asked_range(_range(request, place), size)
    except IndexError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}, content_type=OPAQUE)
    if part is None and size <= SMALL:
        whole = store.read(place.organization_id, place.sha256)
        kind = encoding.kind_of(whole) or OPAQUE
        return HttpResponse(whole, content_type=kind, headers={"Accept-Ranges": "bytes"})
    first, last = part or (0, size - 1)
    answer = StreamingHttpResponse(
        _bytes(place, first, last - first + 1),
        status=206 if part else 200,
        content_type=_mime(place),
        headers={"Accept-Ranges": "bytes", "Content-Length": str(last - first + 1)},
    )
    if part:
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    return answer


def _range(request: HttpRequest, place: Place) -> str:
    """The part that is asked for, unless it belongs to another file."""
    wanted = request.headers.get("If-Range", etag(place))
    return request.headers.get("Range", "") if wanted == etag(place) else ""


def _bytes(place: Place, start: int, length: int) -> Iterator[bytes]:
    return store.stream(place.organization_id, place.sha256, "", start=start, length=length)


def _mime(place: Place) -> str:
    """By the first bytes: only what intake makes is known, everything else is offered as a download."""
    head = b"".join(_bytes(place, 0, 16))
    return encoding.kind_of(head) or OPAQUE


def _guarded(answer: HttpResponseBase, place: Place) -> HttpResponseBase:
    is_shown = answer.get("Content-Type", OPAQUE).startswith(("image/", "video/"))
    answer["Content-Disposition"] = "inline" if is_shown else "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-site"
    answer["ETag"] = etag(place)
    patch_cache_control(answer, private=True, max_age=addresses.LIFE, immutable=True)
    return answer
