"""The contract of networks against the fake network: as the practice adapter speaks to it, and without keys.

That the practice adapter passes shows that the fake network answers as the practice network does.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core import http as outgoing
from networks import registry, sandbox
from networks.base import Repeat
from networks.errors import Refused, Unsure
from networks.sandbox import Sandbox
from tests.faults import networks
from tests.faults.fake_network.client import FakeNetwork
from tests.faults.networks import FakeNever, FakeRead
from tests.networks.contract import DRAFT, NOW, PICTURE, PublishingContract
from tests.networks.stage import Stage
from tests.networks.wire_server import Fault, WireServer

KEY = "0123456789abcdef"


def passed_on_to(port: int) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that asks the fake network, so that the wire before it can be cut as the contract wants."""

    def application(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        names = {name: str(value) for name, value in environ.items() if name.startswith("HTTP_")}
        headers = {name[5:].replace("_", "-"): value for name, value in names.items()}
        target = environ["PATH_INFO"] + (f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else "")
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        line.request(environ["REQUEST_METHOD"], target, environ["wsgi.input"].read(), headers)
        answer = line.getresponse()
        start(f"{answer.status} {answer.reason}", answer.getheaders())
        body = answer.read()
        line.close()
        return [body]

    return application


class FakeStage(Stage):
    """An adapter, a wire, the fake network; its clock stands where the contract's draft was made."""

    publish_path, find_path = "/api/posts", "/api/posts?"
    who_path, refresh_path, connect_path = "/api/me", "/api/token", "/api/connect"

    def __init__(self, fake: FakeNetwork, network: Sandbox, handle: str) -> None:
        self.network, self._handle, self._fake = network, handle, fake
        fake.reset()
        fake.clock(NOW.timestamp() - time.time())
        self.wire = WireServer(passed_on_to(fake.port))
        outgoing.configure([self.wire.origin])
        sandbox.configure(self.wire.origin)

    def typed(self) -> dict[str, str]:
        return {"handle": self._handle}

    def posts(self) -> list[str]:
        return [post["text"] for post in self._fake.posts()]

    def expire(self) -> None:
        self._fake.expire(self._handle)

    def revoke(self) -> None:
        self._fake.revoke(self._handle)

    def close(self) -> None:
        self.wire.close()
        sandbox.configure("")
        outgoing.configure([])


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeNetwork]:
    with FakeNetwork() as made:
        yield made


class TestByKey(PublishingContract):
    """The product's own adapter, word by word; how it takes garbage is shown in its own tests."""

    test_garbage_is_one_of_the_four_errors = None  # type: ignore[assignment]

    @pytest.fixture
    def stage(self, fake: FakeNetwork) -> Iterator[FakeStage]:
        made = FakeStage(fake, Sandbox(), "key-1")
        yield made
        made.close()


class TestByReading(PublishingContract):
    """The contract, where keys are nothing to the network."""

    @pytest.fixture
    def stage(self, fake: FakeNetwork) -> Iterator[FakeStage]:
        made = FakeStage(fake, FakeRead(), "read-1")
        yield made
        made.close()

    def test_the_same_key_makes_one_object(self, stage: Stage) -> None:
        """It does not here: whoever sends twice has two, and the first is found."""
        account = stage.connect()

        first, second = stage.publish(account, DRAFT, KEY), stage.publish(account, DRAFT, KEY)

        assert first.remote_id != second.remote_id
        assert stage.network.find(account, DRAFT, KEY) == first
        assert stage.network.repeat is Repeat.BY_READING

    @pytest.mark.parametrize("status", [0, 500, 502, 504])
    def test_trouble_after_accepting_is_unsure_and_found(self, stage: Stage, status: int) -> None:
        account = stage.connect()
        stage.wire.faults.append(Fault(stage.publish_path, accepted=True, status=status))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, KEY)

        assert stage.network.find(account, DRAFT, KEY) is not None
        assert len(stage.posts()) == 1

    def test_only_the_same_text_and_pictures_since_the_first_attempt_are_found(self, stage: Stage) -> None:
        account = stage.connect()
        stage.publish(account, DRAFT, KEY)

        unlike = (
            replace(DRAFT, text="Salam"),
            replace(DRAFT, pictures=(PICTURE,)),
            replace(DRAFT, created_at=NOW + timedelta(minutes=5)),
        )

        assert [stage.network.find(account, draft, KEY) for draft in unlike] == [None, None, None]
        assert stage.network.find(account, replace(DRAFT, created_at=None), KEY) is not None

    def test_no_key_is_sent(self, stage: FakeStage) -> None:
        stage.publish(stage.connect(), DRAFT, KEY)

        assert not stage.wire.seen[-1][2].get("idempotency-key")


class TestNever(PublishingContract):
    """The contract, where nothing can be found; it takes garbage as the practice adapter does."""

    test_garbage_is_one_of_the_four_errors = None  # type: ignore[assignment]

    @pytest.fixture
    def stage(self, fake: FakeNetwork) -> Iterator[FakeStage]:
        made = FakeStage(fake, FakeNever(), "never-1")
        yield made
        made.close()

    def test_the_same_key_makes_one_object(self, stage: Stage) -> None:
        """It does not here."""
        account = stage.connect()

        first, second = stage.publish(account, DRAFT, KEY), stage.publish(account, DRAFT, KEY)

        assert first.remote_id != second.remote_id
        assert stage.network.repeat is Repeat.NEVER

    def test_find_says_none_before_and_the_same_after(self, stage: Stage) -> None:
        """It refuses, before and after."""
        account = stage.connect()
        calls = len(stage.wire.seen)

        with pytest.raises(Refused):
            stage.network.find(account, DRAFT, KEY)

        assert len(stage.wire.seen) == calls

    @pytest.mark.parametrize("status", [0, 500, 502, 504])
    def test_trouble_after_accepting_is_unsure_and_found(self, stage: Stage, status: int) -> None:
        """Unsure it is, and so it stays."""
        account = stage.connect()
        stage.wire.faults.append(Fault(stage.publish_path, accepted=True, status=status))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, KEY)

        assert len(stage.posts()) == 1

    @pytest.mark.parametrize("status", [0, 500, 503])
    def test_trouble_before_accepting_is_unsure_and_not_found(self, stage: Stage, status: int) -> None:
        """Unsure too: nobody can tell it from the other."""
        account = stage.connect()
        stage.wire.faults.append(Fault(stage.publish_path, status=status))

        with pytest.raises(Unsure):
            stage.publish(account, DRAFT, KEY)

        assert stage.posts() == []


def test_they_are_known_inside_the_block_only() -> None:
    before = registry.all_networks()

    with networks.registered():
        networks.register()
        inside = [network.key for network in registry.all_networks()]

    assert inside[-2:] == ["fakeread", "fakenever"]
    assert registry.all_networks() == before
