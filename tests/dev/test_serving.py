"""What `make run` says before it starts anything."""

from __future__ import annotations

import socket

import pytest

from dev import console, ports, serving, state


def test_without_a_port_it_is_8000() -> None:
    assert serving.port_from([]) == 8000
    assert serving.port_from(["8123"]) == 8123


@pytest.mark.parametrize("words", [["0"], ["65536"], ["web"], ["-1"], ["80", "81"], [""]])
def test_what_is_no_port_is_refused_with_an_example(words: list[str]) -> None:
    with pytest.raises(console.CannotGoOnError, match="make run PORT=8123"):
        serving.port_from(words)


def test_a_taken_port_is_a_sentence_that_names_another(place: state.Place) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(console.CannotGoOnError) as refusal:
            serving.check_port(place, port)

    assert f"Port {port} is taken" in str(refusal.value)
    assert "make run PORT=" in str(refusal.value)


def test_a_second_start_says_where_the_first_one_answers(
    place: state.Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.write_status(state.Status(address="http://127.0.0.1:8123"))

    is_running = serving.is_running_already(state.Place("run", place.folder))

    assert is_running
    assert "http://127.0.0.1:8123/" in capsys.readouterr().out


def test_the_first_start_claims_the_place(place: state.Place) -> None:
    place.release()
    first = state.Place("run", place.folder)

    assert not serving.is_running_already(first)
    assert not place.claim()
    first.release()
