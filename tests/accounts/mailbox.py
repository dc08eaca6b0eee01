"""What a person finds in her mail."""

from __future__ import annotations

import re

from activity.models import Mail


def latest(to: str) -> Mail:
    """The newest mail to this address, of any organization the open scope may see."""
    found = Mail.objects.filter(to=to).order_by("-created_at", "-id").first()
    assert found is not None, f"no mail to {to}"
    return found


def link(mail: Mail) -> str:
    """The path of the first link in a mail."""
    match = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert match is not None, mail.text
    return match[1]
