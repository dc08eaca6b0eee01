"""The answer to "anything new?" of pages that show posts."""

from __future__ import annotations

from django.http import HttpResponse

from accounts.access import BrandRequest
from core import live


def answer(request: BrandRequest, word: str) -> HttpResponse:
    """304 while the page's word is still the right one."""
    return live.answer(request, word, request.access.counts, changed="posts")
