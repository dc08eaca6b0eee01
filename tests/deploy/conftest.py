"""One run of the whole machine for all tests that read what it came to."""

from __future__ import annotations

import pickle
import subprocess
from pathlib import Path

import pytest

from tests.deploy import telling
from tests.deploy.story import Story


@pytest.fixture(scope="session")
def told(run_folder: Path, telling_command: list[str]) -> Story:
    """Installed, used, dumped, stopped, restored, started again; it began with the tests (tests/conftest.py)."""
    subprocess.run(telling_command, check=True)
    story: Story = pickle.loads((run_folder / telling.TOLD).read_bytes())
    return story
