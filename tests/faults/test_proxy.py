"""The proxy breaks lines as it says, in front of the fake network and in front of the real Postgres."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from tests.faults.fake_network.client import FakeNetwork
from tests.faults.proxy import FaultProxy
from tests.faults.test_harness import CLOSED, RESET, Caller

ADMIN_URL = os.environ.get("DATABASE_ADMIN_URL", "")
needs_postgres = pytest.mark.skipif(not ADMIN_URL, reason="needs a database server of our own")
WEB, DATABASE = 0, 1


def port_of_postgres() -> int:
    return int(psycopg2.extensions.parse_dsn(ADMIN_URL).get("port", 5432)) if ADMIN_URL else 5432


@pytest.fixture(scope="module")
def server() -> Iterator[FakeNetwork]:
    with FakeNetwork() as made:
        yield made


@pytest.fixture(scope="module")
def running(server: FakeNetwork) -> Iterator[FaultProxy]:
    with FaultProxy(server.port, port_of_postgres()) as made:
        yield made


@pytest.fixture
def proxy(running: FaultProxy) -> Iterator[FaultProxy]:
    yield running
    running.clear()
    for listener in (WEB, DATABASE):
        running.reset_peer(listener)


@pytest.fixture
def net(server: FakeNetwork) -> FakeNetwork:
    server.reset()
    return server


@pytest.fixture
def caller(net: FakeNetwork, proxy: FaultProxy) -> Iterator[Caller]:
    made = Caller(proxy.port, net.accounts(["key-1"])[0])
    yield made
    made.line.close()


def test_without_faults_everything_passes(net: FakeNetwork, caller: Caller, proxy: FaultProxy) -> None:
    big = caller.call("POST", "media", os.urandom(3_000_000), Content_Type="image/png")

    assert (big[0], caller.post()[0]) == (201, 201)
    assert net.posts()[0]["url"].startswith(proxy.origin)
    assert proxy.status()["lines"] == 1


def test_latency_is_paid_both_ways(caller: Caller, proxy: FaultProxy) -> None:
    caller.post()
    proxy.latency(100)
    started = time.monotonic()

    caller.post()

    assert 0.2 <= time.monotonic() - started < 0.5


def test_bandwidth_makes_a_picture_late(caller: Caller, proxy: FaultProxy) -> None:
    proxy.bandwidth(100_000)
    started = time.monotonic()

    status, _, _ = caller.call("POST", "media", b"x" * 40_000, Content_Type="image/png")

    assert status == 201
    assert 0.35 <= time.monotonic() - started < 1.0


def test_a_line_is_cut_half_way_and_nothing_was_accepted(
    net: FakeNetwork, caller: Caller, proxy: FaultProxy
) -> None:
    proxy.cut_after(250)

    assert caller.post("x" * 500)[0] == RESET
    assert proxy.wait_for("cuts")["cuts"] == 1
    assert (net.posts(), net.calls()) == ([], [])
    assert caller.post("x" * 500)[0] == 201


def test_bytes_are_counted_from_the_moment_of_the_order(caller: Caller, proxy: FaultProxy) -> None:
    caller.post("x" * 500)
    proxy.cut_after(600, times=0)

    assert caller.post("x" * 200, "k2")[0] == 201
    assert caller.post("x" * 500, "k3")[0] == RESET
    assert caller.post("x" * 500, "k3")[0] == RESET


def test_open_lines_are_reset_and_new_ones_pass(caller: Caller, proxy: FaultProxy) -> None:
    caller.post()

    assert proxy.reset_peer() == 1
    assert caller.post()[0] == RESET
    assert caller.post()[0] == 200


def test_nobody_listens_during_an_outage_and_the_port_stays_ours(caller: Caller, proxy: FaultProxy) -> None:
    caller.post()

    proxy.outage()
    during = caller.post()[0]
    with pytest.raises(ConnectionRefusedError):
        caller.post()
    proxy.outage(on=False)

    assert (during, caller.post()[0]) == (RESET, 200)


def test_refusing_leaves_open_lines_alone(caller: Caller, proxy: FaultProxy) -> None:
    caller.post()
    proxy.refuse()

    assert caller.post()[0] == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", proxy.port)).close()


def test_what_silence_held_back_passes_afterwards(
    net: FakeNetwork, caller: Caller, proxy: FaultProxy
) -> None:
    proxy.silence()
    caller.line.timeout = 0.1

    with pytest.raises(TimeoutError):
        caller.post()
    during = net.posts()
    proxy.silence(on=False)
    until = time.monotonic() + 2
    while not net.posts() and time.monotonic() < until:
        time.sleep(0.01)

    assert during == []
    assert len(net.posts()) == 1


def test_a_server_that_is_away_resets_its_callers() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with FaultProxy(nobody.getsockname()[1]) as proxy:
            line = socket.create_connection(("127.0.0.1", proxy.port))
            with pytest.raises(ConnectionResetError):
                line.recv(1)
            line.close()


def test_an_unknown_fault_is_refused(proxy: FaultProxy) -> None:
    with pytest.raises(ValueError, match="explode"):
        proxy._faults(WEB, explode=True)


class Table:
    """A table of our own in the administrator's database, seen past the proxy."""

    def __init__(self, direct: Any) -> None:
        self.name = f"faults_{uuid4().hex}"
        self._direct = direct
        self.run(f"CREATE TABLE {self.name} (word text)")

    def run(self, words: str) -> list[Any]:
        with self._direct.cursor() as cursor:
            cursor.execute(words)
            return list(cursor.fetchall()) if cursor.description else []

    def words(self) -> list[str]:
        return [word for (word,) in self.run(f"SELECT word FROM {self.name} ORDER BY word")]


