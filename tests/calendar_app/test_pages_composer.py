"""The composer: one plain form that loses nothing, whatever goes wrong."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post
from connections.models import Channel
from core.outbox.states import State
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
DAY = {"date": "2083-05-20", "time": "19:30"}


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


def write(place: Place, channel: Channel | None = None, role: str = "editor", **typed: Any) -> Any:
    """Send the empty composer."""
    data = {"text": "Salam", "channels": [str(channel.pk)] if channel else [], **typed}
    return pages.browser(place.people[role]).post(pages.at(place, "posts/new/"), data)


def rewrite(place: Place, post: Post, channel: Channel, role: str = "editor", **typed: Any) -> Any:
    """Send the composer of a post."""
    data = {"text": "Sabah", "channels": [str(channel.pk)], "revision": post.revision, **typed}
    return pages.browser(place.people[role]).post(pages.at_post(place, post, "edit/"), data)


def only(place: Place) -> Post:
    """The brand's only post."""
    with inside(place):
        found: Post = Post.objects.select_related("version").get()
        return found


def nothing(place: Place) -> bool:
    """Nothing was kept."""
    with inside(place):
        return not Post.objects.exists()


def state(post: Post, place: Place) -> str:
    """The state of the post's only delivery."""
    with inside(place):
        return Delivery.objects.get(post=post).state


def test_a_draft_is_kept_with_its_pencilled_time(place: Place, channel: Channel) -> None:
    answer = write(place, channel, "contributor", action="save", **DAY)

    post = only(place)
    assert answer.status_code == 302
    assert answer["Location"] == pages.at_post(place, post)
    assert (post.planned_local, post.zone) == ("2083-05-20T19:30", "Asia/Baku")
    assert state(post, place) == State.DRAFT


def test_an_editor_schedules_in_the_brands_zone(place: Place, channel: Channel) -> None:
    write(place, channel, action="schedule", **DAY)

    post = only(place)
    assert state(post, place) == State.WAITING
    assert post.planned_at is not None
    assert post.planned_at.isoformat() == "2083-05-20T15:30:00+00:00"


@pytest.mark.parametrize("action", ["schedule", "now"])
def test_a_contributor_cannot_send_anything_off(place: Place, channel: Channel, action: str) -> None:
    answer = write(place, channel, "contributor", action=action, **DAY)

    assert answer.status_code == 403
    assert nothing(place)


@pytest.mark.parametrize(("role", "status"), [("analyst", 403), ("client", 403), ("contributor", 200)])
def test_only_who_may_write_sees_the_composer(place: Place, role: str, status: int) -> None:
    assert pages.browser(place.people[role]).get(pages.at(place, "posts/new/")).status_code == status


def test_strangers_find_no_composer(place: Place) -> None:
    stranger = new_place("two").owner

    assert pages.browser(stranger).get(pages.at(place, "posts/new/")).status_code == 404


def test_a_contributor_is_told_who_schedules_and_gets_no_dead_button(place: Place) -> None:
    page = pages.browser(place.contributor).get(pages.at(place, "posts/new/")).content.decode()

    assert "somebody else schedules" in page
    assert 'value="schedule"' not in page
    assert 'value="now"' not in page


def test_publishing_now_leaves_time_to_undo(place: Place, channel: Channel) -> None:
    answer = write(place, channel, action="now")

    post = only(place)
    page = pages.browser(place.editor).get(answer["Location"]).content.decode()
    assert state(post, place) == State.WAITING
    assert "data-countdown" in page
    assert f"{post.pk}/unschedule/" in page


def test_own_texts_are_kept_and_those_that_say_the_same_are_none(place: Place, channel: Channel) -> None:
    with inside(place):
        other = posts.channel(place, "other")

    write(
        place,
        None,
        action="save",
        channels=[channel.pk, other.pk],
        **{f"own-{channel.pk}": "Mine", f"own-{other.pk}": "Salam"},
    )

    document = from_bytes(only(place).version.canonical)
    assert document.own == {str(channel.pk): "Mine"}


def refused(place: Place, channel: Channel, **typed: Any) -> str:
    """Everything typed stands in the answer, nothing was kept."""
    asset = pages.asset(place)
    sheet = {"text": "Typed <b>text</b>", f"own-{channel.pk}": "Own words", **DAY}
    media = {"media": [str(asset.pk)], f"alt-{asset.pk}": "A cup"}
    answer = write(place, channel, **{**sheet, **media, **typed})
    page: str = answer.content.decode()
    assert answer.status_code == 200
    assert nothing(place)
    for words in ("Own words", "A cup", str(asset.pk), f'value="{channel.pk}" checked'):
        assert words in page
    return page


