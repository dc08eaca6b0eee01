"""The job `bench`: measure on data of its own, on a server that keeps what it accepted."""

from __future__ import annotations

from dev import environment, setup, stack, supervisor, testing, variables


def bench(words: list[str]) -> int:
    """All benchmarks, or those that the words name; figures go to bench/results/."""
    setup.python_only()
    with supervisor.Supervisor(testing.fresh("bench"), is_quiet=True) as boss:
        services = stack.start_services(boss, is_forgetful=False, keeps_own=False)
        services.values |= variables.of_web(8000, boss.port("network"))
        services.values |= variables.of_files(boss.place) | {"DEMO": "0"}
        services.values |= {"DATABASE_ADMIN_URL": services.admin_url}
        as_admin = ("--admin-url", services.admin_url)
        boss.finish("prepare", environment.python("manage.py", "prepare", *as_admin), services.environment())
        return boss.attend(environment.python("-m", "bench", *words), services.environment())
