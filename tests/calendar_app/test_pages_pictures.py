"""Pictures in the composer: from the library, cropped for each channel, described where the brand wants it."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.services import policies
from calendar_app.document import from_bytes
from calendar_app.models import Delivery, Post, PostVersion
from connections.models import Channel
from core.outbox.states import State
from media_library.cropping import Box
from media_library.models import Asset
from media_library.services import cropping, describing
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
DAY = {"date": "2083-05-20", "time": "19:30"}
SQUARE = "1:1@0,0.1,1,0.8"
WIDE = "16:9@0,0.3,1,0.45"


@pytest.fixture
def place() -> Place:
    """A brand in Baku."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@pytest.fixture
def asset(place: Place) -> Asset:
    """A picture of 800 × 1000 pixels."""
    return pages.asset(place)


def write(place: Place, asset: Asset, *channels: Channel, **typed: Any) -> Any:
    """Send the composer with the picture."""
    data = {"text": "Salam", "channels": [str(one.pk) for one in channels], "media": [str(asset.pk)], **typed}
    return pages.browser(place.editor).post(pages.at(place, "posts/new/"), data)


def check(place: Place, asset: Asset, *channels: Channel, **typed: Any) -> str:
    """What is said while it is typed."""
    data = {"text": "Salam", "channels": [str(one.pk) for one in channels], "media": [str(asset.pk)], **typed}
    answer = pages.browser(place.editor).post(pages.at(place, "posts/check/"), data)
    return str(answer.content.decode())


def latest(place: Place) -> PostVersion:
    """The only post's version."""
    with inside(place):
        found = Post.objects.select_related("version").get().version
        assert found is not None
        return found


def wants_descriptions(place: Place) -> None:
    """The brand's rule."""
    with inside(place):
        policies.require_alt(place.brand, required=True, by=posts.actor(place))


def test_each_channel_gets_its_part_of_the_picture(place: Place, channel: Channel, asset: Asset) -> None:
    with inside(place):
        other = posts.channel(place, "other")

    write(
        place,
        asset,
        channel,
        other,
        action="save",
        **{f"crop-{asset.pk}": SQUARE, f"crop-{asset.pk}-{other.pk}": WIDE},
    )

    (ref,) = from_bytes(latest(place).canonical).media
    assert ref.box_for(str(channel.pk)) == Box(0, 0.1, 1, 0.8)
    assert ref.box_for(str(other.pk)) == Box(0, 0.3, 1, 0.45)
    assert ref.shown_on(str(channel.pk)) == (800, 800)


def test_a_channel_can_have_the_whole_while_the_others_have_a_part(
    place: Place, channel: Channel, asset: Asset
) -> None:
    write(
        place,
        asset,
        channel,
        action="save",
        **{f"crop-{asset.pk}": SQUARE, f"crop-{asset.pk}-{channel.pk}": "whole"},
    )

    (ref,) = from_bytes(latest(place).canonical).media
    assert ref.box_for(str(channel.pk)) is None


def test_another_part_is_another_hash_and_a_whole_picture_keeps_its_own(
    place: Place, channel: Channel, asset: Asset
) -> None:
    write(place, asset, channel, action="save")
    whole = latest(place)
    assert b"crop" not in bytes(whole.canonical)
    with inside(place):
        post = Post.objects.get()
    data = {"text": "Salam", "channels": [channel.pk], "media": [asset.pk], "revision": post.revision}
    pages.browser(place.editor).post(
        pages.at_post(place, post, "edit/"), {**data, f"crop-{asset.pk}": SQUARE, "action": "save"}
    )

    assert latest(place).content_hash != whole.content_hash


def test_what_the_library_says_later_changes_no_version(place: Place, channel: Channel, asset: Asset) -> None:
    write(place, asset, channel, action="save", **{f"crop-{asset.pk}": SQUARE, f"alt-{asset.pk}": "Fincan"})
    before = latest(place)

    with inside(place):
        describing.describe(asset, "Something else", by=posts.actor(place))
        cropping.put(asset, "1:1", Box(0, 0.2, 1, 0.8), by=posts.actor(place))
        post = Post.objects.get()
    page = pages.browser(place.editor).get(pages.at_post(place, post, "edit/")).content.decode()
    offered = f'<option value="{SQUARE}" selected>1:1 as kept here</option>'
    assert offered in page
    assert "Fincan</textarea>" in page
    data = {"text": "Salam", "channels": [channel.pk], "media": [asset.pk], "revision": post.revision}
    pages.browser(place.editor).post(
        pages.at_post(place, post, "edit/"),
        {**data, f"crop-{asset.pk}": SQUARE, f"alt-{asset.pk}": "Fincan", "action": "save"},
    )

    assert latest(place).pk == before.pk


