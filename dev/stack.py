"""Bring up the stack of one place: database and queue, and on top of them the product."""

from __future__ import annotations

from dataclasses import dataclass, field

from dev import console, environment, postgres, programs, readiness, supervisor, valkey, variables


@dataclass(slots=True)
class Services:
    """Running services, and the variables that lead to them."""

    admin_url: str = ""
    """The superuser's URL; "" when the database is the person's own."""
    values: dict[str, str] = field(default_factory=dict)
    keeps_own: bool = True
    """Whether variables the person set win over these."""

    def environment(self) -> dict[str, str]:
        """The whole environment of a child that uses them."""
        return variables.for_django(self.values, keeps_own=self.keeps_own)


def start_services(boss: supervisor.Supervisor, *, is_forgetful: bool, keeps_own: bool = True) -> Services:
    """Start Postgres and Valkey; with `keeps_own`, not the one for which the person set a URL."""
    secrets = boss.place.secrets()
    services = Services(values=variables.of_keys(secrets), keeps_own=keeps_own)
    if keeps_own and variables.from_person("DATABASE_URL"):
        console.say("using the database of DATABASE_URL")
    else:
        services.admin_url = postgres.start(boss, is_forgetful=is_forgetful)
        services.values |= variables.of_database(services.admin_url, secrets)
    if keeps_own and variables.from_person("REDIS_URL"):
        console.say("using the queue of REDIS_URL")
    else:
        services.values["REDIS_URL"] = valkey.start(boss, is_forgetful=is_forgetful)
    return services


def create_roles(boss: supervisor.Supervisor, services: Services) -> None:
    """Make the roles and the database on our own server; a person's own is left as it is."""
    if services.admin_url:
        command = environment.python("manage.py", "create_roles", *_as_admin(services))
        boss.finish("roles", command, services.environment())


def start_product(
    boss: supervisor.Supervisor, services: Services, port: int, *, has_history: bool = True
) -> list[str]:
    """Prepare the database and start all programs; returns what the preparation says.

    That is, among others, how to sign in to the demo, which `has_history` unless told otherwise: it is made at the
    sandbox, so that starts first. On return the web server answers at BASE_URL. Raises CannotGoOnError or StoppedError.
    """
    sandbox_port = boss.port("sandbox")
    services.values |= variables.of_web(port, sandbox_port)
    services.values |= variables.of_files(boss.place)
    if services.admin_url:
        services.values["DEMO"] = "1"
    env = services.environment()
    boss.start(programs.sandbox(sandbox_port, env, boss.place))
    sandbox_health = f"{_origin(sandbox_port)}/sandbox/healthz"
    boss.wait_until("sandbox", lambda: readiness.answers(sandbox_health), seconds=60)
    console.say("preparing the database and the demo")
    options = [*_as_admin(services), *([] if has_history else ["--without-history"])]
    lines = boss.finish("prepare", environment.python("manage.py", "prepare", *options), env)
    boss.start(programs.web(port, env))
    boss.wait_until("web", lambda: readiness.answers(f"{_origin(port)}/healthz"), seconds=90)
    for program in (*programs.workers(env), programs.beat(env, boss.place)):
        boss.start(program)
    boss.publish_address(env["BASE_URL"])
    return lines


def _origin(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _as_admin(services: Services) -> list[str]:
    return ["--admin-url", services.admin_url] if services.admin_url else []
