"""The words after `python3 -m dev`."""

from __future__ import annotations

import pytest

from dev import browsers, jobs, paths


@pytest.mark.parametrize("words", [[], ["dance"]])
def test_an_unknown_word_lists_the_known_ones(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert jobs.main(words) == 2
    assert "run|test|lint|deep|e2e" in capsys.readouterr().err


def test_every_word_of_the_makefile_is_a_job() -> None:
    lines = (paths.ROOT / "Makefile").read_text().splitlines()

    called = {line.split("-m dev ")[1].split()[0] for line in lines if "-m dev " in line}

    assert called == set(jobs.JOBS)


def test_browser_tests_are_skipped_with_a_reason_where_there_is_no_chromium(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    assert browsers.find() is None
    assert jobs.main(["e2e"]) == 0
    assert "skipped: the browser tests need Chromium" in capsys.readouterr().out
