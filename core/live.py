"""The answer when an open page asks "anything new?": 304, or the new word, what to fetch again, what the frame counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse


def word(parts: Iterable[object]) -> str:
    """The page's word: another one when any of the parts is.

    A page reads its parts before everything else that it shows: what moves while it is being read is told then. Read
    last, they would speak for news that the page does not show, and nobody would ever be told.
    """
    return f"{crc32(repr(list(parts)).encode()):08x}"


def answer(request: HttpRequest, word: str, counts: Mapping[str, int], *, changed: str = "") -> HttpResponse:
    """304 while the page's word (`?after=`) and the counts it shows (`?counts=notices:3`) are still the right ones.

    Else JSON: `cursor`, `counts`, and in `changed` the page's own name, as far as its word is another, and those of counts.
    """
    own = [changed] if changed and request.GET.get("after", "") != word else []
    seen = dict(part.partition(":")[::2] for part in request.GET.get("counts", "").split(","))
    moved = [name for name, number in counts.items() if seen.get(name, str(number)) != str(number)]
    if not own and not moved:
        return HttpResponseNotModified()
    return JsonResponse({"cursor": word, "changed": own + moved, "counts": dict(counts)})
