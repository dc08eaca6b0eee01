"""Files in other sizes: made once, never larger than asked for."""

from __future__ import annotations

import io
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from media_library import store
from media_library.cropping import Box
from media_library.encoding import Encoded, encode
from media_library.services import intake, renditions
from networks.errors import Busy, Refused
from tests.media_library import corpus, videos
from tests.media_library.conftest import TakeIn


def noise(width: int, height: int, mode: str = "RGB") -> bytes:
    """A picture that does not compress."""
    image = Image.frombytes(mode, (width, height), os.urandom(width * height * len(mode)))
    return corpus.saved(image, "PNG")


@pytest.mark.parametrize(("name", "side"), [("thumb", 320), ("small", 1080)])
def test_a_rendition_fits_its_side(take_in: TakeIn, folder: Path, name: str, side: int) -> None:
    asset = take_in(corpus.jpeg(2000, 1000))

    image = Image.open(io.BytesIO(renditions.rendition(asset, name)))

    assert image.size == (side, side // 2)
    assert store.path(asset.organization_id, asset.sha256, name).exists()


def test_a_small_picture_is_not_blown_up(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg(40, 30))

    assert Image.open(io.BytesIO(renditions.rendition(asset, "small"))).size == (40, 30)


def test_an_unknown_rendition_is_none(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())

    with pytest.raises(KeyError):
        renditions.rendition(asset, "../../x")


def test_a_picture_within_the_limit_is_sent_as_it_is(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg(), alt="Bir şəkil")

    picture = intake.picture_for(asset, 1_000_000)

    assert picture.content == intake.content(asset)
    assert (picture.mime, picture.byte_size, picture.alt) == ("image/jpeg", asset.byte_size, "Bir şəkil")
    assert (picture.width, picture.height) == (40, 30)


@pytest.mark.parametrize("limit", [400_000, 20_000])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_is_pressed_below_the_limit(take_in: TakeIn, mode: str, limit: int) -> None:
    asset = take_in(noise(700, 500, mode))

    picture = intake.picture_for(asset, limit)

    assert 0 < picture.byte_size == len(picture.content) <= limit
    assert picture.byte_size > limit / 4
    assert Image.open(io.BytesIO(picture.content)).size == (picture.width, picture.height)


def test_pressing_twice_gives_the_same_bytes(take_in: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = take_in(noise(600, 600))
    first = intake.picture_for(asset, 100_000)
    monkeypatch.setattr(renditions, "within", None)

    assert intake.picture_for(asset, 100_000).content == first.content


def test_a_limit_nothing_can_meet_is_refused(take_in: TakeIn) -> None:
    asset = take_in(noise(300, 300))

    with pytest.raises(Refused):
        intake.picture_for(asset, 100)


def test_a_file_that_is_gone_is_refused(take_in: TakeIn) -> None:
    asset = take_in(corpus.jpeg())
    store.path(asset.organization_id, asset.sha256).unlink()

    with pytest.raises(Refused) as caught:
        intake.picture_for(asset, 1_000_000)

    assert caught.value.code == "picture_gone"


def test_a_store_that_is_away_is_waited_for(take_in: TakeIn, folder: Path) -> None:
    asset = take_in(corpus.jpeg())
    shutil.rmtree(folder)
    store.scratch()  # others go on, into the empty folder that an unmounted disk leaves behind

    with pytest.raises(Busy):
        intake.picture_for(asset, 1_000_000)


@pytest.mark.parametrize("sha256", ["../../../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "/.."])
def test_no_place_outside_the_store(folder: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match="no such place"):
        store.path(1, sha256)


HALF = Box(0.5, 0, 0.5, 1)


def test_a_part_is_cut_out_once_and_kept_beside_the_whole(take_in: TakeIn, folder: Path) -> None:
    asset = take_in(corpus.jpeg(400, 300))
    key = (asset.organization_id, asset.sha256)

    part = renditions.picture_of(*key, alt="", limit_bytes=1_000_000, crop=HALF)
    again = renditions.picture_of(*key, alt="", limit_bytes=1_000_000, crop=HALF)
    whole = renditions.picture_of(*key, alt="", limit_bytes=1_000_000)

    assert (part.width, part.height, again.content) == (200, 300, part.content)
    assert (whole.width, whole.height) == (400, 300)
    assert len([file for file in folder.rglob("*") if file.is_file()]) == 2


def test_a_part_is_pressed_below_the_limit_too(take_in: TakeIn) -> None:
    asset = take_in(noise(700, 500))

    part = renditions.picture_of(asset.organization_id, asset.sha256, alt="", limit_bytes=30_000, crop=HALF)

    assert part.byte_size <= 30_000
    assert abs(part.width / part.height - 350 / 500) < 0.02


def test_many_who_ask_at_once_get_what_was_made_once(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = take_in(corpus.jpeg(800, 600))
    made: list[object] = []

    def counted(image: Image.Image) -> Encoded:
        made.append(image)
        return encode(image)

    monkeypatch.setattr(renditions, "encode", counted)

    with ThreadPoolExecutor(8) as hands:
        found = set(hands.map(lambda _: renditions.rendition(asset, "card"), range(16)))

    assert (len(found), len(made)) == (1, 1)


def test_the_stills_of_a_video_are_those_of_its_poster(take_in: TakeIn) -> None:
    film = take_in(videos.video(size=(320, 180)), "film.mov")

    still = Image.open(io.BytesIO(renditions.rendition(film, "thumb")))

    assert (film.kind, film.mime, film.name) == ("video", "video/mp4", "film.mp4")
    assert (film.duration_ms, still.size) == (1200, (320, 180))


def test_a_video_that_was_held_upright_is_upright(take_in: TakeIn) -> None:
    film = take_in(videos.turned(), "film.mov")

    still = Image.open(io.BytesIO(renditions.rendition(film, "thumb")))

    assert (film.width, film.height, still.size) == (90, 160, (90, 160))
