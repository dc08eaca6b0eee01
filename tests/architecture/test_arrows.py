"""Arrows between rooms point down. import-linter's contracts in pyproject.toml hold it; here they are held to be able to."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from grimp import ImportGraph, build_graph
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

from tests.architecture.source import ROOT, rooms

configure()
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
KINDS: dict[str, Any] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
}
SEEDS = [
    ("core.ids", "calendar_app.models"),
    ("networks.base", "django"),
    ("core.http.client", "django"),
    ("core.text", "core.tenancy.scope"),
    ("networks.base", "accounts.models"),
    ("accounts.models", "activity.models"),
    ("activity.models", "connections.models"),
    ("connections.models", "media_library.models"),
    ("media_library.models", "connections.models"),
    ("calendar_app.models", "approvals"),
    ("calendar_app.models", "smm.settings"),
    ("calendar_app.models", "calendar_app.services"),
    ("calendar_app.services", "calendar_app.publishing"),
    ("calendar_app.publishing", "networks.registry"),
    ("calendar_app.publishing", "networks.sandbox"),
    ("smm.settings", "sandbox"),
    ("networks.sandbox", "sandbox.store"),
    ("core.environment", "dev"),
    ("sandbox.store", "networks.sandbox"),
    ("dev.paths", "core.environment"),
    ("dev.paths", "sandbox"),
]
"""Imports that must break a contract; none of them exists."""


@cache
def graph() -> ImportGraph:
    """Who imports whom."""
    first, *others = CONFIG["root_packages"]
    return build_graph(first, *others, include_external_packages=True, cache_dir=None)


@cache
def contracts() -> list[Any]:
    """The contracts of pyproject.toml."""
    options = read_user_options(str(ROOT / "pyproject.toml"))
    return [
        KINDS[one["type"]](name=one["name"], session_options=options.session_options, contract_options=one)
        for one in options.contracts_options
    ]


def broken(imports: ImportGraph) -> list[str]:
    """The names of the contracts that do not hold."""
    return [one.name for one in contracts() if not one.check(graph=deepcopy(imports), verbose=False).kept]


def test_every_contract_holds() -> None:
    assert broken(graph()) == []


@pytest.mark.parametrize(("importer", "imported"), SEEDS)
def test_an_import_that_points_up_breaks_a_contract(importer: str, imported: str) -> None:
    seeded = deepcopy(graph())
    for module in (importer, imported):
        if module not in seeded.modules:
            seeded.add_module(module)
    assert imported not in seeded.find_modules_directly_imported_by(importer), "seed another one"
    seeded.add_import(importer=importer, imported=imported)

    assert broken(seeded)


def test_every_room_stands_under_the_contracts() -> None:
    layers = " ".join(CONFIG["contracts"][0]["layers"]).replace("|", " ").split()

    assert sorted(CONFIG["root_packages"]) == rooms()
    assert sorted({*layers, "sandbox", "dev", "bench"}) == rooms()


def test_every_client_of_a_network_is_closed_to_the_rooms_above() -> None:
    open_to_all = {"base", "conversing", "errors", "checks", "measuring", "wire", "registry", "__init__"}
    contract = next(
        one for one in CONFIG["contracts"] if one["name"].startswith("Only the room of connections")
    )
    closed = {name.removeprefix("networks.") for name in contract["forbidden_modules"]}
    files = {file.stem for file in (ROOT / "networks").glob("*.py")} - open_to_all

    assert {name for name in files if not name.endswith("_text")} | {"registry"} == closed
