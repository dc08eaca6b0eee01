"""What a process of the harness runs: the engine as it is, a naive publisher, or a seeded mutant of the engine."""

from __future__ import annotations

from tests.faults import mutants, naive, networks


def arm(variant: str) -> None:
    """Prepare this process; "" is the engine as it is. Raises KeyError for an unknown name."""
    networks.register()
    if variant == "naive":
        naive.install()
    elif variant:
        mutants.MUTANTS[variant.removeprefix("mutant:")].install()
