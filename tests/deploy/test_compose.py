"""docker-compose.yml: every name in it leads somewhere, every service is fenced in, every process is asked how it is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from core import environment as env
from smm.figures import QUEUES
from smm.ticks import TICKS
from tests.architecture.source import ROOT
from tests.architecture.test_settings import documented
from tests.deploy import compose
from tests.deploy.compose import Service

VALUES = {**compose.example(), "BASE_URL": "https://meydan.example"}
DOCUMENT = compose.document(VALUES)
SERVICES = compose.services(VALUES)
NAMES = sorted(SERVICES)
OURS = sorted(name for name, service in SERVICES.items() if service.is_ours)
LONGEST_SEND = 15.0
OF_COMPOSE = {"IMAGE_TAG", "PUBLISH_ON"}
OF_PYTHON = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
TOP = {"name", "services", "networks", "volumes", "secrets"}
KEYS = (
    {"image", "build", "init", "restart", "user", "read_only", "tmpfs", "cap_drop", "cap_add", "security_opt"}
    | {
        "networks",
        "volumes",
        "env_file",
        "logging",
        "command",
        "environment",
        "secrets",
        "depends_on",
        "deploy",
    }
    | {"healthcheck", "stop_grace_period", "stop_signal", "ports", "profiles", "shm_size"}
)
CONDITIONS = {"service_healthy", "service_completed_successfully", "service_started"}
PROGRAMS = {"python", "gunicorn", "celery"}


def at(service: Service, *keys: str) -> Any:
    """A value inside a service."""
    found: Any = service.raw
    for key in keys:
        found = found[key]
    return found


def test_it_holds_only_what_compose_knows() -> None:
    assert {key for key in DOCUMENT if not key.startswith("x-")} == TOP
    assert [f"{name}.{key}" for name in NAMES for key in SERVICES[name].raw if key not in KEYS] == []


def test_without_a_public_address_it_does_not_start() -> None:
    with pytest.raises(KeyError, match="BASE_URL"):
        compose.document({})


def test_every_process_of_the_product_is_there() -> None:
    assert set(NAMES) >= {"postgres", "valkey", "setup", "web", "worker-publish", "worker", "beat"}
    assert {SERVICES[name].raw["image"] for name in OURS} == {"meydan:latest"}


@pytest.mark.parametrize("kind", ["networks", "secrets", "volumes"])
def test_what_services_use_is_declared_and_what_is_declared_is_used(kind: str) -> None:
    used = {str(one).partition(":")[0] for name in NAMES for one in SERVICES[name].raw.get(kind, [])}

    assert used == set(DOCUMENT[kind])


def test_who_waits_for_whom_exists_and_can_become_so() -> None:
    for name in NAMES:
        for other, how in SERVICES[name].raw.get("depends_on", {}).items():
            assert how["condition"] in CONDITIONS
            if how["condition"] == "service_healthy":
                assert SERVICES[other].health, f"{name} waits for {other}, which is never asked"


@pytest.mark.parametrize("name", ["web", "worker-publish", "worker", "beat"])
def test_processes_start_after_the_database_is_ready_for_them(name: str) -> None:
    waits = at(SERVICES[name], "depends_on")

    assert waits["setup"]["condition"] == "service_completed_successfully"
    assert at(SERVICES["setup"], "depends_on", "postgres", "condition") == "service_healthy"


@pytest.mark.parametrize("name", NAMES)
def test_each_service_is_fenced_in(name: str) -> None:
    service = SERVICES[name]

    assert at(service, "read_only") is True
    assert at(service, "cap_drop") == ["ALL"]
    assert "no-new-privileges:true" in at(service, "security_opt")
    assert set(at(service, "deploy", "resources", "limits")) == {"cpus", "memory", "pids"}
    assert at(service, "logging", "options", "max-size")
    assert at(service, "restart") == ("no" if name == "setup" else "unless-stopped")


@pytest.mark.parametrize("name", OURS)
def test_our_processes_are_nobody_on_the_machine(name: str) -> None:
    assert at(SERVICES[name], "user") == "10001:10001"
    assert at(SERVICES[name], "init") is True


def test_the_database_and_the_queue_are_reached_from_inside_only() -> None:
    assert DOCUMENT["networks"]["data"]["internal"] is True
    for name in ("postgres", "valkey"):
        assert at(SERVICES[name], "networks") == ["data"]
        assert "ports" not in SERVICES[name].raw


@pytest.mark.parametrize("name", [name for name in NAMES if "ports" in SERVICES[name].raw])
def test_nothing_listens_to_the_world_without_a_proxy(name: str) -> None:
    assert all(str(port).startswith("127.0.0.1:") for port in at(SERVICES[name], "ports"))


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_somebody_reads(name: str) -> None:
    known = set(documented()) | OF_PYTHON | OF_COMPOSE
    names = {one.removesuffix("_FILE") for one in SERVICES[name].environment}

    assert names - known == set()


def test_the_example_of_env_names_only_what_is_read() -> None:
    text = compose.EXAMPLE.read_text()
    names = set(re.findall(r"^#?([A-Z][A-Z_]+)=", text, re.MULTILINE))
    asked = set(compose.VARIABLE.findall(compose.COMPOSE.read_text()))

    assert names <= set(documented()) | OF_COMPOSE
    assert {name for name, *_rest in asked} <= set(documented()) | OF_COMPOSE


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_from_files_that_the_service_was_given(name: str) -> None:
    service = SERVICES[name]
    files = {key: value for key, value in service.environment.items() if key.endswith("_FILE")}

    assert {Path(value).name for value in files.values()} == set(service.secrets)
    assert all(value.startswith("/run/secrets/") for value in files.values())
    assert [key for key in service.environment if key in {"SECRET_KEY", "TOKEN_KEYS", "DATABASE_URL"}] == []


def test_only_the_setup_knows_the_passwords_of_owner_and_administrator() -> None:
    holders = {
        name for name in NAMES if {"database_owner_url", "database_admin_url"} & set(SERVICES[name].secrets)
    }

    assert holders == {"setup"}


@pytest.mark.parametrize("name", OURS)
def test_commands_and_questions_are_words_of_programs_in_the_image(name: str) -> None:
    service = SERVICES[name]

    assert service.command[0] in PROGRAMS
    if service.health:
        assert service.health[:4] == ["CMD", "python", "-m", "core.probe"]


def test_every_queue_is_served_by_exactly_one_service() -> None:
    served = [
        queue
        for name in OURS
        if "worker" in SERVICES[name].command
        for queue in SERVICES[name].command[SERVICES[name].command.index("-Q") + 1].split(",")
    ]

    assert sorted(served) == sorted(QUEUES)
    assert {tick["options"]["queue"] for tick in TICKS.values()} <= set(served)


def test_publishing_is_alone_in_its_process_with_sixteen_threads() -> None:
    command = SERVICES["worker-publish"].command

    assert command[command.index("-Q") + 1] == "publish"
    assert command[command.index("-c") + 1] == "16"


@pytest.mark.parametrize("name", ["web", "worker-publish", "worker"])
def test_who_is_asked_to_end_may_finish_what_is_in_its_hands(name: str) -> None:
    told = str(at(SERVICES[name], "stop_grace_period"))

    assert told.endswith("s")
    assert float(told[:-1]) > 2 * LONGEST_SEND


@pytest.mark.parametrize("name", [name for name in NAMES if name != "setup"])
def test_each_process_that_stays_is_asked_how_it_is(name: str) -> None:
    asked = at(SERVICES[name], "healthcheck")

    assert asked["test"][0] == "CMD"
    assert {"interval", "timeout", "retries"} <= set(asked)


def test_only_what_must_be_kept_is_in_volumes() -> None:
    kept = {name: SERVICES[name].raw["volumes"] for name in NAMES if "volumes" in SERVICES[name].raw}

    assert kept.pop("postgres") == ["postgres:/var/lib/postgresql"]
    assert all(volumes == ["media:/media"] for volumes in kept.values())
    assert compose.image_environment()["MEYDAN_MEDIA_ROOT"] == "/media"


def test_the_script_makes_every_secret_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make() -> dict[str, str]:
        subprocess.run(
            ["sh", ROOT / "deploy" / "secrets.sh", tmp_path / "secrets"], check=True, capture_output=True
        )
        return {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}

    made = make()

    assert set(made) == set(DOCUMENT["secrets"])
    assert make() == made
    assert len(set(made.values())) == len(made)
    assert {Path(one["file"]).name for one in DOCUMENT["secrets"].values()} == set(made)
    for name, role in (("database_url", "meydan_app"), ("database_owner_url", "meydan_owner")):
        monkeypatch.setenv("A_DATABASE", made[name])
        found = env.database("A_DATABASE")
        assert (found["USER"], found["HOST"], found["NAME"]) == (role, "postgres", "meydan")
        assert len(found["PASSWORD"]) > 40
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
