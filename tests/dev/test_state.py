"""Places: one lock, one run.json, one set of secrets each."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dev import console, paths, processes, state


def test_only_one_start_holds_a_place(place: state.Place) -> None:
    second = state.Place("test", place.folder)

    assert not second.claim()

    place.release()
    assert second.claim()
    second.release()


def test_a_busy_place_leads_to_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "DATA", tmp_path)

    first = state.claim_first_free("test", most=2)
    second = state.claim_first_free("test", most=2)

    assert (first.name, second.name) == ("test", "test-2")
    with pytest.raises(console.CannotGoOnError, match="busy"):
        state.claim_first_free("test", most=2)
    first.release()
    second.release()


def test_run_json_comes_back_as_it_was_written(place: state.Place) -> None:
    web = processes.Record("web", 4711, "99", "gunicorn smm.wsgi")
    status = state.Status("http://127.0.0.1:8000", web, [web], {"postgres": 21_000})

    place.write_status(status)

    assert place.read_status() == status


@pytest.mark.parametrize("text", ["", "{", "[]", '{"processes": [{"pid": 1}]}', '{"ports": 3}'])
def test_a_damaged_run_json_counts_as_empty(place: state.Place, text: str) -> None:
    (place.folder / "run.json").write_text(text)

    assert place.read_status() == state.Status()


def test_secrets_are_made_once_and_only_their_owner_reads_them(place: state.Place) -> None:
    first = place.secrets()
    second = place.secrets()

    assert first == second
    assert len({first.postgres, first.owner, first.app, first.secret_key}) == 4
    assert first.token_keys.startswith("k1:")
    assert stat.S_IMODE((place.folder / "secrets.json").stat().st_mode) == 0o600


def test_damaged_secrets_end_the_start_instead_of_being_replaced(place: state.Place) -> None:
    (place.folder / "secrets.json").write_text('{"postgres": ')

    with pytest.raises(console.CannotGoOnError, match=r"secrets\.json"):
        place.secrets()
