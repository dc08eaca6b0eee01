"""The Dockerfile and what goes into the image."""

from __future__ import annotations

import re
import shlex
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dev import environment
from tests.architecture.source import ROOT, rooms
from tests.deploy.compose import DOCKERFILE

TEXT = DOCKERFILE.read_text().replace("\\\n", " ")
STAGES = TEXT.split("\nFROM ")[1:]
LAST = STAGES[-1]
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()
LEFT_OUT = {"dev", "bench"}
"""Rooms that serve nobody in production."""


def lines(stage: str, word: str) -> list[str]:
    """What the instructions of one kind say."""
    return [line.partition(" ")[2] for line in stage.splitlines() if line.startswith(f"{word} ")]


def locked() -> dict[str, str]:
    """Name → version of every package in the lock."""
    found = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def needed() -> set[str]:
    """The packages that production needs: those of pyproject.toml, and what they ask for themselves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    open_, found = [Requirement(line) for line in project["dependencies"]], set[str]()
    while open_:
        asked = open_.pop()
        name = canonicalize_name(asked.name)
        if name in found and not asked.extras:
            continue
        if asked.marker is None or any(asked.marker.evaluate({"extra": one}) for one in asked.extras or {""}):
            found.add(name)
            open_ += [_of(line, asked.extras) for line in distribution(name).requires or []]
    return found


def _of(line: str, extras: set[str]) -> Requirement:
    """What a package asks for where it is wanted with these extras; a marker that does not hold stays false."""
    asked = Requirement(line)
    holds = asked.marker is None or any(asked.marker.evaluate({"extra": one}) for one in extras or {""})
    asked.marker = None
    return asked if holds else Requirement(f"{asked.name}; python_version < '3'")


def test_every_package_of_production_stands_in_the_lock_with_its_hash() -> None:
    found = needed()

    assert found >= {"django", "celery", "kombu", "qrcode", "brotli", "boto3"}
    assert found - set(locked()) == set()


def test_nothing_of_development_is_needed_in_production() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    development = {canonicalize_name(Requirement(line).name) for line in groups["dev"]}

    assert development & needed() == set()


def test_the_image_installs_exactly_the_lock() -> None:
    install = next(line for line in lines(STAGES[1], "RUN") if "uv pip install" in line)

    assert {"--require-hashes", "--no-build"} <= set(shlex.split(install))
    assert "-r pyproject.toml -c requirements.lock" in install
    assert any(environment.UV in line for line in lines(STAGES[1], "RUN"))


def test_it_runs_as_nobody_with_a_fixed_number() -> None:
    assert lines(LAST, "USER") == ["10001:10001"]


def test_programs_are_started_without_a_shell_so_that_signals_arrive() -> None:
    assert [line[0] for line in lines(LAST, "CMD")] == ["["]
    assert " CMD [" in next(iter(lines(LAST, "HEALTHCHECK")))


def test_only_the_volume_belongs_to_the_user() -> None:
    assert lines(LAST, "VOLUME") == ['["/media"]']
    assert [line for line in lines(LAST, "COPY") if "--chown" in line] == []


@pytest.mark.parametrize("instruction", ["ENV", "ARG", "COPY", "LABEL"])
def test_no_layer_holds_a_secret(instruction: str) -> None:
    said = " ".join(line for stage in STAGES for line in lines(stage, instruction))

    assert not re.search(r"SECRET|TOKEN|PASSWORD|\.env\b|secrets", said)


def test_every_room_of_the_product_goes_in_and_nothing_else() -> None:
    let_in = {line[1:] for line in IGNORED if line.startswith("!")}

    assert IGNORED[1] == "*"
    assert set(rooms()) - let_in == LEFT_OUT
    assert {"tests", "docs", ".env", "secrets", ".git", ".data"} & let_in == set()


def test_packages_and_front_end_come_by_their_usual_ways() -> None:
    assert not re.search(r"https?://", TEXT)
    assert lines(STAGES[0], "RUN") == ["npm ci --no-audit --no-fund", "node build.mjs"]
