"""What is taken in, what is refused with a sentence, and what is left of a file."""

from __future__ import annotations

import hashlib
import io
import time
from pathlib import Path

import pytest
from PIL import Image

from core import ledger
from core.tenancy import scope
from media_library import reading
from media_library.errors import Unusable
from media_library.models import Asset
from media_library.services import intake
from tests.media_library import corpus
from tests.media_library.conftest import TakeIn
from tests.world import Place

SECONDS = 20
"""Two are aimed at on a quiet machine; a crowded one must not fail for it."""


def kept(asset: Asset) -> bytes:
    """The stored bytes."""
    return intake.content(asset)


def opened(asset: Asset) -> Image.Image:
    """The stored picture."""
    return Image.open(io.BytesIO(kept(asset)))


def files(folder: Path) -> list[str]:
    """All files below MEDIA_ROOT, relative."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_picture_is_stored_under_its_content(take_in: TakeIn, place: Place, folder: Path) -> None:
    asset = take_in(corpus.jpeg(), "Qəhvə.JPG", alt="Bir fincan")

    content = kept(asset)
    assert hashlib.sha256(content).hexdigest() == asset.sha256
    assert files(folder) == [f"{place.organization.pk}/{asset.sha256[:2]}/{asset.sha256}"]
    assert (asset.mime, asset.byte_size, asset.width, asset.height) == ("image/jpeg", len(content), 40, 30)
    assert (asset.name, asset.alt, asset.uploaded_by_id) == ("Qəhvə.jpg", "Bir fincan", place.editor.pk)


def test_taking_in_is_in_the_ledger(take_in: TakeIn, place: Place) -> None:
    asset = take_in(corpus.jpeg())

    with scope.enter(place.organization.pk):
        (event,) = ledger.of(f"asset:{asset.pk}")
    assert (event.kind, event.by_id) == ("media_library.asset_added", str(place.editor.pk))


def test_equal_pictures_share_their_bytes(take_in: TakeIn, folder: Path) -> None:
    one, two = take_in(corpus.jpeg()), take_in(corpus.jpeg(), "another.jpg")

    assert one.pk != two.pk
    assert one.sha256 == two.sha256
    assert len(files(folder)) == 1


def test_what_was_written_is_never_written_again(take_in: TakeIn, folder: Path) -> None:
    take_in(corpus.jpeg())
    (path,) = (folder / name for name in files(folder))
    before = path.stat()

    take_in(corpus.jpeg())

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "make", [corpus.with_gps, corpus.with_texts, corpus.polyglot], ids=lambda make: make.__name__
)
def test_nothing_but_pixels_is_left(take_in: TakeIn, make: TakeIn) -> None:
    asset = take_in(make())

    content, image = kept(asset), opened(asset)
    assert corpus.CANARY not in content
    assert b"script" not in content
    assert b"Exif" not in content
    assert not image.getexif()
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright(take_in: TakeIn, orientation: int) -> None:
    asset = take_in(corpus.with_gps(orientation))

    expected = {5: (30, 40), 6: (30, 40), 7: (30, 40), 8: (30, 40)}.get(orientation, (40, 30))
    assert (asset.width, asset.height) == expected
    corners = {1: (2, 2), 2: (-3, 2), 3: (-3, -3), 4: (2, -3), 5: (2, 2), 6: (-3, 2), 7: (-3, -3), 8: (2, -3)}
    x, y = corners[orientation]
    red = opened(asset).getpixel((x % asset.width, y % asset.height))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 90


@pytest.mark.parametrize(("orientation", "size", "red"), [(1, (40, 30), (2, 2)), (6, (30, 40), (-3, 2))])
def test_a_phone_s_heic_becomes_an_upright_jpeg(
    take_in: TakeIn, orientation: int, size: tuple[int, int], red: tuple[int, int]
) -> None:
    asset = take_in(corpus.heic(orientation=orientation), "IMG_0042.HEIC")

    colour = opened(asset).getpixel((red[0] % asset.width, red[1] % asset.height))
    assert (asset.mime, asset.name, asset.width, asset.height) == ("image/jpeg", "IMG_0042.jpg", *size)
    assert isinstance(colour, tuple)
    assert colour[0] > 200
    assert colour[1] < 90


def test_of_several_pictures_in_a_heic_the_first_in_rank_is_kept(take_in: TakeIn) -> None:
    asset = take_in(corpus.heic_pair(), "IMG_0043.HEIC")

    assert (asset.width, asset.height) == (40, 30)


def test_a_heic_that_moves_says_what_to_do_instead(take_in: TakeIn) -> None:
    with pytest.raises(Unusable, match="Use a still picture or an MP4 video"):
        take_in(corpus.heic_sequence(), "IMG_0044.HEIC")


@pytest.mark.parametrize("name", sorted(corpus.NO_PICTURES))
def test_what_is_no_still_picture_is_refused_with_a_sentence(
    take_in: TakeIn, folder: Path, name: str
) -> None:
    started = time.monotonic()

    with pytest.raises(Unusable) as caught:
        take_in(corpus.NO_PICTURES[name], f"{name}.jpg")

    assert time.monotonic() - started < SECONDS
    assert str(caught.value.sentence).endswith(".")
    assert files(folder) == []


def test_a_broken_end_is_refused_whole(take_in: TakeIn) -> None:
    with pytest.raises(Unusable):
        take_in(corpus.jpeg(2000, 2000)[:-3000])


def test_more_than_20_mb_are_refused_unread(place: Place, folder: Path) -> None:
    class Huge(io.BytesIO):
        size, name = reading.MAX_BYTES + 1, "huge.jpg"

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("read")

    with scope.enter(place.organization.pk), pytest.raises(Unusable, match="20 MB"):
        intake.take_in(place.brand, Huge(), ledger.SYSTEM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (corpus.png(), "image/jpeg"),
        (corpus.png(mode="L"), "image/jpeg"),
        (corpus.png(mode="P"), "image/jpeg"),
        (corpus.png(mode="1"), "image/jpeg"),
        (corpus.png(mode="RGBA"), "image/jpeg"),
        (corpus.png(mode="LA"), "image/jpeg"),
        (corpus.saved(corpus.half_transparent(), "PNG"), "image/png"),
        (corpus.saved(corpus.half_transparent(), "WEBP", lossless=True), "image/png"),
        (corpus.saved(corpus.half_transparent(), "GIF"), "image/png"),
        (corpus.saved(corpus.picture(), "WEBP"), "image/jpeg"),
        (corpus.saved(corpus.picture(), "GIF"), "image/jpeg"),
        (corpus.saved(corpus.picture(mode="CMYK"), "JPEG"), "image/jpeg"),
        (corpus.saved(corpus.picture(mode="L"), "JPEG"), "image/jpeg"),
        (corpus.camera_pair(), "image/jpeg"),
    ],
)
def test_every_still_kind_becomes_jpeg_or_png(take_in: TakeIn, content: bytes, mime: str) -> None:
    asset = take_in(content, "anything.svg")

    assert (asset.mime, asset.width, asset.height) == (mime, 40, 30)
    assert opened(asset).format == mime.removeprefix("image/").upper()
    assert asset.name == ("anything.jpg" if mime == "image/jpeg" else "anything.png")


def test_grey_of_16_bits_keeps_its_middle(take_in: TakeIn) -> None:
    deep = Image.new("I;16", (40, 30), 32_768)

    asset = take_in(corpus.saved(deep, "PNG"))

    grey = opened(asset).convert("L").getpixel((20, 15))
    assert isinstance(grey, int)
    assert abs(grey - 128) < 3


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (corpus.jpeg(6000, 3000), (3000, 1500)),
        (corpus.jpeg(8192, 400), (4096, 200)),
        (corpus.png(6000, 3000), (3000, 1500)),
        (corpus.png(5000, 100), (4096, 82)),
        (corpus.jpeg(4096, 4096), (4096, 4096)),
        (corpus.png(1, 1), (1, 1)),
    ],
)
def test_large_pictures_are_made_smaller(take_in: TakeIn, content: bytes, size: tuple[int, int]) -> None:
    started = time.monotonic()

    asset = take_in(content)

    assert time.monotonic() - started < SECONDS
    assert (asset.width, asset.height) == size


def test_a_wide_colour_space_becomes_srgb(take_in: TakeIn) -> None:
    plain = take_in(corpus.jpeg(quality=95))
    tagged = take_in(corpus.with_gps())

    assert opened(plain).getpixel((2, 2)) == pytest.approx(opened(tagged).getpixel((2, 2)), abs=8)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("a\x00b.png", "ab.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("x" * 300 + ".png", "x" * 115 + ".jpg"),
        ("", "picture.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "picture.jpg"),
        ("a/b/", "b.jpg"),
        ("line\nbreak.jpg", "linebreak.jpg"),
        ("half \ud800.jpg", "half.jpg"),
        ("şəkil 1.jpeg", "şəkil 1.jpg"),
        ("<script>.jpg", "<script>.jpg"),
    ],
)
def test_names_are_made_safe(take_in: TakeIn, folder: Path, name: str, clean: str) -> None:
    asset = take_in(corpus.jpeg(), name)

    assert asset.name == clean
    assert len(files(folder)) == 1
