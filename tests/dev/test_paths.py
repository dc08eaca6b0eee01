"""The fingerprint of sources: changes with any of them, with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev import paths


@pytest.fixture
def styles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of sources in a checkout."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    folder = tmp_path / "css"
    (folder / "parts").mkdir(parents=True)
    (folder / "app.css").write_text("a {}")
    (folder / "parts" / "card.css").write_text("b {}")
    return folder


def test_the_same_sources_have_the_same_fingerprint(styles: Path) -> None:
    before = paths.digest_of(styles)

    (styles / "app.css").touch()

    assert paths.digest_of(styles, styles.parent / "missing") == before


def test_a_changed_or_renamed_source_changes_the_fingerprint(styles: Path) -> None:
    before = paths.digest_of(styles)

    (styles / "parts" / "card.css").rename(styles / "card.css")
    renamed = paths.digest_of(styles)
    (styles / "card.css").write_text("c {}")

    assert len({before, renamed, paths.digest_of(styles)}) == 3