@pytest.fixture
def table() -> Iterator[Table]:
    direct = psycopg2.connect(ADMIN_URL)
    direct.autocommit = True
    made = Table(direct)
    yield made
    made.run(f"DROP TABLE {made.name}")
    direct.close()


def through(proxy: FaultProxy) -> Any:
    return psycopg2.connect(ADMIN_URL, host="127.0.0.1", port=proxy.ports[DATABASE])


def insert(connection: Any, table: Table, word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table.name} VALUES (%s)", [word])


@needs_postgres
def test_a_commit_is_carried_out_though_its_client_never_hears_of_it(proxy: FaultProxy, table: Table) -> None:
    connection = through(proxy)
    proxy.cut_after_commit(listener=DATABASE)
    insert(connection, table, "there")

    with pytest.raises(psycopg2.OperationalError):
        connection.commit()

    assert table.words() == ["there"]
    assert proxy.wait_for("commits_cut", listener=DATABASE)["commits_counted"] >= 1


@needs_postgres
def test_a_commit_that_was_cut_before_looks_the_same_and_is_not_there(
    proxy: FaultProxy, table: Table
) -> None:
    connection = through(proxy)
    proxy.cut_before_commit(listener=DATABASE)
    insert(connection, table, "lost")

    with pytest.raises(psycopg2.OperationalError):
        connection.commit()

    assert table.words() == []


@needs_postgres
def test_only_the_nth_commit_with_the_words_is_cut(proxy: FaultProxy, table: Table) -> None:
    connection = through(proxy)
    insert(connection, table, "a before the order")
    connection.commit()
    proxy.cut_after_commit(nth=2, containing=table.name, listener=DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'COMMIT'")
    connection.commit()
    insert(connection, table, "b rolled back")
    connection.rollback()
    insert(connection, table, "c first")
    connection.commit()
    insert(connection, table, "d second")

    with pytest.raises(psycopg2.OperationalError):
        connection.commit()
    again = through(proxy)
    insert(again, table, "e third")
    again.commit()
    again.close()

    assert table.words() == ["a before the order", "c first", "d second", "e third"]


@needs_postgres
def test_a_database_that_goes_away_breaks_its_lines(proxy: FaultProxy, table: Table) -> None:
    connection = through(proxy)
    insert(connection, table, "never")

    proxy.outage(listener=DATABASE)
    with pytest.raises(psycopg2.OperationalError):
        connection.commit()
    with pytest.raises(psycopg2.OperationalError):
        through(proxy)
    proxy.outage(on=False, listener=DATABASE)

    through(proxy).close()
    assert table.words() == []


def test_each_listener_has_its_own_faults(caller: Caller, proxy: FaultProxy) -> None:
    proxy.outage(listener=DATABASE)

    assert caller.post()[0] not in (CLOSED, RESET)
