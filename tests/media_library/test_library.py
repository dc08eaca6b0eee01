"""What the library's pages read: quick with very many files, exact in what they show, shut to others."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import access
from accounts.models import Brand
from bench.media import crowd
from core.tenancy import scope
from media_library import searching
from media_library.cropping import Box, suggested
from media_library.errors import Misplaced
from media_library.models import Asset, Folder
from media_library.selectors import folders, library
from media_library.selectors.library import Wanted
from media_library.services import cropping, describing, organizing
from tests import world
from tests.media_library import corpus
from tests.media_library.conftest import TakeIn
from tests.world import Place


def names(brand: Brand, wanted: Wanted) -> list[str]:
    """What is found, newest first."""
    return [row.name for row in library.page(brand, wanted).rows]


def test_fifty_thousand_files_are_read_in_two_queries_a_page_and_found_by_words(place: Place) -> None:
    with scope.enter(place.organization.pk, [place.brand.pk]):
        crowd.fill(place.brand)

        with CaptureQueriesContext(connection) as asked:
            first = library.page(place.brand, Wanted())
            second = library.page(place.brand, Wanted(), after=first.after)
        rare = names(place.brand, Wanted(words="MOCHA 4213"))
        tagged = library.page(place.brand, Wanted(tag="Cortado", kind="video"))

    assert len([one for one in asked if "SELECT" in one["sql"]]) == 4
    assert [len(first.rows), len(second.rows)] == [60, 60]
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert min(row.created_at for row in first.rows) > max(row.created_at for row in second.rows)
    assert rare == ["mocha 14213.jpg", "mocha 42136.jpg"]
    assert {row.kind for row in tagged.rows} == {"video"}
    assert all(row.tags == ["cortado"] for row in tagged.rows)
    assert len(tagged.rows) == 60


def test_words_are_found_whatever_their_case_and_accents(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg(), "İstanbul ŞƏKLİ.jpg", alt="Bir fincan 100% qəhvə")
    take_in(corpus.jpeg(), "other.jpg")

    with scope.enter(place.organization.pk, [place.brand.pk]):
        organizing.tag([asset], add=["Yeni İl"], by=access.by(place.editor))
        found = [
            names(place.brand, Wanted(words=words))
            for words in ("istanbul sekli", "QEHVE fincan", "100%", "yeni il")
        ]
        missed = [
            names(place.brand, Wanted(words=words)) for words in ("istanbul berlin", "100_", "\x00", "%")
        ]

    assert found == [["İstanbul ŞƏKLİ.jpg"]] * 4
    assert missed[:2] == [[], []]
    assert missed[3] == ["İstanbul ŞƏKLİ.jpg"]


def test_a_tag_is_found_whole(take_in: TakeIn, place: Place) -> None:
    one, two = take_in(corpus.jpeg(), "one.jpg"), take_in(corpus.jpeg(), "two.jpg")
    with scope.enter(place.organization.pk, [place.brand.pk]):
        organizing.tag([one], add=["yay"], by=access.by(place.editor))
        organizing.tag([two], add=["yaylaq", "YAYLAQ"], by=access.by(place.editor))

        assert names(place.brand, Wanted(tag="Yay")) == ["one.jpg"]
        assert [(tag.name, tag.count) for tag in library.tags(place.brand)] == [("yay", 1), ("yaylaq", 1)]
        organizing.tag([two], remove=["YaYlaq"], by=access.by(place.editor))
        assert names(place.brand, Wanted(tag="yaylaq")) == []


def test_search_sees_no_other_organization(take_in: TakeIn, place: Place) -> None:
    take_in(corpus.jpeg(), "secret.jpg")
    other = world.place("two")

    with scope.enter(other.organization.pk, [other.brand.pk]):
        found = names(other.brand, Wanted(words="secret"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM search_assets(ARRAY['%secret%'])")
            raw = cursor.fetchall()
    with scope.leave(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_assets(ARRAY['%secret%'])")
        outside = cursor.fetchall()

    assert (found, raw, outside) == ([], [], [])


def test_what_is_folded_holds_no_mark_of_people() -> None:
    assert searching.folded("a\x1fb", "", ["c"]) == "a b\n\n\x1fc\x1f"


def test_folders_are_a_tree_with_counts(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg())
    by = access.by(place.editor)
    with scope.enter(place.organization.pk, [place.brand.pk]):
        summer = organizing.create_folder(place.brand, "Yay", parent=None, by=by)
        deep = organizing.create_folder(place.brand, "İyun", parent=summer, by=by)
        organizing.create_folder(place.brand, "Əlaqə", parent=None, by=by)
        organizing.move([asset], deep, by=by)

        tree = folders.tree(place.brand)
        inside = names(place.brand, Wanted(folder=deep.pk))
        outside = names(place.brand, Wanted(folder=""))

    assert [(node.folder.name, node.count) for top in tree for node in top.walk()] == [
        ("Əlaqə", 0),
        ("Yay", 0),
        ("İyun", 1),
    ]
    assert (inside, outside) == ([asset.name], [])


def test_two_folders_beside_each_other_have_different_names(place: Place) -> None:
    by = access.by(place.editor)
    with scope.enter(place.organization.pk, [place.brand.pk]):
        first = organizing.create_folder(place.brand, "Yay", parent=None, by=by)
        organizing.create_folder(place.brand, "yay", parent=first, by=by)

        with pytest.raises(Misplaced, match="already"):
            organizing.create_folder(place.brand, " YAY ", parent=None, by=by)
        with pytest.raises(Misplaced, match="name"):
            organizing.create_folder(place.brand, "\x00", parent=None, by=by)
        assert Folder.objects.count() == 2


def test_folders_are_five_levels_deep_at_most_and_deleted_only_when_empty(place: Place) -> None:
    by, parent = access.by(place.editor), None
    with scope.enter(place.organization.pk, [place.brand.pk]):
        for number in range(5):
            parent = organizing.create_folder(place.brand, f"{number}", parent=parent, by=by)
        top = Folder.objects.get(depth=1)

        with pytest.raises(Misplaced, match="five"):
            organizing.create_folder(place.brand, "deeper", parent=parent, by=by)
        with pytest.raises(Misplaced, match="not empty"):
            organizing.delete_folder(top, by=by)
        assert parent is not None
        organizing.delete_folder(parent, by=by)
        assert Folder.objects.count() == 4


@pytest.mark.parametrize("tags", [["x" * 41], [f"t{number}" for number in range(31)]])
def test_tags_have_limits(take_in: TakeIn, place: Place, tags: list[str]) -> None:
    asset = take_in(corpus.jpeg())

    with scope.enter(place.organization.pk, [place.brand.pk]), pytest.raises(Misplaced):
        organizing.tag([asset], add=tags, by=access.by(place.editor))


def test_a_crop_keeps_its_shape_and_leaves_the_original(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg(400, 300))
    by = access.by(place.editor)
    with scope.enter(place.organization.pk, [place.brand.pk]):
        cropping.put(asset, "1:1", Box(0.25, 0, 0.75, 1), by=by)
        cropping.put(asset, "1:1", Box(0, 0, 0.75, 1), by=by)

        (crop,) = library.one(asset.pk).crops.all()  # type: ignore[union-attr]
        for ratio, box in (
            ("1:1", Box(0, 0, 1, 1)),
            ("2:3", Box(0, 0, 0.5, 1)),
            ("1:1", Box(0.5, 0, 0.75, 1)),
        ):
            with pytest.raises(Misplaced):
                cropping.put(asset, ratio, box, by=by)
        cropping.clear(asset, "1:1", by=by)

        assert (crop.x, crop.w) == (0, 0.75)
        assert Asset.objects.get().crops.count() == 0


@pytest.mark.parametrize("ratio", ["1:1", "4:5", "9:16", "16:9", "1.91:1"])
@pytest.mark.parametrize("focal", [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_what_is_suggested_can_be_kept(
    take_in: TakeIn, place: Place, ratio: str, focal: tuple[float, float]
) -> None:
    asset = take_in(corpus.jpeg(400, 300))

    with scope.enter(place.organization.pk, [place.brand.pk]):
        cropping.put(asset, ratio, suggested(ratio, (400, 300), focal), by=access.by(place.editor))
        assert library.one(asset.pk).crops.count() == 1  # type: ignore[union-attr]


def test_what_a_picture_shows_is_said_waived_and_found(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg())
    by = access.by(place.editor)
    with scope.enter(place.organization.pk, [place.brand.pk]):
        assert describing.waive(asset, "A pattern", by=by).alt_waived
        said = describing.describe(asset, " Bir fincan\r\nqəhvə\x00 ", by=by)
        focused = describing.focus(asset, 1.5, -2, by=by)

        assert (said.alt, said.alt_waived) == ("Bir fincan\nqəhvə", False)
        assert (focused.focal_x, focused.focal_y) == (1.0, 0.0)
        assert names(place.brand, Wanted(words="fincan")) == [asset.name]


def test_an_unknown_file_is_none(place: Place) -> None:
    with scope.enter(place.organization.pk, [place.brand.pk]):
        assert library.one(UUID(int=1)) is None
