"""Two versions side by side."""

from __future__ import annotations

from dataclasses import replace

from approvals.differences import differences
from approvals.wording import Run
from calendar_app.document import Document, PictureRef

CUP = PictureRef(asset="1", sha256="a" * 64, mime="image/png", size=1, width=10, height=10, alt="A cup")
BAG = replace(CUP, asset="2", sha256="b" * 64, alt="A bag")
SEA = replace(CUP, asset="3", sha256="c" * 64, alt="The sea")
POST = Document(text="Salam", channels=("x", "y"), media=(CUP, BAG))


def fates(before: Document, after: Document) -> list[tuple[str, ...]]:
    """What happened to the pictures."""
    return [one.fates for one in differences(before, after).pictures]


def test_the_same_version_has_no_difference() -> None:
    assert differences(POST, POST).count == 0


def test_the_shared_text_is_told_once_and_a_text_of_its_own_apart() -> None:
    after = replace(POST, text="Salam Baku", own={"y": "Hi"})

    found = differences(POST, after)

    assert [(one.channel, one.runs[-1]) for one in found.texts] == [
        ("", Run("ins", " Baku")),
        ("y", Run("ins", "Hi")),
    ]


def test_a_channel_that_falls_back_to_the_shared_text_has_changed() -> None:
    before = replace(POST, own={"x": "Hello"})

    assert [one.channel for one in differences(before, POST).texts] == ["x"]


def test_the_text_of_a_channel_that_left_is_nobodys_change() -> None:
    before = replace(POST, own={"x": "Hello"})
    found = differences(before, replace(POST, channels=("y",)))

    assert (found.texts, found.channels_removed, found.count) == ((), ("x",), 1)


def test_pictures_come_leave_and_take_each_others_place() -> None:
    assert fates(POST, replace(POST, media=(CUP, BAG, SEA))) == [("added",)]
    assert fates(POST, replace(POST, media=(BAG,))) == [("removed",)]
    assert fates(POST, replace(POST, media=(CUP, SEA))) == [("replaced",)]
    assert fates(POST, replace(POST, media=(BAG, CUP))) == [("moved",), ("moved",)]


def test_another_crop_and_another_description_are_told_of_the_same_picture() -> None:
    other = replace(CUP, alt="A red cup", crop=(0.0, 0.0, 0.5, 1.0))
    found = differences(POST, replace(POST, media=(other, BAG))).pictures

    assert [(one.fates, one.before, one.after, one.place) for one in found] == [
        (("cropped", "described"), CUP, other, 1)
    ]


def test_a_crop_for_one_channel_counts() -> None:
    other = replace(CUP, crops={"x": (0.0, 0.0, 0.5, 1.0)})

    assert fates(POST, replace(POST, media=(other, BAG))) == [("cropped",)]


def test_the_same_file_twice_is_matched_once_each() -> None:
    assert fates(replace(POST, media=(CUP, CUP)), replace(POST, media=(CUP,))) == [("removed",)]
