"""The job `bench`: measure on data of its own, on a server that keeps what it accepted."""

from __future__ import annotations

import shutil

from dev import environment, paths, setup, stack, state, supervisor, testing, variables


def bench(words: list[str]) -> int:
    """All benchmarks, or those that the words name; figures go to bench/results/."""
    setup.everything()
    place = testing.fresh("bench")
    try:
        return _measure(place, words)
    finally:
        _forget(place)


def _measure(place: state.Place, words: list[str]) -> int:
    with supervisor.Supervisor(place, is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=False, keeps_own=False)
        services.values |= variables.of_web(8000, boss.port("network"))
        services.values |= variables.of_files(place) | {"DEMO": "0"}
        services.values |= {"DATABASE_ADMIN_URL": services.admin_url}
        as_admin = ("--admin-url", services.admin_url)
        boss.finish("prepare", environment.python("manage.py", "prepare", *as_admin), services.environment())
        return boss.attend(environment.python("-m", "bench", *words), services.environment())


def _forget(place: state.Place) -> None:
    """Millions of rows take gigabytes, and the next run makes its own."""
    for folder in (place.folder, paths.OUTSIDE / place.name):
        shutil.rmtree(folder / "postgres", ignore_errors=True)
