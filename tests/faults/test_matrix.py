"""The fault matrix: every fault that concerns posts and replies, for the three classes of networks side by side."""

from __future__ import annotations

import pytest

from tests.faults import (
    contention,
    crashes,
    deploying,
    infrastructure,
    load,
    network,
    partings,
    races,
    replies,
    report,
    scarcity,
    summer_time,
    tokens,
)
from tests.faults.conftest import Perform
from tests.faults.report import Report
from tests.faults.scenario import Scenario

SCENARIOS = (
    *network.SCENARIOS,
    *tokens.SCENARIOS,
    *crashes.SCENARIOS,
    *races.SCENARIOS,
    *infrastructure.SCENARIOS,
    *scarcity.SCENARIOS,
    *contention.SCENARIOS,
    *summer_time.SCENARIOS,
    *partings.SCENARIOS,
    *deploying.SCENARIOS,
    *load.SCENARIOS,
    *replies.SCENARIOS,
)


@pytest.mark.parametrize("scenario", report.mine(SCENARIOS), ids=lambda scenario: scenario.name)
def test_nothing_is_lost_doubled_or_untold(perform: Perform, scenario: Scenario, kept_report: Report) -> None:
    results = perform(scenario)
    kept_report.add(results)

    wrong = report.words(results)
    assert not wrong, wrong
