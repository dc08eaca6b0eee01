"""Nothing unapproved can leave: the gate stands in the database, so these tests go past the services by SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from calendar_app.models import Delivery
from calendar_app.services import composing, gate, scheduling
from calendar_app.services.content import Content
from core import clock
from core.outbox.clearance import Clearance
from tests import world
from tests.calendar_app import posts

pytestmark = pytest.mark.django_db


def run(statement: str, *values: Any) -> int:
    """A statement as the runtime role would send it by hand; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


FORCE = "UPDATE calendar_app_delivery SET state = 'waiting', due_at = now(), planned_at = now()"


def test_sql_cannot_let_a_draft_wait() -> None:
    place = world.place("one")
    with posts.inside(place):
        posts.draft(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="delivery_gate"):
            run(FORCE)


def test_a_clearance_of_other_content_does_not_open_the_gate() -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = posts.channel(place)
        posts.scheduled(place, channel, text="approved words")
        other = posts.draft(place, channel, text="other words")
        yes = Clearance.objects.get()

        with pytest.raises(IntegrityError, match="delivery_cleared"):
            run(f"{FORCE}, clearance_id = %s WHERE post_id = %s", yes.pk, other.pk)


def test_a_clearance_of_another_channel_does_not_open_the_gate() -> None:
    place = world.place("one")
    with posts.inside(place):
        one, two = posts.channel(place, "one"), posts.channel(place, "two")
        post = posts.draft(place, one, two)
        rows = list(Delivery.objects.filter(post=post).order_by("channel_id"))
        yes = gate.cleared(rows[0])

        with pytest.raises(IntegrityError, match="delivery_cleared"):
            run(f"{FORCE}, clearance_id = %s WHERE id = %s", yes.pk, rows[1].pk)


def test_the_hash_of_a_delivery_is_that_of_its_version() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.draft(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="delivery_content_of_version"):
            run("UPDATE calendar_app_delivery SET content_hash = %s WHERE post_id = %s", "0" * 64, post.pk)


def test_a_yes_cannot_be_withdrawn_under_a_waiting_post() -> None:
    place = world.place("one")
    with posts.inside(place):
        posts.scheduled(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="delivery_cleared"):
            run("UPDATE core_clearance SET live = false")


def test_no_exemption_where_the_brand_wants_approval() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        post = posts.draft(place, posts.channel(place))
        delivery = posts.delivery(post)

        with pytest.raises(gate.NeedsApproval):
            gate.cleared(delivery)
        with pytest.raises(IntegrityError, match="requires approval"), transaction.atomic():
            Clearance.objects.create(
                organization=place.organization,
                brand=place.brand,
                content_hash=delivery.content_hash,
                channel_id=delivery.channel_id,
                kind=Clearance.Kind.EXEMPT,
            )


def test_a_brand_that_begins_to_want_approval_stops_what_waits() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place))
        run("UPDATE accounts_brandpolicy SET approval_required = true")

        with pytest.raises(IntegrityError, match="requires approval"):
            run(
                "UPDATE calendar_app_delivery SET state = 'sending', fence = gen_random_uuid(), "
                "fenced_at = now() WHERE post_id = %s",
                post.pk,
            )


def test_a_post_cannot_be_due_before_its_promise() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place))

        with pytest.raises(IntegrityError, match="delivery_never_early"):
            run("UPDATE calendar_app_delivery SET due_at = now() WHERE post_id = %s", post.pk)


def test_a_planned_time_outside_the_approved_window_is_refused() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place))
        posts.narrow(clock.now() - timedelta(hours=2), clock.now() + timedelta(hours=2))

        with pytest.raises(IntegrityError, match="approved window"):
            run(
                "UPDATE calendar_app_delivery SET planned_at = now() + interval '1 day', "
                "due_at = now() + interval '1 day' WHERE post_id = %s",
                post.pk,
            )


def test_versions_cannot_be_changed_or_deleted() -> None:
    place = world.place("one")
    with posts.inside(place):
        posts.draft(place, posts.channel(place))

        for statement in (
            "UPDATE calendar_app_postversion SET number = 9",
            "DELETE FROM calendar_app_postversion",
        ):
            with pytest.raises(Exception, match="permission denied"):
                run(statement)


def test_a_published_delivery_is_history() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place))
        run("UPDATE calendar_app_delivery SET state = 'live', remote_id = 'x', due_at = null")

        for change in ("state = 'draft'", "planned_at = now()", "remote_id = 'y'"):
            with pytest.raises(IntegrityError, match="history"):
                run(f"UPDATE calendar_app_delivery SET {change} WHERE post_id = %s", post.pk)


def test_editing_a_waiting_post_clears_the_new_content_and_keeps_the_time() -> None:
    place = world.place("one")
    with posts.inside(place):
        channel = posts.channel(place)
        post = posts.scheduled(place, channel)
        before = posts.delivery(post)

        written = Content(text="Yeni söz", channels=[channel.pk])
        composing.edit(post, written, revision=post.revision, author=place.editor, by=posts.actor(place))

        after = posts.delivery(post)
        assert (after.state, after.due_at) == (before.state, before.due_at)
        assert after.content_hash != before.content_hash
        assert after.clearance.content_hash == after.content_hash


def test_taking_back_leaves_no_clearance_behind_it() -> None:
    place = world.place("one")
    with posts.inside(place):
        post = posts.scheduled(place, posts.channel(place))

        scheduling.unschedule(post, by=posts.actor(place))

        row = posts.delivery(post)
        assert (row.state, row.clearance_id, row.due_at) == ("draft", None, None)