def test_a_time_in_the_past_keeps_the_sheet(place: Place, channel: Channel) -> None:
    page = refused(place, channel, action="schedule", date="2020-01-01")

    assert "This time is in the past" in page
    assert "Typed &lt;b&gt;text&lt;/b&gt;" in page
    assert 'value="2020-01-01"' in page
    assert 'value="19:30"' in page


def test_a_missing_time_is_asked_for(place: Place, channel: Channel) -> None:
    page = refused(place, channel, action="schedule", date="", time="")

    assert "Choose a date too." in page
    assert "Choose a time too." in page


def test_a_bad_time_stays_as_it_was_typed(place: Place, channel: Channel) -> None:
    page = refused(place, channel, action="schedule", time="25:70")

    assert "This is not a time." in page
    assert 'value="25:70"' in page


def test_a_text_that_is_too_long_is_not_scheduled(place: Place, channel: Channel) -> None:
    page = refused(
        place, channel, action="schedule", text="a" * 501, **{f"own-{channel.pk}": "Own words" + "b" * 600}
    )

    assert "characters over the limit of 500" in page


def test_a_picture_that_is_none_is_named(place: Place, channel: Channel) -> None:
    bad = SimpleUploadedFile("notes.png", b"no picture", content_type="image/png")

    page = refused(place, channel, action="schedule", file=bad)

    assert "notes.png:" in page


def test_pictures_come_with_the_plain_form(place: Place, channel: Channel) -> None:
    write(place, channel, action="save", file=[pages.picture("one.png"), pages.picture("two.png")])

    assert len(from_bytes(only(place).version.canonical).media) == 2


def test_without_a_script_pictures_are_arranged_before_anything_is_kept(
    place: Place, channel: Channel
) -> None:
    first, second = pages.asset(place, "one.jpg"), pages.asset(place, "two.jpg")
    media: dict[str, Any] = {"media": [str(first.pk), str(second.pk)]}

    earlier = write(place, channel, action=f"earlier:{second.pk}", **media).content.decode()
    without = write(place, channel, action=f"remove:{second.pk}", **media).content.decode()

    assert earlier.index(str(second.pk)) < earlier.index(str(first.pk))
    assert str(second.pk) not in without
    assert nothing(place)


def test_no_channel_can_be_sent_to_nobody(place: Place, channel: Channel) -> None:
    answer = write(place, None, action="schedule", **DAY)

    assert "Choose at least one channel." in answer.content.decode()
    assert nothing(place)


def test_an_empty_sheet_is_not_kept(place: Place, channel: Channel) -> None:
    answer = write(place, channel, action="save", text=" ")

    assert "there is nothing to keep yet" in answer.content.decode()
    assert nothing(place)


def test_another_brands_channel_and_picture_count_as_not_there(place: Place, channel: Channel) -> None:
    other = new_place("two")
    with inside(other):
        theirs = posts.channel(other)
    picture = pages.asset(other)

    by_channel = write(place, theirs, action="save").content.decode()
    by_picture = write(place, channel, action="save", media=[str(picture.pk)]).content.decode()

    assert "not there any more" in by_channel
    assert "not there any more" in by_picture
    assert str(theirs.pk) not in by_channel
    assert nothing(place)


@pytest.mark.parametrize("media", [["nonsense"], [str(uuid4())]])
def test_a_picture_that_never_was_is_named(place: Place, channel: Channel, media: list[str]) -> None:
    assert "not there any more" in write(place, channel, action="save", media=media).content.decode()


