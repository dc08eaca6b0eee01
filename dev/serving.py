"""Jobs that serve until they are stopped: `run` and `services`."""

from __future__ import annotations

import time

from dev import console, leftovers, paths, ports, setup, stack, state, supervisor, variables

DEFAULT_PORT = 8000


def run(words: list[str]) -> int:
    """The whole product at http://127.0.0.1:<port>/ until Ctrl-C."""
    port = port_from(words)
    place = state.development()
    if is_running_already(place):
        return 0
    begin = time.monotonic()
    check_port(place, port)
    setup.everything()
    with supervisor.Supervisor(place) as boss:
        services = stack.start_services(boss, is_forgetful=False)
        lines = stack.start_product(boss, services, port)
        variables.write_exports(paths.DATA / "run.env", services.values)
        announce(boss.status.address, lines, time.monotonic() - begin)
        boss.watch()
    return 0


def services(_words: list[str]) -> int:
    """Postgres and Valkey for work by hand, with `.data/dev.env` for the shell, until Ctrl-C."""
    setup.python_only()
    place = state.named("services")
    exports = paths.DATA / "dev.env"
    if not place.claim():
        console.say(f"services are running already; use them with: . {exports}")
        return 0
    with supervisor.Supervisor(place) as boss:
        running = stack.start_services(boss, is_forgetful=True, keeps_own=False)
        _try_to_create_roles(boss, running)
        values = running.values | {"DATABASE_ADMIN_URL": running.admin_url}
        variables.write_exports(exports, values | variables.of_web(8000, boss.port("sandbox")))
        console.say(f"ready; use them with: . {exports.relative_to(paths.ROOT)}")
        boss.watch()
    return 0


def _try_to_create_roles(boss: supervisor.Supervisor, running: stack.Services) -> None:
    """Services are also wanted while the code does not start: then the roles are made by hand."""
    try:
        stack.create_roles(boss, running)
    except console.CannotGoOnError as error:
        console.complain(str(error))
        console.say('make the roles later: manage.py create_roles --admin-url "$DATABASE_ADMIN_URL"')


def port_from(words: list[str]) -> int:
    """The port a person asked for; raises CannotGoOnError when it is no port."""
    if not words:
        return DEFAULT_PORT
    if len(words) == 1 and words[0].isdecimal() and 0 < int(words[0]) < 65_536:
        return int(words[0])
    raise console.CannotGoOnError(f"“{' '.join(words)}” is no port. Try: make run PORT=8123")


def is_running_already(place: state.Place) -> bool:
    """Claim the place, or say where its holder answers; waits while that one is still starting."""
    is_told = False
    while not place.claim():
        status = place.read_status()
        if status.address:
            console.say(f"Meydan is running already: {status.address}/ (Ctrl-C there ends it)")
            return True
        if not is_told:
            console.say("another start or stop is under way in this folder; waiting for it")
            is_told = True
        time.sleep(0.3)
    return False


def check_port(place: state.Place, port: int) -> None:
    """End what a killed start left, then raise CannotGoOnError when somebody else has the port."""
    leftovers.end(place)
    if not ports.is_free(port):
        raise console.CannotGoOnError(
            f"Port {port} is taken by another program. End that one, or choose another port: "
            f"make run PORT={ports.next_free(port)}"
        )


def announce(address: str | None, lines: list[str], seconds: float) -> None:
    """Tell where the product answers and how to sign in."""
    console.say(f"ready after {seconds:.0f} s: {address}/")
    for line in lines:
        console.say(line)
    console.say("Ctrl-C ends it")
