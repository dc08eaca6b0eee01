"""Mails that can wait wait; what was gathered goes out once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.access import by
from accounts.models import Brand, Membership, Organization
from activity.models import Digest, Mail, Notice
from activity.models.rhythm import Pace, Quiet
from activity.services import digests, preferences, rhythms, telling
from core import clock
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def mails(place: Place) -> list[str]:
    """What the editor was written, oldest first."""
    return list(Mail.objects.filter(to=place.editor.email).order_by("id").values_list("subject", flat=True))


def test_at_once_is_at_once(place: Place) -> None:
    cast.tell(place, place.editor)

    assert mails(place) == ["Happened: Salam"]
    assert not Digest.objects.exists()


def test_a_digest_gathers_what_came_and_goes_out_once(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    for number in range(3):
        cast.tell(place, place.editor, cause=f"cause {number}", headline=f"Post {number}")
    assert mails(place) == []

    assert cast.drain() == 0
    cast.make_due()
    cast.drain()
    cast.make_due()
    cast.drain()

    assert mails(place) == ["3 notices from One"]
    text = Mail.objects.get().text
    assert [text.count(f"Post {number} happened") for number in range(3)] == [1, 1, 1]
    assert Digest.objects.get().state == State.LIVE


def test_critical_kinds_wait_for_nothing(place: Place) -> None:
    start, until = cast.around_now()
    cast.rhythm(
        place, place.editor, pace=Pace.DAILY, quiet=Quiet.OWN, quiet_from=start, quiet_until=until, zone="UTC"
    )

    cast.tell(place, place.editor, kind=cast.CRITICAL)

    assert mails(place) == ["Broke: Salam"]


def test_a_single_notice_goes_out_as_its_own_mail(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    cast.tell(place, place.editor)

    cast.make_due()
    cast.drain()

    assert mails(place) == ["Happened: Salam"]


def test_what_was_read_meanwhile_is_not_mailed(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    cast.tell(place, place.editor)
    telling.mark_read(place.editor)

    cast.make_due()
    cast.drain()

    assert mails(place) == []
    assert Digest.objects.get().state == State.LIVE


def test_what_she_wants_no_mails_of_any_more_is_left_out(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    cast.tell(place, place.editor)
    preferences.switch_mail(place.editor, "tests.plain", is_on=False, by=by(place.editor))

    cast.make_due()
    cast.drain()

    assert mails(place) == []


def test_reading_all_in_the_app_leaves_what_comes_by_mail_only(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    preferences.choose(place.editor, {"tests.plain": frozenset({"mail"})}, by=by(place.editor))
    cast.tell(place, place.editor)
    telling.mark_read(place.editor)

    cast.make_due()
    cast.drain()

    assert mails(place) == ["Happened: Salam"]


@pytest.mark.parametrize("leaves", ["organization", "brand"])
def test_nobody_is_written_to_about_what_she_may_no_longer_see(place: Place, leaves: str) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    cast.tell(place, place.editor)
    change = {"deactivated_at": clock.now()} if leaves == "organization" else {"all_brands": False}
    Membership.objects.filter(user=place.editor).update(**change)

    cast.make_due()
    cast.drain()

    assert mails(place) == []


@pytest.mark.parametrize("whose", ["own", "brand", "organization"])
def test_quiet_hours_hold_what_can_wait_until_they_end(place: Place, whose: str) -> None:
    start, until = cast.around_now()
    hours = {"quiet_from": start, "quiet_until": until, "zone": "UTC"}
    if whose == "own":
        cast.rhythm(place, place.editor, **hours | {"quiet": Quiet.OWN})
    elif whose == "brand":
        Brand.objects.filter(pk=place.brand.pk).update(**hours)
    else:
        Organization.objects.filter(pk=place.organization.pk).update(**hours)
    place.brand.refresh_from_db()

    cast.tell(place, place.editor)

    assert mails(place) == []
    waits = Digest.objects.get(person=place.editor).due_at - clock.now()
    assert timedelta(minutes=55) < waits <= timedelta(hours=1)
    cast.make_due()
    cast.drain()
    assert mails(place) == ["Happened: Salam"]


def test_her_own_word_counts_more_than_the_brands(place: Place) -> None:
    start, until = cast.around_now()
    Brand.objects.filter(pk=place.brand.pk).update(quiet_from=start, quiet_until=until, zone="UTC")
    place.brand.refresh_from_db()
    cast.rhythm(place, place.editor, quiet=Quiet.NONE)

    assert rhythms.due(place.editor, place.brand) is None
    assert rhythms.due(place.owner, place.brand) is not None


def test_a_digest_that_falls_into_quiet_hours_comes_when_they_end(place: Place) -> None:
    now = clock.now()
    start, until = (now - timedelta(minutes=5)).time(), (now + timedelta(hours=3)).time()
    cast.rhythm(
        place,
        place.editor,
        pace=Pace.HOURLY,
        quiet=Quiet.OWN,
        quiet_from=start,
        quiet_until=until,
        zone="UTC",
    )

    due = rhythms.due(place.editor, place.brand)

    assert due is not None
    assert abs(due - now - timedelta(hours=3)) < timedelta(seconds=5)


def test_what_comes_when_its_digest_has_just_gone_out_is_not_lost(place: Place) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    cast.tell(place, place.editor)
    cast.make_due()
    cast.drain()

    cast.tell(place, place.editor, cause="second", headline="Late")

    assert mails(place) == ["Happened: Salam", "Happened: Late"]


def in_thread(work: object, *arguments: object) -> threading.Thread:
    """Do it on another connection."""

    def run() -> None:
        try:
            work(*arguments)  # type: ignore[operator]
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def serve_as_worker(organization_id: int, digest: Digest, gate: threading.Barrier) -> None:
    """As a worker that holds the digest already."""
    gate.wait()
    with scope.enter(organization_id):
        digests.serve(digest)


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_digest_write_one_mail() -> None:
    cast.register()
    place = world.place("one")
    with scope.enter(place.organization.pk):
        cast.rhythm(place, place.editor, pace=Pace.HOURLY)
        cast.tell(place, place.editor)
        cast.make_due()
        digest = Digest.objects.get()
    gate = threading.Barrier(4)

    threads = [in_thread(serve_as_worker, place.organization.pk, digest, gate) for _ in range(4)]
    for thread in threads:
        thread.join()

    with scope.enter(place.organization.pk):
        assert mails(place) == ["Happened: Salam"]


@pytest.mark.django_db(transaction=True)
def test_a_notice_that_comes_while_its_digest_goes_out_is_in_it_or_in_a_mail_of_its_own() -> None:
    cast.register()
    place = world.place("one")
    with scope.enter(place.organization.pk):
        cast.rhythm(place, place.editor, pace=Pace.HOURLY)
        cast.tell(place, place.editor, headline="One")
        cast.make_due()
        digest = Digest.objects.get()
        with transaction.atomic():
            cast.tell(place, place.editor, cause="second", headline="Two")
            gate = threading.Barrier(1)
            sender = in_thread(serve_as_worker, place.organization.pk, digest, gate)
            sender.join(0.5)
            assert sender.is_alive()
        sender.join()

        text = " ".join(Mail.objects.values_list("text", flat=True))
        assert (text.count("One happened"), text.count("Two happened")) == (1, 1)
        assert Notice.objects.filter(digest_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_after_writing_the_mail_has_not_written_it() -> None:
    cast.register()
    place = world.place("one")
    with scope.enter(place.organization.pk):
        cast.rhythm(place, place.editor, pace=Pace.HOURLY)
        for cause in ("first", "second"):
            cast.tell(place, place.editor, cause=cause)
        cast.make_due()

    killed = worker(FAULTPOINTS="C9=kill")
    with scope.enter(place.organization.pk):
        assert (killed, mails(place), Digest.objects.get().state) == (-signal.SIGKILL, [], State.WAITING)
        Lane.objects.update(lease_until=None)

    assert worker() == 0
    cast.drain()
    with scope.enter(place.organization.pk):
        assert mails(place) == ["2 notices from One"]


def worker(**env: str) -> int:
    """A process of its own that serves one lane of digests; returns how it ended."""
    known = connection.settings_dict
    user, password = known["USER"], known["PASSWORD"]
    url = f"postgres://{user}:{password}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    program = "import django; django.setup(); from core.outbox import serving; serving.serve_next(['digest'])"
    whole = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, **env}
    return subprocess.run(
        [sys.executable, "-c", program], env=whole, cwd=settings.BASE_DIR, timeout=120
    ).returncode
