"""Jobs that run tests: `test`, `deep`, `e2e`, `test-real`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from dev import (
    browsers,
    console,
    environment,
    leftovers,
    paths,
    ports,
    programs,
    setup,
    stack,
    state,
    supervisor,
    variables,
)

APART = ("tests/e2e", "tests/real", "tests/deep")
"""Suites with a job of their own."""
IN_PARALLEL = ("-n", "2")
SIDE_BY_SIDE = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder")
"""Journeys mostly wait (ten seconds of undo, the next full minute), so there are more of them than cores. Their order is
that of tests/e2e/conftest.py.
"""


def test(words: list[str]) -> int:
    """All tests, or what the words name to pytest; several runs beside each other do not meet."""
    setup.everything()
    place = state.claim_first_free("test")
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=True)
        services.values |= variables.of_web(8000, boss.port("sandbox"))
        services.values |= variables.of_files(place) | {"DEMO": "0"}
        services.values |= {"DATABASE_ADMIN_URL": services.admin_url} if services.admin_url else {}
        stack.create_roles(boss, services)
        return boss.attend(pytest_command(words), services.environment())


def pytest_command(words: list[str]) -> list[str]:
    """What to run: in two processes and the whole suite, unless the words say otherwise."""
    parallel = [] if _chooses_processes(words) else [*IN_PARALLEL]
    whole = [] if _names_a_part(words) else ["tests", *(f"--ignore={folder}" for folder in APART)]
    return environment.python("-m", "pytest", *parallel, *words, *whole)


def _chooses_processes(words: list[str]) -> bool:
    own = re.compile(r"-n(\d+|auto|logical)?$|--numprocesses(=.*)?$|--pdb$|--trace$")
    return any(own.match(word) for word in words)


def _names_a_part(words: list[str]) -> bool:
    return any((paths.ROOT / word.partition("::")[0]).exists() for word in words)


def deep(words: list[str]) -> int:
    """Long walks and many races on one database of their own; SHARD=1/3 in the environment is a part of them."""
    setup.everything()
    place = fresh("deep")
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=True, keeps_own=False)
        services.values |= variables.of_web(8000, boss.port("sandbox"))
        services.values |= variables.of_files(place) | {"DEMO": "0"}
        stack.create_roles(boss, services)
        parallel = [] if _chooses_processes(words) else [*IN_PARALLEL]
        chosen = words if _names_a_part(words) else [*words, "tests/deep"]
        return boss.attend(environment.python("-m", "pytest", *parallel, *chosen), services.environment())


def e2e(words: list[str]) -> int:
    """The product in a real browser, on data of its own; skipped where there is no Chromium."""
    browser = browsers.find()
    if browser is None:
        console.say(f"skipped: {browsers.MISSING}")
        return 0
    setup.everything()
    place = fresh("e2e")
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=True, keeps_own=False)
        mailbox = _catch_mail(boss, services, place)
        stack.start_product(boss, services, boss.port("web"), has_history=False)
        env = services.environment() | {"CHROMIUM": browser, "MAILBOX": str(mailbox)}
        command = environment.python("-m", "pytest", *(words or [*SIDE_BY_SIDE, "tests/e2e"]))
        return boss.attend(command, env)


def _catch_mail(boss: supervisor.Supervisor, services: stack.Services, place: state.Place) -> Path:
    """Let the product's mails end in a Maildir; returns its folder."""
    mailbox, port = place.folder / "mailbox", boss.port("mail")
    boss.start(programs.mail_catcher(port, mailbox, services.environment()))
    services.values["EMAIL_URL"] = f"smtp://{ports.LOOPBACK}:{port}"
    return mailbox


def test_real(words: list[str]) -> int:
    """The adapters against real servers on this machine."""
    setup.everything()
    place = fresh("test-real")
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=True, keeps_own=False)
        services.values |= variables.of_web(8000, boss.port("sandbox")) | {"DEMO": "0"}
        services.values |= {"DATABASE_ADMIN_URL": services.admin_url}
        stack.create_roles(boss, services)
        command = environment.python("-m", "pytest", *(words or ["tests/real"]))
        return boss.attend(command, services.environment())


def fresh(name: str) -> state.Place:
    """A claimed place without anything from before."""
    place = state.claim_first_free(name)
    leftovers.end(place)
    for folder in (place.folder, paths.OUTSIDE / place.name):
        for entry in folder.glob("*"):
            _remove(entry)
    place.make_folders()
    return place


def _remove(entry: Path) -> None:
    if entry.name == "lock":
        return
    if entry.is_dir():
        shutil.rmtree(entry)
    else:
        entry.unlink()
