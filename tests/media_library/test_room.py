"""Room, trash and who still needs a file's bytes."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from accounts import access
from calendar_app.models import Post
from calendar_app.services import composing
from calendar_app.services.content import Content
from core.tenancy import scope
from media_library import store, tasks
from media_library.errors import Full
from media_library.models import Asset, Space
from media_library.selectors import library, usage
from media_library.selectors.library import Wanted
from media_library.services import trashing
from tests import world
from tests.media_library import corpus
from tests.media_library.conftest import TakeIn
from tests.world import Place


def used(place: Place) -> int:
    """Bytes that the organization takes."""
    with scope.enter(place.organization.pk):
        return usage.room().used


def post_with(place: Place, asset: Asset) -> Post:
    """A draft that shows the picture."""
    with scope.enter(place.organization.pk, [place.brand.pk]):
        written = Content(text="Salam", channels=(), media=[(asset.pk, "")])
        return composing.create(place.brand, written, author=place.editor, by=access.by(place.editor))


def ago(days: int) -> Any:
    """That many days before the database's now."""
    return Now() - timedelta(days=days)


def test_equal_files_count_once(take_in: TakeIn, place: Place) -> None:
    one = take_in(corpus.jpeg())
    take_in(corpus.jpeg(), "again.jpg")
    other = take_in(corpus.jpeg(80, 60))

    assert used(place) == one.byte_size + other.byte_size


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(
    take_in: TakeIn, place: Place, settings: Any
) -> None:
    first = take_in(corpus.jpeg())
    settings.MEDIA_QUOTA_BYTES = first.byte_size + 10

    with pytest.raises(Full, match="no room left"):
        take_in(corpus.jpeg(300, 200))

    assert used(place) == first.byte_size
    assert len([file for file in store.scratch().parent.rglob("*") if file.is_file()]) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit_together(take_in: TakeIn, place: Place, settings: Any) -> None:
    files = [corpus.jpeg(300, 200 + number) for number in range(3)]
    settings.MEDIA_QUOTA_BYTES = take_in(files[0]).byte_size * 2 + 100
    outcomes: list[str] = []

    def hand(content: bytes) -> None:
        try:
            take_in(content)
            outcomes.append("kept")
        except Full:
            outcomes.append("full")
        finally:
            connection.close()

    hands = [threading.Thread(target=hand, args=(content,)) for content in files[1:]]
    for one in hands:
        one.start()
    for one in hands:
        one.join(30)

    assert sorted(outcomes) == ["full", "kept"]
    assert used(place) <= settings.MEDIA_QUOTA_BYTES


@pytest.mark.django_db(transaction=True)
def test_the_trash_is_emptied_after_thirty_days(take_in: TakeIn, place: Place) -> None:
    old, young = take_in(corpus.jpeg()), take_in(corpus.jpeg(80, 60))
    with scope.enter(place.organization.pk):
        trashing.trash([old, young], by=access.by(place.editor))
        Asset.with_trash.filter(pk=old.pk).update(trashed_at=ago(31))

    tasks.sweep()

    with scope.enter(place.organization.pk):
        assert list(Asset.with_trash.values_list("pk", flat=True)) == [young.pk]
    assert not store.has(old.organization_id, old.sha256)
    assert used(place) == young.byte_size


@pytest.mark.django_db(transaction=True)
def test_bytes_that_a_post_names_stay(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg())
    post_with(place, asset)
    with scope.enter(place.organization.pk):
        trashing.trash([asset], by=access.by(place.editor))
        trashing.delete([asset], by=access.by(place.editor))

    tasks.sweep()

    assert store.has(asset.organization_id, asset.sha256)
    with scope.enter(place.organization.pk):
        assert not Asset.with_trash.exists()


def test_bytes_that_another_asset_shows_stay(take_in: TakeIn, place: Place) -> None:
    one, two = take_in(corpus.jpeg()), take_in(corpus.jpeg(), "again.jpg")
    with scope.enter(place.organization.pk):
        trashing.trash([one], by=access.by(place.editor))
        trashing.delete([one], by=access.by(place.editor))

    assert store.has(two.organization_id, two.sha256)
    assert used(place) == two.byte_size


def test_only_what_is_in_the_trash_is_deleted(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg())

    with scope.enter(place.organization.pk):
        assert trashing.delete([asset], by=access.by(place.editor)) == 0
        assert trashing.trash([asset], by=access.by(place.editor)) == 1
        assert trashing.trash([asset], by=access.by(place.editor)) == 0
        assert trashing.restore([asset], by=access.by(place.editor)) == 1
        assert Asset.objects.count() == 1


def test_a_file_knows_the_posts_that_show_it_now(take_in: TakeIn, place: Place) -> None:
    shown, bare = take_in(corpus.jpeg()), take_in(corpus.jpeg(80, 60))
    post = post_with(place, shown)

    with scope.enter(place.organization.pk, [place.brand.pk]):
        found = usage.of([shown, bare])
        unused = library.page(place.brand, Wanted(unused=True)).rows
        Post.objects.filter(pk=post.pk).update(trashed_at=Now())
        later = usage.of([shown])

    assert [(use.id, use.title, use.state) for use in found[shown.pk]] == [(str(post.pk), "Salam", "Draft")]
    assert found[bare.pk] == []
    assert unused == [bare]
    assert later[shown.pk] == []


def test_each_organization_has_its_own_room(take_in: TakeIn, place: Place) -> None:
    take_in(corpus.jpeg())
    other = world.place("two")

    assert used(other) == 0
    assert Space._base_manager.count() == 0
