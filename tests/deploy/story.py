"""What happened on the machine, told once: everything is started, used, stopped, lost and restored.

Starting all processes takes most of the time, so the tests read what one run has come to.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

import httpx

from tests.activity.post_office import PostOffice
from tests.architecture.source import ROOT
from tests.deploy import canaries
from tests.deploy.machine import Machine
from tests.deploy.visitor import Visitor
from tests.faults.processes import wait_until

PROCESSES = ("web", "worker-publish", "worker", "beat")
ADDRESS = "ada@linden.example"
GUIDE = ROOT / "docs" / "operations.md"
IN_CONTAINER = "docker compose exec -T postgres "
STATES = """
SELECT version.canonical, delivery.state, delivery.held_reason
FROM calendar_app_delivery AS delivery JOIN calendar_app_postversion AS version ON version.id = delivery.version_id
"""


@dataclass
class Story:
    """What was seen: data alone, so that one run serves the tests in several processes."""

    answers: dict[str, httpx.Response] = field(default_factory=dict)
    mails_to: list[str] = field(default_factory=list)
    cookies: dict[str, bool] = field(default_factory=dict)
    """By name: whether browsers send it by https only."""
    secrets: dict[str, str] = field(default_factory=dict)
    ended: dict[str, tuple[int | None, float, float]] = field(default_factory=dict)
    """Exit code, after how many seconds, and how many it had."""
    after: dict[str, tuple[str, str]] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    logs: dict[str, str] = field(default_factory=dict)


def secrets_of(machine: Machine) -> dict[str, str]:
    """What operators were given, whole and in parts."""
    found = {file.name: file.read_text().strip() for file in machine.secrets.iterdir()}
    found["key"] = found["token_keys"].partition(":")[2]
    for name in ("database_url", "database_owner_url", "database_admin_url"):
        found[f"password of {name}"] = found[name].split(":")[2].partition("@")[0]
    return found


def prepare(machine: Machine) -> None:
    """What `docker compose build` and the first `up` do before anything serves."""
    collect = ("python", "manage.py", "collectstatic", "--noinput", "-v0")
    with ThreadPoolExecutor() as hands:
        for done in hands.map(lambda words: machine.run("setup", *words), [(), collect]):
            assert done.returncode == 0, done.stdout + done.stderr


def found_organization(story: Story, office: PostOffice, visitor: Visitor) -> str:
    """From sign-up over the mail to the brand; its path."""
    typed = {"email": ADDRESS, "name": "Ada", "password1": canaries.PASSWORD}
    visitor.send("/accounts/signup/", typed)
    path = letter(office, ADDRESS, r"/accounts/confirm-email/[^/\s]+/")
    story.secrets["key of the mail"] = path.rstrip("/").rpartition("/")[2]
    visitor.send(path, {})
    if visitor.get("/").url.path.startswith("/accounts/"):
        visitor.send("/accounts/login/", {"login": ADDRESS, "password": canaries.PASSWORD})
    typed = {"organization_name": "Linden", "brand_name": "Tea", "zone": "Europe/Berlin", "language": "en"}
    brand = visitor.send("/me/start/", typed).url.path
    assert brand.startswith("/b/"), brand
    return brand


def publish(visitor: Visitor, brand: str, text: str) -> httpx.Response:
    """Write a post for the only channel and send it off as soon as it cannot be undone any more."""
    page = visitor.get(f"{brand}posts/new/").text
    channel = re.search(r'name="channels" value="([0-9a-f-]{36})"', page)
    assert channel, page[:3000]
    fields = {"text": text, "channels": [channel[1]], "action": "now", "date": "", "time": ""}
    answer = visitor.send(f"{brand}posts/new/", fields)
    assert "/posts/" in answer.url.path, answer.text[:3000]
    assert not answer.url.path.endswith("/new/"), re.findall(r"error[^<]*<[^<]*", answer.text)[:5]
    return answer


def letter(office: PostOffice, to: str, pattern: str) -> str:
    """What fits the pattern in a mail to an address, once the mail is there."""

    def found() -> str:
        texts = (text(mail) for mail in list(office.taken) if to in str(mail["To"]))
        return next((match[0] for one in texts if (match := re.search(pattern, one))), "")

    wait_until(found, 30, f"a mail to {to}")
    return found()


def text(mail: Message) -> str:
    """The plain text of a mail."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def times_sent(machine: Machine, text: str) -> int:
    """How often the practice network was sent a post with this text."""
    line = httpx.Client(base_url=f"{machine.sandbox}/sandbox/api", timeout=10)
    key = line.post("/connect", json={"handle": canaries.HANDLE}).json()["access_token"]
    posts = line.get("/posts", headers={"Authorization": f"Bearer {key}"}).json()["posts"]
    line.close()
    return sum(post["times_sent"] for post in posts if post["text"] == text)


def dump(machine: Machine, file: Path) -> None:
    """As docs/operations.md says."""
    with file.open("wb") as target:
        machine.database.run(_told("pg_dump").partition(" > ")[0], stdout=target)


def restore(machine: Machine, file: Path) -> None:
    """As docs/operations.md says: the lost database aside, roles and an empty one, then what was dumped."""
    machine.database.ask("postgres", "ALTER DATABASE meydan RENAME TO lost")
    done = machine.run("setup", "python", "manage.py", "create_roles")
    assert done.returncode == 0, done.stderr
    with file.open("rb") as source:
        machine.database.run(_told("pg_restore").partition(" < ")[0], stdin=source)
    done = machine.run("setup")
    assert done.returncode == 0, done.stderr


def _told(program: str) -> str:
    """The command that the guide gives for one of Postgres' programs."""
    lines = (line.strip() for line in GUIDE.read_text().splitlines())
    return next(
        line.removeprefix(IN_CONTAINER) for line in lines if line.startswith(f"{IN_CONTAINER}{program} ")
    )


def states(machine: Machine) -> dict[str, tuple[str, str]]:
    """Text → state and reason of every post."""
    rows = machine.database.ask("meydan", STATES)
    found = {}
    for canonical, state, reason in rows:
        words = bytes(canonical).decode()
        name = next((one for one in (canaries.FIRST, canaries.SECOND) if one in words), words)
        found[name] = (state, reason)
    return found
