"""docker-compose.yml and the Dockerfile as data: what would run, with which variables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from tests.architecture.source import ROOT

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "Dockerfile"
EXAMPLE = ROOT / "deploy" / "compose.env"
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `environment` is what its process sees: the image's, the file .env, then its own."""

    name: str
    raw: dict[str, Any]
    environment: dict[str, str]

    @property
    def is_ours(self) -> bool:
        """Whether it runs our image."""
        return str(self.raw["image"]).startswith("meydan:")

    @property
    def command(self) -> list[str]:
        """What runs, word by word."""
        return [str(word) for word in self.raw.get("command", [])]

    @property
    def health(self) -> list[str]:
        """What is asked to know whether it is well; empty where nothing is asked."""
        return [str(word) for word in self.raw.get("healthcheck", {}).get("test", [])]

    @property
    def secrets(self) -> list[str]:
        """Names of the secrets it can read."""
        return list(self.raw.get("secrets", []))


def document(values: dict[str, str]) -> dict[str, Any]:
    """The file with variables filled in as compose does it. KeyError names a variable that must be set."""
    return _filled(yaml.safe_load(COMPOSE.read_text()), values)


def services(values: dict[str, str]) -> dict[str, Service]:
    """All services, profiles included, with these values in .env."""
    found = {}
    for name, raw in document(values)["services"].items():
        ours = str(raw["image"]).startswith("meydan:")
        env_file = values if raw.get("env_file") else {}
        own = {key: str(value) for key, value in raw.get("environment", {}).items()}
        found[name] = Service(name, raw, {**(image_environment() if ours else {}), **env_file, **own})
    return found


@cache
def image_environment() -> dict[str, str]:
    """What ENV says in the last stage of the Dockerfile, without PATH."""
    last = DOCKERFILE.read_text().rpartition("\nFROM ")[2].replace("\\\n", " ")
    lines = [line.removeprefix("ENV ") for line in last.splitlines() if line.startswith("ENV ")]
    pairs = (word.split("=", 1) for line in lines for word in line.split())
    return {name: value for name, value in pairs if name != "PATH"}


def example() -> dict[str, str]:
    """What deploy/compose.env sets."""
    lines = (line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def _filled(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(value, values) for value in node]
    return VARIABLE.sub(lambda match: _value(match, values), node) if isinstance(node, str) else node


def _value(match: re.Match[str], values: dict[str, str]) -> str:
    name, kind, rest = match[1], match[2], match[3]
    if kind == "-":
        return values.get(name) or rest
    return values[name]