def test_a_stale_sheet_is_kept_and_can_be_saved_again(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.draft(place, channel)
    rewrite(place, post, channel, text="Theirs", action="save")

    stale = rewrite(place, post, channel, text="Mine", action="save")
    page = stale.content.decode()
    assert stale.status_code == 200
    assert "Someone else changed this post" in page
    assert ">Mine</textarea>" in page
    assert only(place).headline == "Theirs"

    rewrite(place, post, channel, text="Mine", action="save", revision=only(place).revision)
    assert only(place).headline == "Mine"


def test_an_error_that_is_not_stale_keeps_the_old_revision(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.draft(place, channel)
    rewrite(place, post, channel, text="Theirs", action="save")

    page = rewrite(place, post, channel, action="schedule", time="").content.decode()

    assert f'name="revision" value="{post.revision}"' in page


def test_a_scheduled_post_keeps_its_time_when_it_is_saved(place: Place, channel: Channel) -> None:
    write(place, channel, action="schedule", **DAY)
    post = only(place)

    rewrite(place, post, channel, action="save", **DAY)

    assert only(place).headline == "Sabah"
    assert state(post, place) == State.WAITING


def test_a_scheduled_post_cannot_become_unfit(place: Place, channel: Channel) -> None:
    write(place, channel, action="schedule", **DAY)

    answer = rewrite(place, only(place), channel, action="save", text="a" * 501, **DAY)

    assert "cannot go out like this yet" in answer.content.decode()
    assert only(place).headline == "Salam"


def test_a_contributor_cannot_change_what_is_scheduled(place: Place, channel: Channel) -> None:
    write(place, channel, action="schedule", **DAY)

    assert rewrite(place, only(place), channel, "contributor", action="save", **DAY).status_code == 403
    assert only(place).headline == "Salam"


def test_a_scheduled_post_goes_back_to_the_drafts(place: Place, channel: Channel) -> None:
    write(place, channel, action="schedule", **DAY)
    post = only(place)

    rewrite(place, post, channel, action="unschedule", **DAY)

    assert state(post, place) == State.DRAFT


def test_what_has_left_leads_to_its_page(place: Place, channel: Channel) -> None:
    with inside(place):
        post = posts.draft(place, channel)
        Delivery.objects.filter(post=post).update(state=State.LIVE, remote_id="x")

    answer = pages.browser(place.editor).get(pages.at_post(place, post, "edit/"))

    assert answer["Location"] == pages.at_post(place, post)


def check(place: Place, role: str = "editor", **typed: Any) -> Any:
    """What is said about the sheet while it is typed."""
    client = pages.browser(place.people[role])
    return client.post(pages.at(place, "posts/check/"), typed, headers={"HX-Request": "true"})


def test_the_check_counts_as_the_network_counts(place: Place, channel: Channel) -> None:
    page = check(place, text="👨‍👩‍👧‍👦ə #tag https://a.example", channels=[channel.pk]).content.decode()

    assert "25 / 500" in page
    assert '<span class="text-primary">#tag</span>' in page
    assert '<span class="text-primary">https://a.example</span>' in page


def test_the_check_shows_what_is_too_much(place: Place, channel: Channel) -> None:
    page = check(place, text="a" * 503, channels=[channel.pk]).content.decode()

    assert "3 characters over the limit" in page
    assert 'underline">aaa</mark>' in page


def test_the_check_escapes_what_is_typed(place: Place, channel: Channel) -> None:
    page = check(place, text="<script>alert(1)</script>", channels=[channel.pk]).content.decode()

    assert "<script>" not in page


def test_the_check_keeps_nothing_and_the_sheet_unsaved(place: Place, channel: Channel) -> None:
    answer = check(place, text="Salam", channels=[channel.pk])

    assert answer["HX-Trigger"] == "form:invalid"
    assert nothing(place)


def test_only_writers_may_check(place: Place) -> None:
    assert check(place, "analyst", text="Salam").status_code == 403


@pytest.mark.parametrize(
    ("zone", "date", "time", "sentence"),
    [
        (
            "Europe/Berlin",
            "2083-03-28",
            "02:30",
            "02:30 does not exist on 28 March: the clocks go forward. It goes out at 03:30.",
        ),
        ("Europe/Berlin", "2083-10-31", "02:30", "02:30 happens twice on 31 October"),
        ("Asia/Baku", "2020-01-01", "10:00", "This time is over."),
    ],
)
def test_an_odd_time_is_explained(zone: str, date: str, time: str, sentence: str) -> None:
    place = new_place("one", zone=zone)

    assert sentence in check(place, text="Salam", date=date, time=time).content.decode()


def test_a_picture_without_a_description_is_pointed_at(place: Place, channel: Channel) -> None:
    asset = pages.asset(place)

    page = check(place, text="Salam", channels=[channel.pk], media=[asset.pk]).content.decode()

    assert "Picture 1 has no description" in page


def test_a_sheet_that_nobody_touched_asks_for_nothing(place: Place) -> None:
    page = pages.browser(place.editor).get(pages.at(place, "posts/new/")).content.decode()

    assert "Choose at least one channel." not in page
    assert "data-blocked" not in page
    assert "0 characters" in page


def test_the_first_word_brings_the_list_and_counts_its_characters(place: Place) -> None:
    answer = pages.browser(place.editor).post(pages.at(place, "posts/check/"), {"text": "Salam 👩‍🚀"})

    page = answer.content.decode()
    assert "Choose at least one channel." in page
    assert "data-blocked" in page
    assert "7 characters" in page
