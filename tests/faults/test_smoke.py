"""The smoke set of the fault matrix: the faults that doubled posts elsewhere, in every run of the tests."""

from __future__ import annotations

import pytest

from tests.faults import crashes, network, races, report
from tests.faults.conftest import Perform
from tests.faults.scenario import Scenario

SMOKE = (network.SMOKE, *crashes.SMOKE, *races.SMOKE)


@pytest.mark.parametrize("scenario", SMOKE, ids=lambda scenario: scenario.name)
def test_nothing_is_lost_doubled_or_untold(perform: Perform, scenario: Scenario) -> None:
    wrong = report.words(perform(scenario))
    assert not wrong, wrong
