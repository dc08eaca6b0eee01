"""The trash of posts: what lies in it, taking it out, letting it go for good."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from accounts.models import Brand
from calendar_app.models import Attempt, Delivery, Post, PostVersion
from calendar_app.services import deciding, trashing
from connections.models import Channel
from core import clock
from core.errors import NotAllowed
from core.ledger import Event
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
WRITERS = (Role.OWNER, Role.ADMIN, Role.APPROVER, Role.EDITOR, Role.CONTRIBUTOR)
MOST = 12


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def trashed(place: Place, channel: Channel, text: str = "Salam", days: int = 0) -> Post:
    """A scheduled post that somebody trashed some days ago."""
    with inside(place):
        post = posts.scheduled(place, channel, text=text)
        deciding.trash(post, by=posts.actor(place))
        Post.trash.filter(pk=post.pk).update(trashed_at=clock.now() - timedelta(days=days))
    return post


def is_there(place: Place, post: Post) -> tuple[bool, bool]:
    """Among the posts, in the trash."""
    with inside(place):
        return Post.objects.filter(pk=post.pk).exists(), Post.trash.filter(pk=post.pk).exists()


@pytest.mark.parametrize("role", Role.values)
def test_who_writes_sees_the_trash_and_the_others_are_refused(
    place: Place, channel: Channel, role: str
) -> None:
    trashed(place, channel, text="Thrown away", days=3)

    answer = pages.browser(place.people[role]).get(pages.at(place, "trash/"))

    assert answer.status_code == (200 if role in WRITERS else 403)
    if role in WRITERS:
        page = answer.content.decode()
        assert "Thrown away" in page
        assert "Editor-One" in page
        assert "27 days left" in page


def test_it_comes_back_as_a_draft_and_what_was_cancelled_stays_so(place: Place, channel: Channel) -> None:
    post = trashed(place, channel)

    answer = pages.browser(place.contributor).post(pages.at(place, f"trash/{post.pk}/restore/"), follow=True)

    assert is_there(place, post) == (True, False)
    assert "It will not go out by itself: what was planned stays cancelled." in answer.content.decode()
    with inside(place):
        assert posts.delivery(post).state == State.CANCELLED
        assert posts.delivery(post).due_at is None


def test_a_client_restores_nothing_and_a_contributor_deletes_nothing_for_good(
    place: Place, channel: Channel
) -> None:
    post = trashed(place, channel)

    refused = [
        pages.browser(place.client).post(pages.at(place, f"trash/{post.pk}/restore/")),
        pages.browser(place.contributor).post(pages.at(place, f"trash/{post.pk}/destroy/")),
    ]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert is_there(place, post) == (False, True)
    page = pages.browser(place.contributor).get(pages.at(place, "trash/")).content.decode()
    assert "Delete for good" not in page


def test_deleted_for_good_is_gone_with_its_versions_and_the_ledger_keeps_that_it_was(
    place: Place, channel: Channel
) -> None:
    post, other = trashed(place, channel), trashed(place, channel, text="Other")
    with inside(place):
        delivery = posts.delivery(post)
        Attempt.objects.create(
            organization=place.organization,
            brand=place.brand,
            delivery=delivery,
            number=1,
            fence=uuid4(),
            payload_hash="x",
            target="x",
        )

    answer = pages.browser(place.editor).post(pages.at(place, f"trash/{post.pk}/destroy/"))

    assert (answer.status_code, is_there(place, post), is_there(place, other)) == (
        302,
        (False, False),
        (False, True),
    )
    with inside(place):
        assert not PostVersion.objects.filter(post=post.pk).exists()
        assert not Delivery.objects.filter(post=post.pk).exists()
        assert Event.objects.filter(subject=post.subject, kind="calendar_app.post_destroyed").count() == 1


def test_versions_still_cannot_be_deleted_by_themselves(place: Place, channel: Channel) -> None:
    post = trashed(place, channel)

    with inside(place), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PostVersion.objects.filter(post=post)._raw_delete("default")


def test_what_may_be_out_is_not_deleted_before_that_is_known(place: Place, channel: Channel) -> None:
    post = trashed(place, channel)
    with inside(place):
        Delivery.objects.filter(post=post).update(state=State.ASKING)

    answer = pages.browser(place.editor).post(pages.at(place, f"trash/{post.pk}/destroy/"))

    assert (answer.status_code, is_there(place, post)) == (409, (False, True))


def test_what_was_published_says_that_it_stays_there(place: Place, channel: Channel) -> None:
    post = trashed(place, channel)
    with inside(place):
        Delivery.objects.filter(post=post).update(state=State.LIVE, remote_id="1")

    page = pages.browser(place.editor).get(pages.at(place, "trash/")).content.decode()

    assert "It is published and stays on its networks." in page


def test_what_is_not_in_the_trash_is_not_found_there(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.draft(place, channel)

    for verb in ("restore", "destroy"):
        assert (
            pages.browser(place.editor).post(pages.at(place, f"trash/{post.pk}/{verb}/")).status_code == 404
        )
    assert is_there(place, post) == (True, False)


def test_of_two_who_restore_at_once_the_second_is_told(place: Place, channel: Channel) -> None:
    post = trashed(place, channel)
    with inside(place):
        trashing.restore(post, by=posts.actor(place))

        with pytest.raises(NotAllowed):
            trashing.restore(post, by=posts.actor(place))
        with pytest.raises(NotAllowed):
            trashing.destroy(post)


def test_after_thirty_days_it_goes_by_itself_and_a_dry_run_only_counts(
    place: Place, channel: Channel
) -> None:
    old, young = trashed(place, channel, days=31), trashed(place, channel, text="Young", days=29)
    undecided = trashed(place, channel, text="Undecided", days=40)
    with inside(place):
        Delivery.objects.filter(post=undecided).update(state=State.UNSURE, due_at=clock.now())

        assert trashing.prune(dry_run=True) == 2
        assert is_there(place, old) == (False, True)
        assert trashing.prune() == 1

    assert is_there(place, old) == (False, False)
    assert is_there(place, young) == (False, True)
    assert is_there(place, undecided) == (False, True)


def test_fifty_posts_in_the_trash_cost_no_more_questions_than_one(place: Place, channel: Channel) -> None:
    for number in range(4):
        trashed(place, channel, text=f"Post {number}")
    client = pages.browser(place.editor)

    with CaptureQueriesContext(connection) as caught:
        answer = client.get(pages.at(place, "trash/"))

    asked = [one["sql"] for one in caught.captured_queries]
    asked = [one for one in asked if not one.startswith(("SAVEPOINT", "RELEASE", "SET", "BEGIN"))]
    assert len(answer.context["rows"]) == 4
    assert len(asked) <= MOST, "\n".join(asked)


def test_another_brand_sees_nothing_of_it(place: Place, channel: Channel) -> None:
    post = trashed(place, channel, text="Secret")
    stranger = pages.browser(new_place("two").owner)

    assert stranger.get(pages.at(place, "trash/")).status_code == 404
    assert stranger.post(f"/b/two/trash/{post.pk}/restore/").status_code == 404
    assert "Secret" not in stranger.get("/b/two/trash/").content.decode()
    with inside(place):
        assert Brand.objects.filter(pk=place.brand.pk).exists()


def test_what_is_typed_for_a_post_that_somebody_trashed_meanwhile_is_not_lost(
    place: Place, channel: Channel
) -> None:
    post = trashed(place, channel)
    typed = {
        "text": "Typed for ten minutes",
        "channels": [str(channel.pk)],
        "revision": post.revision,
        "action": "save",
    }
    answer = pages.browser(place.editor).post(pages.at_post(place, post, "edit/"), typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody moved this post to the trash. Take it out of there first." in page
    assert "Typed for ten minutes" in page
    assert pages.browser(place.editor).get(pages.at_post(place, post, "edit/")).status_code == 404
