"""docs/settings.md and docs/operations.md say what is so."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands

from dev import jobs, reference
from smm import health
from tests.architecture.source import ROOT
from tests.architecture.test_settings import documented, read_names
from tests.deploy import compose

GUIDE = (ROOT / "docs" / "operations.md").read_text()
SEEING = (ROOT / "docs" / "observing.md").read_text()
CODE = re.findall(r"```\w*\n(.*?)```", GUIDE, re.DOTALL)


def test_the_table_of_settings_is_what_the_example_says() -> None:
    assert reference.TARGET.read_text() == reference.page(), "run: make reference"


def test_the_table_holds_every_name_that_is_read() -> None:
    found = [setting for _title, settings in reference.sections() for setting in settings]

    assert {setting.name for setting in found} == read_names()
    assert [setting.name for setting in found if len(setting.meaning) < 10] == []


def test_every_setting_that_the_guide_names_exists() -> None:
    named = {name.removesuffix("_FILE") for name in re.findall(r"\bMEYDAN_[A-Z_]+\b", GUIDE)}

    assert named
    assert named - set(documented()) == set()


def test_every_service_that_the_guide_names_exists() -> None:
    services = set(compose.services({**compose.example(), "BASE_URL": "x"}))
    told = re.findall(
        r"docker compose (?:exec -T|run --rm(?: -T --no-deps)?|stop|up -d --scale|logs -f) ([a-z-]+)", GUIDE
    )

    assert len(told) >= 5
    assert set(told) <= services


def test_every_command_that_the_guide_names_exists() -> None:
    told = {name for code in CODE for name in re.findall(r"manage\.py ([a-z_]+)", code)}

    assert {"create_roles", "prepare", "rotate_keys", "check", "collectstatic"} <= told
    assert told <= set(get_commands())


@pytest.mark.parametrize("name", ["database", "storage", "broker"])
def test_the_guide_explains_each_part_of_readyz(name: str) -> None:
    assert f"`{name}`" in GUIDE
    assert all(f"`{part}`" in GUIDE for part in health.Part)


def test_every_alarm_of_the_guide_stands_on_a_figure_that_is_exported() -> None:
    alarms = GUIDE.partition("## Monitoring")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+)", alarms))

    assert len(named) >= 6
    exported = set(re.findall(r"[a-z]+(?:_[a-z]+)+", SEEING))
    assert named <= exported


def test_commands_that_the_guide_gives_run_in_the_files_of_this_folder() -> None:
    scripts = {name for code in CODE for name in re.findall(r"\b(deploy/[\w.]+)", code)}

    assert scripts == {"deploy/secrets.sh", "deploy/compose.env"}
    assert all((ROOT / name).exists() for name in scripts)


def test_the_job_that_writes_the_table_is_one_of_the_jobs() -> None:
    assert jobs.JOBS["reference"] is reference.write
