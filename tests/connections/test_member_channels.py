"""Members who are limited to channels: what they are offered, and what they are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.access import by
from accounts.grants import Role
from accounts.models import Membership
from calendar_app.models import Delivery, Post
from calendar_app.services import composing, copying, deciding, scheduling, waiting
from calendar_app.services.content import Content
from connections.models import Channel, MembershipChannel
from connections.services import connecting
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """The organization whose editor is limited."""
    return world.place("one")


@pytest.fixture
def channels(place: Place) -> tuple[Channel, Channel]:
    """One that the editor may use, and one that she may not."""
    with posts.inside(place):
        return posts.channel(place, "hers"), posts.channel(place, "others")


def limit(place: Place, *chosen: Channel, role: str = Role.EDITOR, who: str = Role.OWNER, **data: Any) -> Any:
    """The owner's form."""
    with scope.enter(place.organization.pk):
        member = Membership.objects.get(user=place.people[role])
    client = Client()
    client.force_login(place.people[who])
    names = (f"sees_{place.brand.pk}", f"channels_{place.brand.pk}")
    filled = {names[0]: "some", names[1]: [str(one.pk) for one in chosen], **data}
    return client.post(f"/o/one/people/{member.pk}/channels/", filled)


def browser(place: Place, role: str = Role.EDITOR) -> Client:
    """Somebody's browser."""
    client = Client()
    client.force_login(place.people[role])
    return client


def test_only_her_channels_are_offered_and_shown(place: Place, channels: tuple[Channel, Channel]) -> None:
    assert limit(place, channels[0]).status_code == 302
    client = browser(place)

    composer = client.get("/b/one/posts/new/").content.decode()
    shown = client.get("/b/one/channels/").content.decode()

    for page in (composer, shown):
        assert "@hers" in page or "hers" in page
        assert "others" not in page
    assert client.get(f"/b/one/channels/{channels[1].pk}/").status_code == 404
    assert client.get(f"/b/one/channels/{channels[0].pk}/").status_code == 200
    assert "others" in browser(place, Role.OWNER).get("/b/one/channels/").content.decode()


def test_a_channel_that_is_not_hers_is_refused_in_the_composer(
    place: Place, channels: tuple[Channel, Channel]
) -> None:
    limit(place, channels[0])

    data = {"text": "Salam", "channels": [str(channels[1].pk)], "action": "now"}
    answer = browser(place).post("/b/one/posts/new/", data)

    assert answer.status_code == 200
    assert answer.context["form"].errors["channels"]
    with posts.inside(place):
        assert not Post.objects.exists()


def test_writing_planning_and_sending_are_refused_beyond_her_channels(
    place: Place, channels: tuple[Channel, Channel]
) -> None:
    with posts.inside(place):
        post = posts.scheduled(place, *channels)
        row = Delivery.objects.get(post=post, channel=channels[1])
    limit(place, channels[0])
    actor = by(place.editor)
    written = Content("Salam", [channels[0].pk])

    with posts.inside(place):
        tries: list[Callable[[], object]] = [
            lambda: composing.create(
                place.brand, Content("Salam", [channels[1].pk]), author=place.editor, by=actor
            ),
            lambda: composing.edit(post, written, revision=post.revision, author=place.editor, by=actor),
            lambda: scheduling.publish_now(post, by=actor),
            lambda: scheduling.unschedule(post, by=actor),
            lambda: deciding.cancel(row, by=actor),
            lambda: deciding.trash(post, by=actor),
            lambda: connecting.disconnect(channels[1], actor),
        ]
        for attempt in tries:
            with pytest.raises(PermissionDenied):
                attempt()
        rows = Delivery.objects.filter(post=post)
        assert set(rows.values_list("state", flat=True)) == {State.WAITING}
    assert browser(place).get(f"/b/one/posts/{post.pk}/edit/").status_code == 403
    assert browser(place).post(f"/b/one/deliveries/{row.pk}/cancel/").status_code == 403


def test_her_own_channel_works_as_before(place: Place, channels: tuple[Channel, Channel]) -> None:
    limit(place, channels[0])

    with posts.inside(place):
        post = posts.scheduled(place, channels[0])
        scheduling.unschedule(post, by=by(place.editor))
        assert posts.delivery(post).state == State.DRAFT


def test_a_copy_leaves_out_what_is_not_hers(place: Place, channels: tuple[Channel, Channel]) -> None:
    with posts.inside(place):
        post = posts.scheduled(place, *channels)
    limit(place, channels[0])

    with posts.inside(place):
        fetched = Post.objects.select_related("version", "brand").get(pk=post.pk)
        made = copying.copy(fetched, author=place.editor, by=by(place.editor))
        assert [row.channel_id for row in Delivery.objects.filter(post=made)] == [channels[0].pk]


def test_of_many_at_once_those_beyond_are_refused_and_the_others_done(
    place: Place, channels: tuple[Channel, Channel]
) -> None:
    with posts.inside(place):
        post = posts.scheduled(place, *channels)
        rows = list(Delivery.objects.filter(post=post).select_related("post__brand", "channel", "version"))
    limit(place, channels[0])

    with posts.inside(place):
        outcome = waiting.skip(rows, by=by(place.editor))

    assert [row.channel_id for row in outcome.done] == [channels[0].pk]
    assert [row.channel_id for row, _why in outcome.refused] == [channels[1].pk]


def test_without_a_limit_a_brand_offers_everything_again(
    place: Place, channels: tuple[Channel, Channel]
) -> None:
    limit(place, channels[0])
    limit(place, **{f"sees_{place.brand.pk}": "all"})

    assert "others" in browser(place).get("/b/one/posts/new/").content.decode()
    with scope.enter(place.organization.pk):
        assert not MembershipChannel.objects.exists()


def test_only_some_means_at_least_one(place: Place, channels: tuple[Channel, Channel]) -> None:
    assert limit(place).context["form"].errors[f"channels_{channels[0].brand_id}"]


def test_a_channel_of_others_is_no_choice(place: Place, channels: tuple[Channel, Channel]) -> None:
    two = world.place("two")
    with posts.inside(two):
        theirs = posts.channel(two, "theirs")

    assert limit(place, theirs).context["form"].errors[f"channels_{channels[0].brand_id}"]


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_who_manages_no_people_limits_nobody(
    place: Place, channels: tuple[Channel, Channel], role: str
) -> None:
    assert limit(place, channels[0], who=role).status_code == 403


def test_an_admin_does_not_limit_an_owner(place: Place, channels: tuple[Channel, Channel]) -> None:
    answer = limit(place, channels[0], role=Role.OWNER, who=Role.ADMIN)

    assert "Only an owner can change an owner." in answer.content.decode()


def test_who_is_limited_herself_does_not_lift_her_limit(
    place: Place, channels: tuple[Channel, Channel]
) -> None:
    limit(place, channels[0], role=Role.ADMIN)

    answer = limit(place, role=Role.ADMIN, who=Role.ADMIN, **{f"sees_{place.brand.pk}": "all"})

    assert "the channels that you may use yourself" in answer.content.decode()
    assert limit(place, channels[0], who=Role.ADMIN).status_code == 302
    with scope.enter(place.organization.pk):
        assert MembershipChannel.objects.count() == 2
