"""One run of the whole machine, in a process of its own so that other tests run meanwhile.

`python -m tests.deploy.telling <folder>` leaves what it came to in <folder>/told; a second call waits for the first.
"""

from __future__ import annotations

import fcntl
import pickle
import sys
from pathlib import Path

from tests.activity import post_office
from tests.activity.post_office import PostOffice
from tests.deploy import canaries, servers, story
from tests.deploy.machine import Machine
from tests.deploy.story import PROCESSES, Story, publish, times_sent
from tests.deploy.visitor import Visitor
from tests.faults.processes import wait_until

TOLD = "told"
LIVE = ("live", "")


def tell(folder: Path) -> None:
    """Once, however many processes ask for it."""
    file = folder / TOLD
    with (folder / "told.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            machine = folder / "machine"
            machine.mkdir()
            file.write_bytes(pickle.dumps(_tell(machine)))


def _tell(folder: Path) -> Story:
    with servers.database(folder / "cluster") as database, post_office.opened() as office:
        machine = Machine(folder, database, office.address, OPEN_SIGNUP="1", MEYDAN_UNDO_SECONDS="4")
        made = Story(secrets=story.secrets_of(machine))
        try:
            machine.valkey.start()
            story.prepare(machine)
            machine.start("sandbox", *PROCESSES)
            machine.wait_until_well("sandbox", *PROCESSES, seconds=180)
            _use(made, machine, office, folder / "meydan.dump")
            for name, (code, seconds) in machine.stop(*PROCESSES).items():
                made.ended[name] = (code, seconds, machine.grace(name))
            _come_back(made, machine, folder / "meydan.dump")
        finally:
            machine.end()
        made.mails_to = [str(mail["To"]) for mail in office.taken]
        made.logs = machine.logs()
    return made


def _use(made: Story, machine: Machine, office: PostOffice, dump: Path) -> None:
    """A first post goes out; the second one goes out too, but after the backup was taken."""
    visitor = Visitor(machine.port)
    brand = story.found_organization(made, office, visitor)
    answers = made.answers
    answers["home"] = visitor.get(brand)
    for name in ("healthz", "readyz", "status", "metrics"):
        answers[name] = visitor.get(f"/{name}")
    answers["ready again"] = visitor.get("/readyz")
    style = _style(answers["home"].text)
    answers["style"] = visitor.get(style, **{"Accept-Encoding": "br"})
    answers["map"] = visitor.get(f"{style}.map")
    visitor.send(f"{brand}channels/connect/sandbox/", {"handle": canaries.HANDLE})
    places = visitor.get("/me/settings/").text.split('"')
    people = next(part for part in places if part.endswith("/people/"))
    answers |= canaries.leave(visitor, brand, people)
    canaries.leave_raw(machine.port)
    publish(visitor, brand, canaries.FIRST)
    _wait_for(machine, canaries.FIRST, LIVE)
    publish(visitor, brand, canaries.SECOND)
    story.dump(machine, dump)
    _wait_for(machine, canaries.SECOND, LIVE)
    made.cookies = {cookie.name: cookie.secure for cookie in visitor.http.cookies.jar}
    made.secrets |= {name: visitor.http.cookies[name] for name in ("__Host-session", "__Host-csrf")}
    visitor.close()


def _come_back(made: Story, machine: Machine, dump: Path) -> None:
    """The database is lost; what was dumped before the second post went out is served again."""
    story.restore(machine, dump)
    made.after["restored"] = story.states(machine)[canaries.SECOND]
    machine.start("worker-publish")
    _wait_for(machine, canaries.SECOND, ("held", "restored"))
    made.after["served"] = story.states(machine)[canaries.SECOND]
    made.after["first"] = story.states(machine)[canaries.FIRST]
    for text in (canaries.FIRST, canaries.SECOND):
        made.sent[text] = times_sent(machine, text)
    machine.stop("worker-publish")


def _wait_for(machine: Machine, text: str, state: tuple[str, str]) -> None:
    wait_until(lambda: story.states(machine).get(text) == state, 90, f"{text!r} is {state}", step=0.2)


def _style(page: str) -> str:
    return next(part for part in page.split('"') if part.startswith("/static/app.") and part.endswith(".css"))


if __name__ == "__main__":
    tell(Path(sys.argv[1]))
