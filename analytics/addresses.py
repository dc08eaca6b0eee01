"""How a short link is written, and which ones a text carries."""

from __future__ import annotations

import re

from django.conf import settings

CODE = "[A-Za-z0-9]{7,16}"


def address_of(code: str) -> str:
    """What people see and follow."""
    return f"{settings.BASE_URL}/l/{code}"


def codes_in(text: str) -> list[str]:
    """The codes of all short links in a text, each once, in order."""
    found = re.findall(re.escape(settings.BASE_URL) + rf"/l/({CODE})(?![A-Za-z0-9])", text)
    return list(dict.fromkeys(found))
