"""Answers that must not be taken at their word, and networks that want to be left alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.db.models.functions import Now

from activity.models import Notice
from calendar_app.models import Delivery
from calendar_app.publishing import sending, settling
from calendar_app.services import composing, deciding
from calendar_app.services.content import Content
from connections.models import Channel
from connections.services import connecting, health
from core import clock
from core.errors import NotAllowed, Stale
from core.outbox.states import State
from media_library.services import intake
from networks.errors import Reconnect
from tests import world
from tests.calendar_app import posts
from tests.calendar_app.conftest import SEND, Net
from tests.calendar_app.test_publishing import drain, take_as
from tests.media_library import corpus
from tests.networks.wire_server import Fault

pytestmark = pytest.mark.django_db(transaction=True)

Connect = Callable[..., Channel]
ANSWERS = (deciding.send_again, partial(deciding.it_is_there, address="https://example.com/1"))


def test_an_account_that_must_rest_is_left_alone_whatever_waits_for_it(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel, other = connected(place), connected(place, "other")
        for one in (channel, channel, other):
            posts.make_due(posts.scheduled(place, one, text=one.handle))
        net.fail(Fault(SEND, status=429, headers={"Retry-After": "300"}))

        drain()

        assert sorted(net.sent()) == ["kehreba", "other"]
        assert net.texts(other) == ["other"]


def test_a_no_after_the_post_was_made_is_not_believed(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault(SEND, accepted=True, status=400, body=b'{"error": "invalid"}'))

        drain()

        assert posts.delivery(post).state == State.LIVE
        assert (len(net.sent()), len(net.texts(channel))) == (1, 1)


def test_a_network_that_cannot_be_asked_is_asked_later_and_people_hear_of_it(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        net.fail(Fault(SEND, accepted=True), *[Fault(SEND, status=503)] * 4)

        for _ in range(6):
            drain()
            Delivery.objects.filter(state=State.UNSURE).update(due_at=F("planned_at"))

        assert posts.delivery(post).state == State.LIVE
        assert len(net.texts(channel)) == 1
        assert Notice.objects.filter(kind="publishing.unsure", person=place.editor).count() == 1


def test_a_person_decides_about_an_unknown_outcome_only_after_our_own_looks(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        net.fail(Fault(SEND, accepted=True), *[Fault(SEND, status=503)] * 9)
        drain()
        with pytest.raises(NotAllowed):
            deciding.send_again(posts.delivery(post), by=posts.actor(place), about=posts.delivery(post).fence)

        for _ in range(3):
            Delivery.objects.filter(state=State.UNSURE).update(due_at=F("planned_at"))
            drain()

        assert posts.delivery(post).asks_people
        deciding.it_is_there(
            posts.delivery(post),
            "https://example.com/1",
            by=posts.actor(place),
            about=posts.delivery(post).fence,
        )
        assert posts.delivery(post).state == State.LIVE


def test_an_answer_that_comes_while_it_is_sent_again_changes_nothing(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        Delivery.objects.update(state=State.SENDING, fence=uuid4(), fenced_at=Now())
        row = posts.delivery(post)

        for answer in ANSWERS:
            with pytest.raises(NotAllowed):
                answer(row, by=posts.actor(place), about=row.fence)

        assert posts.delivery(post).state == State.SENDING


def test_an_answer_to_an_older_question_is_refused(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        Delivery.objects.update(state=State.ASKING, due_at=None, fence=uuid4())
        asked = posts.delivery(post).fence
        Delivery.objects.update(fence=uuid4())

        for answer in ANSWERS:
            with pytest.raises(Stale):
                answer(posts.delivery(post), by=posts.actor(place), about=asked)

        assert posts.delivery(post).state == State.ASKING


def test_a_channel_connected_anew_while_the_network_refused_lets_its_post_go(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("mine")
        health.mark_reconnect(taken.channel, "session_ended")
        connected(place)

        settling.conclude(taken, sending.locked_out(Reconnect("session_ended")), settling.as_taken(taken))

        assert posts.delivery(post).state == State.WAITING


@pytest.mark.parametrize("late", [True, False])
def test_the_other_posts_of_a_locked_channel_are_held_and_told_without_asking_the_network(
    net: Net, connected: Connect, late: bool
) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)
        posts.make_due(post)
        taken = take_as("mine") if late else None
        health.mark_reconnect(Channel.objects.get(pk=channel.pk), "session_ended")

        if taken is not None:
            sending.send(taken)
        else:
            drain()

        row = posts.delivery(post)
        assert (row.state, row.held_reason, row.problem) == (
            State.HELD,
            Delivery.Held.RECONNECT,
            "session_ended",
        )
        assert net.sent() == []
        assert Notice.objects.filter(kind="publishing.held", person=place.editor).count() == 1


def test_a_network_that_never_answers_and_never_has_it_is_given_up_after_six_tries(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        net.wire.faults.extend([Fault(SEND, status=503, method="POST")] * 20)

        for _ in range(20):
            drain()
            Delivery.objects.filter(state=State.WAITING).update(due_at=F("planned_at"))

        row = posts.delivery(post)
        assert (row.state, row.problem, len(net.sent())) == (State.REFUSED, "gave_up", 6)


def test_a_post_whose_files_stay_away_is_held_and_goes_out_when_they_are_back(
    net: Net, connected: Connect, settings: Any, tmp_path: Path
) -> None:
    place = world.place("one")
    settings.MEDIA_ROOT = tmp_path / "media"
    with posts.inside(place):
        upload = SimpleUploadedFile("one.png", corpus.png())
        asset = intake.take_in(place.brand, upload, posts.actor(place))
        post = posts.scheduled(place, connected(place))
        written = Content(
            text="Salam", channels=[posts.delivery(post).channel_id], media=[(asset.pk, "Kvadrat")]
        )
        composing.edit(post, written, revision=post.revision, author=place.editor, by=posts.actor(place))
        posts.make_due(post)
        settings.MEDIA_ROOT.rename(tmp_path / "away")

        for _ in range(10):
            drain()
            Delivery.objects.filter(state=State.WAITING).update(due_at=F("planned_at"))

        row = posts.delivery(post)
        assert (row.state, row.held_reason, row.problem) == (State.HELD, Delivery.Held.BROKEN, "media_away")
        assert Notice.objects.filter(kind="publishing.held", person=place.editor).count() == 1
        assert net.sent() == []

        (tmp_path / "away").rename(settings.MEDIA_ROOT)
        deciding.try_again(row, by=posts.actor(place))
        drain()
        assert (posts.delivery(post).state, net.sent()) == (State.LIVE, ["Salam"])


def test_the_second_try_of_a_lost_post_comes_at_once_and_the_third_later(
    net: Net, connected: Connect
) -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, connected(place))
        posts.make_due(post)
        net.wire.faults.extend([Fault(SEND, status=503, method="POST")] * 5)

        drain()

        row = posts.delivery(post)
        assert (row.state, len(net.sent())) == (State.WAITING, 2)
        assert row.due_at is not None
        assert row.due_at > clock.now()


def test_posts_of_a_disconnected_channel_are_held_and_told(net: Net, connected: Connect) -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = connected(place)
        post = posts.scheduled(place, channel)

        connecting.disconnect(channel, by=posts.actor(place))

        assert posts.delivery(post).problem == "disconnected"
        assert Notice.objects.filter(kind="publishing.held", person=place.editor).count() == 1
