"""Style sheets of many rooms that end in one file."""

from __future__ import annotations

import re
from collections import defaultdict

from django.conf import settings

RULE = re.compile(r"^\s*\.([a-z][\w-]*)\s*\{", re.MULTILINE)


def test_a_class_is_made_in_one_style_sheet_only() -> None:
    makers: dict[str, set[str]] = defaultdict(set)
    for sheet in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        for name in RULE.findall(sheet.read_text(encoding="utf-8")):
            makers[name].add(sheet.name)

    assert len(makers) > 100
    assert {name: sheets for name, sheets in makers.items() if len(sheets) > 1} == {}
