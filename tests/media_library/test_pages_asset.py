"""One file's page: what is said about it, its focal point, its crops."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.services import policies
from core import ledger
from media_library.models import Asset, Crop
from tests.calendar_app import pages, posts
from tests.world import Place

pytestmark = pytest.mark.django_db
TYPED = {"name": "cup.jpg", "alt": "", "folder": "", "tags": "", "focal_x": "50", "focal_y": "50"}
PLAIN = {"HX-Request": "true"}


@pytest.fixture
def asset(place: Place) -> Asset:
    """A picture of 800 × 1000 pixels."""
    return pages.asset(place)


def keep(place: Place, asset: Asset, role: str = "editor", **typed: str) -> Any:
    """Send the form."""
    return pages.browser(place.people[role]).post(f"/b/one/media/{asset.pk}/keep/", {**TYPED, **typed})


def crop(place: Place, asset: Asset, role: str = "editor", **typed: Any) -> Any:
    """Send the crop."""
    data = {"ratio": "1:1", "left": 100, "top": 200, "width": 600, **typed}
    return pages.browser(place.people[role]).post(f"/b/one/media/{asset.pk}/crop/", data)


def fresh(place: Place, asset: Asset) -> Asset:
    """As it is now."""
    with posts.inside(place):
        return Asset.objects.get(pk=asset.pk)


def crops(place: Place) -> list[tuple[str, float, float, float, float]]:
    """All that are kept."""
    with posts.inside(place):
        return [(one.ratio, one.x, one.y, one.w, one.h) for one in Crop.objects.all()]


def test_everything_that_is_said_about_a_file_is_kept(place: Place, asset: Asset) -> None:
    answer = keep(
        place, asset, name="fincan.jpg", alt="Bir fincan", tags="Payız, latte", focal_x="25", focal_y="80"
    )

    now = fresh(place, asset)
    assert answer.status_code == 302
    assert (now.name, now.alt, now.tags) == ("fincan.jpg", "Bir fincan", ["Payız", "latte"])
    assert (now.focal_x, now.focal_y) == (0.25, 0.8)


def test_an_analyst_sees_the_file_and_changes_nothing(place: Place, asset: Asset) -> None:
    page = pages.browser(place.analyst).get(f"/b/one/media/{asset.pk}/").content.decode()

    assert "Description" in page
    assert "<textarea" not in page
    assert keep(place, asset, "analyst", alt="x").status_code == 403
    assert crop(place, asset, "analyst").status_code == 403
    assert fresh(place, asset) == asset
    assert crops(place) == []


def test_a_description_can_be_waived_and_then_nothing_is_missing(place: Place, asset: Asset) -> None:
    bare = pages.browser(place.editor).get("/b/one/media/").content.decode()
    keep(place, asset, waived="on", reason="A pattern")

    assert "No description" in bare
    assert fresh(place, asset).alt_waived
    assert "No description" not in pages.browser(place.editor).get("/b/one/media/").content.decode()


def test_who_waived_a_description_when_and_why_is_shown_and_in_the_log(place: Place, asset: Asset) -> None:
    keep(place, asset, waived="on", reason="A pattern behind the text")

    for role in ("editor", "analyst"):
        page = pages.browser(place.people[role]).get(f"/b/one/media/{asset.pk}/").content.decode()
        assert "A pattern behind the text" in page
        assert f"Waived by {place.editor} on " in page
    with posts.inside(place):
        (event,) = (one for one in ledger.of(asset.subject) if one.kind == "media_library.alt_waived")
    assert (event.by_id, event.facts) == (str(place.editor.pk), {"reason": "A pattern behind the text"})


def test_a_description_is_not_waived_without_a_reason(place: Place, asset: Asset) -> None:
    answer = keep(place, asset, waived="on", name="kept.jpg")

    assert answer.context["form"].errors == {"reason": ["Say why this picture needs no description."]}
    assert 'value="kept.jpg"' in answer.content.decode()
    assert fresh(place, asset) == asset
    assert not fresh(place, asset).alt_waived


def test_a_waiver_is_told_once_and_can_be_taken_back(place: Place, asset: Asset) -> None:
    for typed in ({"waived": "on"}, {"waived": "on", "name": "new.jpg"}, {}):
        keep(place, asset, reason="A pattern", **typed)

    with posts.inside(place):
        kinds = [event.kind for event in ledger.of(asset.subject) if ".alt_" in event.kind]
    assert kinds == ["media_library.alt_waived", "media_library.alt_wanted"]
    assert not fresh(place, asset).alt_waived


def test_a_brand_that_wants_descriptions_says_so_on_the_page(place: Place, asset: Asset) -> None:
    with posts.inside(place):
        policies.require_alt(place.brand, required=True, by=posts.actor(place))

    assert (
        "This brand wants a description"
        in pages.browser(place.editor).get(f"/b/one/media/{asset.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"focal_x": "101"}, "focal_x"),
        ({"focal_y": ""}, "focal_y"),
        ({"folder": "x"}, "folder"),
    ],
)
def test_a_mistake_is_said_and_keeps_what_was_typed(
    place: Place, asset: Asset, typed: dict[str, str], field: str
) -> None:
    answer = keep(place, asset, alt="Typed", **typed)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert ">\nTyped</textarea>" in answer.content.decode()
    assert fresh(place, asset) == asset


def test_a_crop_is_typed_in_pixels_and_its_height_follows(place: Place, asset: Asset) -> None:
    crop(place, asset)

    ((ratio, x, y, w, h),) = crops(place)
    assert ratio == "1:1"
    assert (x, y, w, h) == pytest.approx((0.125, 0.2, 0.75, 0.6), abs=0.001)


def test_a_crop_over_the_edge_is_refused_with_its_reason(place: Place, asset: Asset) -> None:
    answer = crop(place, asset, left=300)

    assert "reaches over the edge; the picture has 800 × 1000 pixels" in answer.content.decode()
    assert 'value="300"' in answer.content.decode()
    assert crops(place) == []


def test_a_crop_can_follow_the_focal_point_again(place: Place, asset: Asset) -> None:
    crop(place, asset)

    crop(place, asset, action="clear")

    assert crops(place) == []


def test_a_video_has_no_crop(place: Place, asset: Asset) -> None:
    with posts.inside(place):
        Asset.objects.filter(pk=asset.pk).update(kind="video", mime="video/mp4", duration_ms=62_000)

    page = pages.browser(place.editor).get(f"/b/one/media/{asset.pk}/").content.decode()
    assert "<video" in page
    assert "1:02" in page
    assert crop(place, asset).status_code == 404


def test_a_dialog_gets_the_panel_alone(place: Place, asset: Asset) -> None:
    page = pages.browser(place.editor).get(f"/b/one/media/{asset.pk}/", headers=PLAIN).content.decode()

    assert "data-asset-panel" in page
    assert "<html" not in page