@pytest.mark.parametrize("value", ["nonsense", "1:1@0,0,2,2", "1:1@0,0,nan,1", "1:1@", "@1,2"])
def test_a_part_that_is_none_counts_as_the_whole(
    place: Place, channel: Channel, asset: Asset, value: str
) -> None:
    write(place, asset, channel, action="save", **{f"crop-{asset.pk}": value})

    (ref,) = from_bytes(latest(place).canonical).media
    assert ref.crop == ()


def test_the_preview_shows_the_part(place: Place, channel: Channel, asset: Asset) -> None:
    page = check(place, asset, channel, **{f"crop-{asset.pk}": SQUARE})

    assert 'viewBox="0 100 800 800"' in page


def test_where_a_description_is_wanted_nothing_is_scheduled_without_one(
    place: Place, channel: Channel, asset: Asset
) -> None:
    wants_descriptions(place)

    said = check(place, asset, channel)
    refused = write(place, asset, channel, action="schedule", **DAY)

    assert "Picture 1 needs a description; this brand wants one" in said
    assert "data-blocked" in said
    assert refused.status_code == 200
    with inside(place):
        assert not Post.objects.exists()


@pytest.mark.parametrize("how", ["described", "waived"])
def test_a_described_or_waived_picture_is_scheduled(
    place: Place, channel: Channel, asset: Asset, how: str
) -> None:
    wants_descriptions(place)
    with inside(place):
        if how == "waived":
            describing.waive(asset, "A pattern", by=posts.actor(place))
    alt = "A cup" if how == "described" else ""

    write(place, asset, channel, action="schedule", **{f"alt-{asset.pk}": alt}, **DAY)

    with inside(place):
        assert Delivery.objects.get().state == State.WAITING


def test_a_draft_may_lack_a_description(place: Place, channel: Channel, asset: Asset) -> None:
    wants_descriptions(place)

    assert write(place, asset, channel, action="save").status_code == 302


def test_a_video_is_never_sent_where_it_cannot_go(place: Place, channel: Channel, asset: Asset) -> None:
    with inside(place):
        Asset.objects.filter(pk=asset.pk).update(kind="video", mime="video/mp4", duration_ms=7000)

    said = check(place, asset, channel, text="")
    refused = write(place, asset, channel, action="schedule", **DAY)

    assert "takes no videos from here" in said
    assert f'data-leave-out="{channel.pk}"' in said
    assert "nothing to send" not in said
    assert refused.status_code == 200
    with inside(place):
        assert not Post.objects.exists()


def test_tiles_come_with_the_librarys_description_in_the_order_of_choosing(
    place: Place, channel: Channel
) -> None:
    first, second = pages.asset(place, "one.jpg"), pages.asset(place, "two.jpg")
    with inside(place):
        describing.describe(second, "Two cups", by=posts.actor(place))
    address = pages.at(place, "posts/tiles/")

    page = (
        pages.browser(place.editor).get(address, {"asset": [str(second.pk), str(first.pk)]}).content.decode()
    )

    assert "Two cups</textarea>" in page
    assert page.index(str(second.pk)) < page.index(str(first.pk))
    assert f'name="crop-{first.pk}-{channel.pk}"' in page
    assert pages.browser(place.analyst).get(address, {"asset": str(first.pk)}).status_code == 403


def test_without_a_script_files_of_the_library_are_ticked(
    place: Place, channel: Channel, asset: Asset
) -> None:
    other = pages.asset(place, "other.jpg")

    shelf = write(place, asset, channel, action="library").content.decode()
    added = write(place, asset, channel, action="add", more=[str(other.pk)]).content.decode()

    assert f'name="more" value="{other.pk}"' in shelf
    assert f'name="media" value="{other.pk}"' in added
    assert f'name="media" value="{asset.pk}"' in added


def test_a_post_keeps_a_picture_that_was_thrown_away(place: Place, channel: Channel, asset: Asset) -> None:
    write(place, asset, channel, action="save")
    pages.browser(place.editor).post(pages.at(place, "media/trash/add/"), {"asset": str(asset.pk)})
    with inside(place):
        post = Post.objects.get()

    page = pages.browser(place.editor).get(pages.at_post(place, post, "edit/")).content.decode()

    assert f'name="media" value="{asset.pk}"' in page
