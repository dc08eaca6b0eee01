"""Which pytest `make test` calls."""

from __future__ import annotations

import pytest

from dev import testing


def test_without_words_the_whole_suite_runs_but_what_has_a_job_of_its_own() -> None:
    command = testing.pytest_command([])

    assert command[1:6] == ["-m", "pytest", "-n", "2", "tests"]
    assert "--ignore=tests/e2e" in command
    assert "--ignore=tests/real" in command


def test_a_named_part_runs_alone() -> None:
    command = testing.pytest_command(["tests/dev/test_testing.py::test_a_named_part_runs_alone", "-x"])

    assert "tests" not in command
    assert command[-1] == "-x"


def test_a_choice_without_a_path_is_made_from_the_whole_suite() -> None:
    assert "tests" in testing.pytest_command(["-k", "wall or door"])


@pytest.mark.parametrize("word", ["-n0", "-n4", "-nauto", "--numprocesses=3", "--pdb"])
def test_a_person_chooses_the_number_of_processes(word: str) -> None:
    command = testing.pytest_command([word])

    assert command[3] == word


def test_dash_n_with_a_space_counts_as_a_choice() -> None:
    assert testing.pytest_command(["-n", "0"]).count("-n") == 1
