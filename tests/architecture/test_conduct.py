"""How tests behave: nobody outside is asked, the order is random, packages are empty."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime

import pytest
from pytest_socket import SocketConnectBlockedError

from tests.architecture.source import ROOT, shown


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "2001:db8::1"])
def test_nobody_outside_can_be_reached(host: str) -> None:
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection((host, 80), timeout=0.1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_the_order_is_random(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.pluginmanager.hasplugin("randomly")


def test_a_still_clock_stands_still(still_clock: datetime) -> None:
    time.sleep(0.01)

    assert datetime.now(UTC) == still_clock


def test_packages_of_tests_are_empty() -> None:
    packages = (ROOT / "tests").rglob("__init__.py")

    assert [shown(file) for file in packages if "node_modules" not in file.parts and file.read_text()] == []


def test_every_test_file_is_in_a_package_and_will_be_found() -> None:
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if "node_modules" not in file.parts]

    assert [shown(file) for file in files if not (file.parent / "__init__.py").exists()] == []
