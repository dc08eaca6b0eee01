"""The library as people use it: finding, keeping order, throwing away, and who may not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from bench.media import crowd
from core import clock
from media_library.models import Asset, Folder
from media_library.services import organizing
from tests import world
from tests.calendar_app import pages, posts
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/b/one/media/"
MOST_QUERIES = 12
PLAIN = {"HX-Request": "true"}


def browser(place: Place, role: str = "editor") -> Browser:
    """Somebody of the place."""
    return pages.browser(place.people[role])


def files(place: Place, *names: str, **fields: Any) -> list[Asset]:
    """Pictures with these names, the first one the oldest."""
    return [_file(place, name, number, fields) for number, name in enumerate(names)]


def _file(place: Place, name: str, number: int, fields: dict[str, Any]) -> Asset:
    asset = pages.asset(place, name)
    with posts.inside(place):
        created = clock.now() - timedelta(minutes=60 - number)
        Asset.objects.filter(pk=asset.pk).update(created_at=created, folded=name.lower(), **fields)
        return Asset.objects.get(pk=asset.pk)


def folder(place: Place, name: str = "Autumn", parent: Folder | None = None) -> Folder:
    """A folder."""
    with posts.inside(place):
        return organizing.create_folder(place.brand, name, parent=parent, by=posts.actor(place))


def fresh(place: Place, asset: Asset) -> Asset:
    """As it is now, also in the trash."""
    with posts.inside(place):
        found: Asset = Asset.with_trash.get(pk=asset.pk)
        return found


def names(page: Any) -> list[str]:
    """The files on a page, in their order."""
    return [card.name for card in page.context["sight"].cards]


def events(answer: Any) -> dict[str, Any]:
    """What a script is told."""
    found: dict[str, Any] = json.loads(answer["HX-Trigger"])
    return found


@pytest.mark.parametrize(
    ("role", "may_write"), [("owner", True), ("contributor", True), ("analyst", False), ("client", False)]
)
def test_members_look_and_only_writers_are_offered_to_change(
    place: Place, role: str, may_write: bool
) -> None:
    files(place, "cup.jpg")

    page = browser(place, role).get(PAGE).content.decode()

    assert "cup.jpg" in page
    assert ("data-upload-files" in page) is may_write
    assert ('name="asset"' in page) is may_write


def test_strangers_find_no_library(place: Place) -> None:
    stranger = pages.browser(world.place("two").owner)

    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(f"{PAGE}trash/").status_code == 404


@pytest.mark.parametrize(
    "path", ["move/", "tag/", "trash/add/", "trash/restore/", "folders/", "add/", "uploads/"]
)
@pytest.mark.parametrize("role", ["analyst", "client"])
def test_who_does_not_write_changes_nothing(place: Place, role: str, path: str) -> None:
    asset = files(place, "cup.jpg")[0]

    answer = browser(place, role).post(PAGE + path, {"asset": str(asset.pk), "name": "x", "tags": "x"})

    assert answer.status_code == 403
    assert fresh(place, asset) == asset


def test_an_empty_library_says_what_it_is_for(place: Place) -> None:
    assert "No picture and no video yet" in browser(place).get(PAGE).content.decode()


def test_the_newest_come_first_and_the_rest_page_by_page(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.selectors.library.SIZE", 2)
    files(place, "a.jpg", "b.jpg", "c.jpg")

    first = browser(place).get(PAGE)
    more = first.context["sight"].more_url
    rest = browser(place).get(more)
    part = browser(place).get(more, headers=PLAIN).content.decode()

    assert names(first) == ["c.jpg", "b.jpg"]
    assert names(rest) == ["a.jpg"]
    assert "a.jpg" in part
    assert "<html" not in part


def test_files_are_found_by_words_kind_tag_folder_and_not_being_used(place: Place) -> None:
    cup, bag, film = files(place, "cup.jpg", "bag.jpg", "film.mp4")
    autumn = folder(place)
    with posts.inside(place):
        Asset.objects.filter(pk=film.pk).update(kind="video", folder=autumn)
        organizing.tag([cup], add=["Latte"], by=posts.actor(place))
        channel = posts.channel(place)
    pages.browser(place.editor).post(
        "/b/one/posts/new/", {"text": "x", "action": "save", "channels": [channel.pk], "media": [str(bag.pk)]}
    )
    client = browser(place)

    assert names(client.get(PAGE, {"q": "CUP"})) == ["cup.jpg"]
    assert names(client.get(PAGE, {"kind": "video"})) == ["film.mp4"]
    assert names(client.get(PAGE, {"tag": "latte"})) == ["cup.jpg"]
    assert names(client.get(PAGE, {"folder": str(autumn.pk)})) == ["film.mp4"]
    assert names(client.get(PAGE, {"unused": "1"})) == ["film.mp4", "cup.jpg"]
    assert names(client.get(PAGE, {"q": "nothing like it"})) == []
    assert "used in 1 post" in client.get(PAGE, {"q": "bag"}).content.decode()


@pytest.mark.parametrize("query", [{"folder": "nonsense"}, {"folder": str(uuid4())}])
def test_a_folder_that_is_not_there_is_missing(place: Place, query: dict[str, str]) -> None:
    assert browser(place).get(PAGE, query).status_code == 404


def test_another_brands_folder_and_files_are_missing(place: Place) -> None:
    other = world.place("two")
    theirs, their_folder = files(other, "theirs.jpg")[0], folder(other)
    mine = files(place, "mine.jpg")[0]
    client = browser(place)

    answers = [
        client.get(PAGE, {"folder": str(their_folder.pk)}),
        client.get(f"{PAGE}{theirs.pk}/"),
        client.post(f"{PAGE}{theirs.pk}/keep/", {"name": "x"}),
        client.post(f"{PAGE}{theirs.pk}/crop/", {"ratio": "1:1", "left": 0, "top": 0, "width": 10}),
        client.post(f"{PAGE}move/", {"asset": str(mine.pk), "folder": str(their_folder.pk)}),
        client.post(f"{PAGE}move/", {"asset": [str(mine.pk), str(theirs.pk)], "folder": ""}),
        client.post(f"{PAGE}trash/add/", {"asset": str(theirs.pk)}),
        client.post(f"{PAGE}folders/{their_folder.pk}/", {"name": "x"}),
        client.get("/b/one/posts/tiles/", {"asset": str(theirs.pk)}),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert fresh(place, mine).folder_id is None
    assert fresh(other, theirs).trashed_at is None


def test_many_files_move_at_once_and_back_again(place: Place) -> None:
    one, two = files(place, "a.jpg", "b.jpg")
    autumn = folder(place)
    client = browser(place)

    answer = client.post(
        f"{PAGE}move/", {"asset": [str(one.pk), str(two.pk)], "folder": str(autumn.pk)}, headers=PLAIN
    )
    undo = events(answer)["toast"]["undo"]

    assert {fresh(place, asset).folder_id for asset in (one, two)} == {autumn.pk}
    client.post(undo["url"], undo["fields"], headers=PLAIN)
    assert {fresh(place, asset).folder_id for asset in (one, two)} == {None}


def test_a_moved_file_leaves_the_folder_that_is_shown(place: Place) -> None:
    asset, autumn = files(place, "a.jpg")[0], folder(place)
    client = browser(place)

    from_all = client.post(f"{PAGE}move/", {"asset": str(asset.pk), "folder": str(autumn.pk)}, headers=PLAIN)
    from_it = client.post(
        f"{PAGE}move/", {"asset": str(asset.pk), "folder": "", "shown": str(autumn.pk)}, headers=PLAIN
    )

    assert events(from_all)["media:done"]["gone"] == []
    assert events(from_it)["media:done"]["gone"] == [str(asset.pk)]


def test_tags_go_on_and_off_many_files(place: Place) -> None:
    one, two = files(place, "a.jpg", "b.jpg")
    both = [str(one.pk), str(two.pk)]
    client = browser(place)

    client.post(f"{PAGE}tag/", {"asset": both, "tags": "Payız, latte", "how": "add"})
    client.post(f"{PAGE}tag/", {"asset": str(two.pk), "tags": "PAYIZ", "how": "remove"})

    assert [fresh(place, asset).tags for asset in (one, two)] == [["Payız", "latte"], ["latte"]]


def test_the_trash_is_undone_restored_and_emptied(place: Place) -> None:
    keep, lose = files(place, "keep.jpg", "lose.jpg")
    client = browser(place)

    answer = client.post(f"{PAGE}trash/add/", {"asset": [str(keep.pk), str(lose.pk)]}, headers=PLAIN)
    assert names(client.get(PAGE)) == []
    undo = events(answer)["toast"]["undo"]
    client.post(undo["url"], {**undo["fields"], "asset": str(keep.pk)}, headers=PLAIN)
    trash = client.get(f"{PAGE}trash/")
    assert [card.name for card in trash.context["cards"]] == ["lose.jpg"]
    assert "30 days left" in trash.content.decode()
    client.post(f"{PAGE}trash/delete/", {"asset": str(lose.pk)})

    assert names(client.get(PAGE)) == ["keep.jpg"]
    with posts.inside(place):
        assert not Asset.with_trash.filter(pk=lose.pk).exists()


def test_a_file_that_is_not_in_the_trash_is_not_deleted_for_good(place: Place) -> None:
    asset = files(place, "a.jpg")[0]

    assert browser(place).post(f"{PAGE}trash/delete/", {"asset": str(asset.pk)}).status_code == 404
    assert fresh(place, asset) == asset


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [([], "Choose at least one file first."), ([str(uuid4())] * 501, "At most 500 files")],
)
def test_no_file_and_too_many_are_sentences(place: Place, chosen: list[str], sentence: str) -> None:
    answer = browser(place).post(f"{PAGE}trash/add/", {"asset": chosen}, headers=PLAIN)

    assert answer.status_code == 409
    assert sentence in events(answer)["toast"]["text"]


def test_folders_are_made_renamed_and_removed_when_empty(place: Place) -> None:
    client = browser(place)

    client.post(f"{PAGE}folders/", {"name": "Payız"})
    with posts.inside(place):
        made = Folder.objects.get()
    asset = files(place, "a.jpg", folder=made)[0]
    client.post(f"{PAGE}folders/{made.pk}/", {"name": "Qış"})
    full = client.post(f"{PAGE}folders/{made.pk}/remove/", headers=PLAIN)
    client.post(f"{PAGE}move/", {"asset": str(asset.pk), "folder": ""})
    client.post(f"{PAGE}folders/{made.pk}/remove/")

    assert full.status_code == 409
    assert "not empty" in events(full)["toast"]["text"]
    with posts.inside(place):
        assert not Folder.objects.exists()


def test_without_a_script_a_form_goes_back_where_it_came_from(place: Place) -> None:
    asset = files(place, "a.jpg")[0]
    came_from = f"http://testserver{PAGE}?q=a"

    answer = browser(place).post(
        f"{PAGE}trash/add/", {"asset": str(asset.pk)}, headers={"Referer": came_from}
    )
    elsewhere = browser(place).post(
        f"{PAGE}trash/restore/", {"asset": str(asset.pk)}, headers={"Referer": "https://evil.example/"}
    )

    assert answer["Location"] == came_from
    assert elsewhere["Location"] == PAGE


def test_the_plain_form_takes_several_files_and_names_the_bad_one(place: Place, folder: Any) -> None:
    with posts.inside(place):
        made = organizing.create_folder(place.brand, "Shoot", parent=None, by=posts.actor(place))
    bad = SimpleUploadedFile("bad.png", b"no picture", content_type="image/png")

    answer = browser(place).post(
        f"{PAGE}add/", {"file": [pages.picture("one.png"), bad], "folder": str(made.pk)}, follow=True
    )

    words = [str(message) for message in answer.context["messages"]]
    with posts.inside(place):
        assert [(asset.name, asset.folder_id) for asset in Asset.objects.all()] == [("one.jpg", made.pk)]
    assert any(word.startswith("bad.png:") for word in words)
    assert any("1 file is in the library" in word for word in words)


def test_fifty_thousand_files_cost_no_more_questions_than_five(place: Place) -> None:
    autumn = folder(place)
    with posts.inside(place):
        crowd.fill(place.brand)
        Asset.objects.filter(tags__contains=["mocha"]).update(folder=autumn)
        channel = posts.channel(place)
        newest = Asset.objects.latest("created_at")
    client = browser(place)
    client.post(
        "/b/one/posts/new/",
        {"text": "x", "action": "save", "channels": [channel.pk], "media": [str(newest.pk)]},
    )
    client.get(PAGE)

    for query in ({}, {"folder": str(autumn.pk)}, {"q": "4999"}, {"unused": "1"}):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE, query).status_code == 200
        found = [
            one["sql"]
            for one in asked.captured_queries
            if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]
        ]
        assert len(found) <= MOST_QUERIES, "\n".join(found)


def test_the_picker_is_for_writers_and_shows_the_newest(place: Place) -> None:
    files(place, "a.jpg", "b.jpg")

    page = browser(place, "contributor").get(f"{PAGE}pick/", headers=PLAIN)

    assert [card.name for card in page.context["cards"]] == ["b.jpg", "a.jpg"]
    assert browser(place, "analyst").get(f"{PAGE}pick/").status_code == 403
