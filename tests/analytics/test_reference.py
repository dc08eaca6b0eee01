"""docs/analytics.md says what the code reckons."""

from __future__ import annotations

from analytics import reference
from analytics.kpis import KPIS


def test_the_page_of_numbers_is_up_to_date() -> None:
    page = reference.file().read_text()

    assert reference.renewed(page) == page, "run `make reference`"


def test_every_number_says_all_of_itself() -> None:
    for kpi in KPIS.values():
        sentences = (kpi.meaning, kpi.formula, kpi.unknown, kpi.adds)
        assert all(
            str(sentence).endswith((".", "÷ reach, of the posts for which both were told."))
            for sentence in sentences
        )
        assert str(kpi.name)
        assert not str(kpi.name).endswith(".")
