"""The processes of docker-compose.yml, started as it says, with production's settings, secrets in files and no demo."""

from __future__ import annotations

import json

import pytest

from tests.deploy import canaries
from tests.deploy.story import PROCESSES, Story


def test_the_web_server_says_what_is_ready(told: Story) -> None:
    answer = told.answers["readyz"]

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "parts": {"database": "ok", "storage": "ok", "broker": "ok"}}
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_pages_come_by_https_with_safe_cookies(told: Story) -> None:
    answer = told.answers["home"]

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert told.cookies.keys() >= {"__Host-session", "__Host-csrf"}
    assert all(told.cookies.values())


def test_styles_are_kept_for_ever_and_sent_small(told: Story) -> None:
    answer = told.answers["style"]

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "br"


def test_a_map_that_is_not_there_is_a_404(told: Story) -> None:
    assert told.answers["map"].status_code == 404


def test_strangers_see_no_figures(told: Story) -> None:
    assert told.answers["metrics"].status_code == 401


def test_a_post_goes_out_through_the_publishing_worker_once(told: Story) -> None:
    assert told.sent[canaries.FIRST] == 1


def test_mail_arrives_at_a_real_mail_server(told: Story) -> None:
    assert set(told.mails_to) >= {"ada@linden.example", canaries.INVITED}


def test_what_a_restored_database_has_due_is_held_and_not_sent_again(told: Story) -> None:
    assert told.after["restored"][0] == "waiting"
    assert told.after["served"] == ("held", "restored")
    assert told.after["first"] == ("live", "")
    assert told.sent[canaries.SECOND] == 1


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_that_is_asked_to_end_ends_well_and_in_time(told: Story, name: str) -> None:
    code, seconds, grace = told.ended[name]

    assert code == 0, told.logs[name][-3000:]
    assert seconds < grace


def test_no_secret_and_nothing_that_people_write_stands_in_any_log(told: Story) -> None:
    hidden = {**told.secrets, "a canary": canaries.ANY, "whom we invited": canaries.INVITED}

    found = [
        f"{what} in {name}: {line[:300]}"
        for name, log in told.logs.items()
        for line in log.splitlines()
        for what, word in hidden.items()
        if word in line
    ]

    assert len(hidden) > 12
    assert not found, "\n".join(found)


def test_each_request_is_one_line_of_json_that_nobody_can_forge(told: Story) -> None:
    lines = told.logs["web"].splitlines()

    events = [json.loads(line) for line in lines]

    requests = [event for event in events if event["event"] == "request"]
    assert len(requests) > 30
    assert all(len(event["request"]) >= 8 and event["milliseconds"] >= 0 for event in requests)
    assert {event["status"] for event in requests} >= {200, 302, 403, 404}
    assert [event for event in events if "logger" not in event] == []


def test_lines_say_whose_request_it_was_and_what_became_of_a_delivery(told: Story) -> None:
    requests = [json.loads(line) for line in told.logs["web"].splitlines() if '"user"' in line]
    settled = [line for line in told.logs["worker-publish"].splitlines() if "delivery_settled" in line]

    assert [event for event in requests if event.get("organization")] != []
    first = json.loads(settled[0])
    assert first["outcome"] == "live"
    assert {"organization", "lane", "delivery", "attempt", "channel"} <= first.keys()
