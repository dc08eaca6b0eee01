"""Jobs that break things on purpose: `faults` (the matrix) and `soak`. Their servers are made to be killed."""

from __future__ import annotations

from dev import environment, setup, stack, supervisor, testing, variables

FOLDER = "tests/faults"
MATRIX = (f"{FOLDER}/test_matrix.py", f"{FOLDER}/test_sight.py", f"{FOLDER}/test_report_mails.py")


def faults(words: list[str]) -> int:
    """The fault matrix, and whether it can see; SHARD=1/3 in the environment is a part of it."""
    names_a_part = any(word.startswith(FOLDER) for word in words)
    return _break([*([] if names_a_part else MATRIX), *words])


def soak(words: list[str]) -> int:
    """Thousands of posts while every few seconds something is killed, stopped or cut."""
    return _break([f"{FOLDER}/test_soak.py", *words])


def _break(words: list[str]) -> int:
    setup.python_only()
    place = testing.fresh("faults")
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=True, keeps_own=False)
        services.values |= variables.of_web(8000, boss.port("sandbox")) | variables.of_files(place)
        services.values |= {"DATABASE_ADMIN_URL": services.admin_url, "DEMO": "0", "FAULTS": "1"}
        stack.create_roles(boss, services)
        command = environment.python("-m", "pytest", "-p", "no:randomly", "-s", *words)
        return boss.attend(command, services.environment())
