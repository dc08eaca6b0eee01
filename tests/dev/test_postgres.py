"""The embedded database refuses data it cannot read."""

from __future__ import annotations

import pytest

from dev import console, paths, postgres, state, supervisor


def test_data_of_another_version_is_a_sentence_that_says_what_to_do(
    place: state.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "OUTSIDE", place.folder / "outside")
    for folder in (place.folder, place.folder / "outside" / "test"):
        (folder / "postgres").mkdir(parents=True)
        (folder / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(console.CannotGoOnError, match="PostgreSQL 17, and this is 18"):
        postgres.start(supervisor.Supervisor(place), is_forgetful=True)
