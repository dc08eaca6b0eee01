"""The harness can see: a naive publisher and seeded mutants of our own engine are caught."""

from __future__ import annotations

import pytest

from tests.faults import crashes, network, races, report
from tests.faults.conftest import PerformAs
from tests.faults.report import Report
from tests.faults.scenario import Scenario

NAIVE = (crashes.C4, network.F11, races.F18, network.F14)
MUTANTS = {
    "no_fence": crashes.C3,
    "no_compare": races.PREPARING,
    "no_waiting": network.F13,
    "blind_retry": network.F11,
    "no_sweep": crashes.C3,
}


@pytest.mark.parametrize("scenario", report.mine(NAIVE), ids=lambda scenario: scenario.name)
def test_a_naive_publisher_is_caught(perform_as: PerformAs, scenario: Scenario, kept_report: Report) -> None:
    results = perform_as("naive", scenario)

    assert [result for result in results if result.avoidable]
    kept_report.naive_caught.add(scenario.cases[0].fault)


@pytest.mark.parametrize("mutant", report.mine(sorted(MUTANTS)))
def test_a_mutant_is_caught(perform_as: PerformAs, mutant: str, kept_report: Report) -> None:
    results = perform_as(f"mutant:{mutant}", MUTANTS[mutant])

    assert [result for result in results if result.avoidable]
    kept_report.mutants_caught.add(mutant)
