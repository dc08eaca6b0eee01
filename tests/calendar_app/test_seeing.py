"""What is seen of publishing from outside: its log lines, its counts, and that no secret is in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from calendar_app.models import Attempt, Delivery
from calendar_app.publishing import seeing
from connections.models import Channel, Credential
from connections.selectors.trouble import OUTCOMES, Outcome
from core import clock, tally
from core.outbox import lanes, serving
from core.outbox.states import State
from tests import lines, world
from tests.calendar_app import posts
from tests.calendar_app.conftest import SEND, Net
from tests.networks.wire_server import Fault
from tests.world import Place

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]
TOKEN = "/sandbox/api/token"


def drain() -> None:
    """Serve lanes until nothing is due."""
    serving.drain(["channel"], seconds=30)


def due(place: Place, channel: Channel) -> Delivery:
    """A post whose time is now."""
    post = posts.scheduled(place, channel)
    posts.make_due(post)
    return posts.delivery(post)


def counted() -> dict[str, float]:
    """Outcomes since ever, without the accounts' groups."""
    tally.flush()
    found: dict[str, float] = {}
    for (_name, label), value in tally.totals([OUTCOMES]).items():
        name = label.rpartition(":")[0]
        found[name] = found.get(name, 0.0) + value
    return found


def test_the_line_of_a_failed_post_says_what_it_is_about(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        row = due(place, channel)
        net.fail(Fault(SEND, status=422, body=b'{"error": "too_rude", "message": "no"}'))

        with lines.written() as written:
            drain()

        (line,) = lines.named(written, "delivery_settled")
        assert line["level"] == "warning"
        assert (line["organization"], line["brand"]) == (str(place.organization.pk), str(place.brand.pk))
        assert (line["delivery"], line["channel"]) == (str(row.pk), str(channel.pk))
        assert line["attempt"] == str(Attempt.objects.get().fence)
        assert line["lane"] == str(lanes.Lane.objects.get(kind="channel", key=str(channel.pk)).pk)
        assert (line["outcome"], line["network"], line["code"]) == ("refused", "sandbox", "content_refused")
        assert line["detail"] == "422 too_rude no"


def test_every_outcome_is_counted_once_by_network(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        for fault in ([], [Fault(SEND, status=422)], [Fault(SEND, status=429)], [Fault(SEND, accepted=True)]):
            net.fail(*fault)
            due(place, channel)
            lanes.Lane.objects.update(next_at=clock.now(), paused_until=None)
            drain()

    assert counted() == {
        "sandbox:live": 2.0,
        "sandbox:refused": 1.0,
        "sandbox:limited": 1.0,
        "sandbox:unsure": 1.0,
    }


def test_the_first_start_is_measured_against_the_promise_and_later_ones_are_not(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        row = due(place, connected(place))
        late = clock.now() - timedelta(seconds=100)
        Delivery.objects.filter(pk=row.pk).update(planned_at=late)
        net.fail(Fault(SEND, status=503), Fault("/sandbox/api/posts?", status=503))

        drain()
        Delivery.objects.filter(pk=row.pk).update(due_at=clock.now())
        drain()

        assert Delivery.objects.get().state == State.LIVE
        assert Attempt.objects.count() == 2
    tally.flush()
    assert tally.totals([tally.LATENESS]) == {(tally.LATENESS, "300"): 1.0}
    assert 100 <= tally.totals([tally.LATENESS_SUM])[tally.LATENESS_SUM, ""] < 160


def test_a_person_who_says_now_begins_another_promise(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        row = due(place, connected(place))
        now = clock.now()
        Delivery.objects.filter(pk=row.pk).update(planned_at=now - timedelta(hours=1), consented_at=now)

        drain()

        assert Delivery.objects.get().state == State.LIVE
    tally.flush()
    assert tally.totals([tally.LATENESS]).keys() <= {(tally.LATENESS, end) for end in ("0.5", "1", "2", "5")}
    assert tally.totals([tally.LATENESS])


def test_no_secret_is_in_any_line_even_if_the_network_repeats_it(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place), lines.written() as written:
        channel = connected(place)
        secrets = list(json.loads(Credential.objects.get().secret).values())
        echo = json.dumps({"error": "expired_token", "message": " ".join(secrets)}).encode()
        plain = json.dumps({"error": "x", "message": " ".join(secrets)}).encode()
        for faults in (
            [Fault(SEND, status=422, body=plain)],
            [Fault(SEND, status=500, body=plain), Fault("/posts?", status=500, body=plain)],
            [Fault(SEND, status=401, body=echo), Fault(TOKEN, status=500, body=plain)],
            [Fault(SEND, status=401, body=plain)],
        ):
            net.fail(*faults)
            due(place, channel)
            drain()
        secrets += list(json.loads(Credential.objects.get().secret).values())

        assert len(lines.named(written, "delivery_settled")) >= 4
        assert lines.named(written, "renewal_failed")
        assert [line for line in written if any(secret in line for secret in secrets)] == []
        details = " ".join(Attempt.objects.values_list("detail", flat=True))
        assert "…" in details
        assert [secret for secret in secrets if secret in details] == []


@pytest.mark.parametrize(
    ("action", "code", "expected"),
    [
        ("settle", "", Outcome.LIVE),
        ("refuse", "content_refused", Outcome.REFUSED),
        ("refuse", "gave_up", Outcome.GAVE_UP),
        ("retry", "server_trouble", Outcome.BUSY),
        ("retry", "rate_limited", Outcome.LIMITED),
        ("retry", "renewing", Outcome.HERE),
        ("retry", "not_found", Outcome.HERE),
        ("doubt", "no_answer", Outcome.UNSURE),
        ("hold", "sign_in_again", Outcome.HELD),
        ("hold", "paused", Outcome.HERE),
        ("ask", "nobody_can_know", Outcome.ASKED),
        ("look", "not_seen_yet", Outcome.LOOKED),
        ("expire", "late_expired", Outcome.HERE),
    ],
)
def test_what_failed_here_is_not_blamed_on_the_network(action: str, code: str, expected: Outcome) -> None:
    assert seeing.kind_of(action, code) == expected
