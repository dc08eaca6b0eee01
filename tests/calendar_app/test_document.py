"""The canonical document."""

from __future__ import annotations

from dataclasses import replace

from calendar_app.document import Document, PictureRef, from_bytes, to_bytes

PICTURE = PictureRef("a", "0" * 64, "image/jpeg", 1000, 40, 30, alt="Fincan")


def test_a_document_survives_its_bytes() -> None:
    document = Document("Salam, Bakı!", ("c1", "c2"), {"c2": "Kısa"}, (PICTURE,), "az")

    assert from_bytes(to_bytes(document)) == document


def test_the_same_content_has_the_same_bytes_whatever_the_order() -> None:
    one = Document("x", ("c1", "c2"), {"c1": "a", "c2": "b"})
    two = Document("x", ("c2", "c1"), {"c2": "b", "c1": "a"})

    assert to_bytes(one) == to_bytes(two)


def test_every_part_that_goes_out_changes_the_bytes() -> None:
    base = Document("x", ("c1",), {}, (PICTURE,), "az")
    changed = [
        Document("y", ("c1",), {}, (PICTURE,), "az"),
        Document("x", ("c1", "c2"), {}, (PICTURE,), "az"),
        Document("x", ("c1",), {"c1": "z"}, (PICTURE,), "az"),
        Document("x", ("c1",), {}, (), "az"),
        Document("x", ("c1",), {}, (PICTURE,), "tr"),
    ]

    assert len({to_bytes(document) for document in [base, *changed]}) == 6


def test_the_headline_is_the_first_line_that_says_something() -> None:
    assert Document("\n\n  Payız gəldi\nikinci", ()).headline() == "Payız gəldi"
    assert Document("", ("c",), {"c": "Yalnız burada"}).headline() == "Yalnız burada"
    assert Document("", ()).headline() == ""
    assert len(Document("söz " * 60, ()).headline()) <= 80


def test_a_document_from_before_there_were_crops_keeps_its_bytes() -> None:
    before = (
        '{"channels":{"c1":{}},"language":"az","media":[{"alt":"Fincan","asset":"a","height":30,'
        '"mime":"image/jpeg","sha256":"' + "0" * 64 + '","size":1000,"width":40}],"text":"x","v":1}'
    ).encode()

    assert to_bytes(from_bytes(before)) == before


def test_the_part_that_is_sent_belongs_to_the_bytes() -> None:
    part = replace(PICTURE, crop=(0.5, 0, 0.5, 1))
    document = Document("x", ("c1",), {}, (part,), "az")

    assert from_bytes(to_bytes(document)) == document
    assert to_bytes(document) != to_bytes(Document("x", ("c1",), {}, (PICTURE,), "az"))
    assert [(one.width, one.height) for one in document.draft_for("c1").pictures] == [(20, 30)]
