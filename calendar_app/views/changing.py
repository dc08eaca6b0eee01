"""The answer to "anything new?": 304, or the new word and what to fetch again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse


def answer(request: HttpRequest, word: str) -> HttpResponse:
    """304 while the page's word is still the right one."""
    if request.GET.get("after") == word:
        return HttpResponseNotModified()
    return JsonResponse({"cursor": word, "changed": ["posts"]})
