"""One run of the whole machine for all tests that read what it came to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.activity import post_office
from tests.deploy import canaries, servers, story
from tests.deploy.machine import Machine
from tests.deploy.story import PROCESSES, Story, publish, times_sent
from tests.deploy.visitor import Visitor
from tests.faults.processes import wait_until

LIVE = ("live", "")


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Installed, used, dumped, stopped, restored, started again."""
    folder = tmp_path_factory.mktemp("machine")
    with servers.database(folder / "cluster") as database, post_office.opened() as office:
        machine = Machine(folder, database, office.address, OPEN_SIGNUP="1", MEYDAN_UNDO_SECONDS="4")
        made = Story(machine, office)
        try:
            machine.valkey.start()
            story.prepare(machine)
            machine.start("sandbox", *PROCESSES)
            machine.wait_until_well("sandbox", *PROCESSES, seconds=180)
            _use(made, folder / "meydan.dump")
            made.ended = machine.stop(*PROCESSES)
            _come_back(made, folder / "meydan.dump")
            yield made
        finally:
            machine.end()


def _use(made: Story, dump: Path) -> None:
    """A first post goes out; the second one goes out too, but after the backup was taken."""
    machine, visitor = made.machine, Visitor(made.machine.port)
    brand = story.found_organization(made, visitor)
    answers = made.answers
    answers["home"] = visitor.get(brand)
    for name in ("healthz", "readyz", "status", "metrics"):
        answers[name] = visitor.get(f"/{name}")
    answers["ready again"] = visitor.get("/readyz")
    style = _style(answers["home"].text)
    answers["style"] = visitor.get(style, **{"Accept-Encoding": "br"})
    answers["map"] = visitor.get(f"{style}.map")
    visitor.send(f"{brand}channels/connect/sandbox/", {"handle": canaries.HANDLE})
    people = next(part for part in answers["home"].text.split('"') if part.endswith("/people/"))
    answers |= canaries.leave(visitor, brand, people)
    publish(visitor, brand, canaries.FIRST)
    _wait_for(made, canaries.FIRST, LIVE)
    publish(visitor, brand, canaries.SECOND)
    story.dump(machine, dump)
    _wait_for(made, canaries.SECOND, LIVE)
    made.cookies = {cookie.name: cookie.secure for cookie in visitor.http.cookies.jar}
    made.secrets |= {name: visitor.http.cookies[name] for name in ("__Host-session", "__Host-csrf")}
    visitor.close()


def _come_back(made: Story, dump: Path) -> None:
    """The database is lost; what was dumped before the second post went out is served again."""
    story.restore(made.machine, dump)
    made.after["restored"] = story.states(made.machine)[canaries.SECOND]
    made.machine.start("worker-publish")
    _wait_for(made, canaries.SECOND, ("held", "restored"))
    made.after["served"] = story.states(made.machine)[canaries.SECOND]
    made.after["first"] = story.states(made.machine)[canaries.FIRST]
    for text in (canaries.FIRST, canaries.SECOND):
        made.sent[text] = times_sent(made.machine, text)
    made.machine.stop("worker-publish")


def _wait_for(made: Story, text: str, state: tuple[str, str]) -> None:
    wait_until(lambda: story.states(made.machine).get(text) == state, 90, f"{text!r} is {state}", step=0.2)


def _style(page: str) -> str:
    return next(part for part in page.split('"') if part.startswith("/static/app.") and part.endswith(".css"))
