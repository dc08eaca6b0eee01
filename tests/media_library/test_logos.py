"""Logos: made anew and square, seen beside the name, taken away again."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.grants import Role
from accounts.models import Brand, Membership, Organization
from core.tenancy import scope
from media_library import store
from media_library.services import logos
from tests.world import Place

pytestmark = pytest.mark.django_db
BRAND, ORGANIZATION = "/b/one/settings/logo/", "/o/one/settings/logo/"


def picture(size: tuple[int, int] = (600, 300), colour: str = "#c84", kind: str = "PNG", **info: Any) -> Any:
    """A picture to upload."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **info)
    return SimpleUploadedFile(f"logo.{kind.lower()}", made.getvalue())


def browser(place: Place, role: str = Role.ADMIN) -> Client:
    """Somebody in a role."""
    client = Client()
    client.force_login(place.people[role])
    return client


def logo_of(place: Place) -> str:
    """The brand's, as it is now."""
    with scope.enter(place.organization.pk):
        return str(Brand.objects.get(pk=place.brand.pk).logo)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("address", [BRAND, ORGANIZATION])
def test_owner_and_admin_give_a_logo_and_the_others_are_refused(
    place: Place, folder: Path, role: str, address: str
) -> None:
    client = browser(place, role)

    answer = client.post(address, {"file": picture()})

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (302 if may else 403)
    assert client.get(address).status_code == (200 if may else 403)
    with scope.enter(place.organization.pk):
        given = Brand.objects.get().logo or Organization.objects.get(pk=place.organization.pk).logo
    assert bool(given) is may


def test_an_admin_of_some_brands_gives_the_organization_none(place: Place, folder: Path) -> None:
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.admin).update(all_brands=False)

    assert browser(place).post(ORGANIZATION, {"file": picture()}).status_code == 403


def test_it_is_made_square_without_hidden_data_and_stands_beside_the_name(place: Place, folder: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    manager = browser(place)

    manager.post(BRAND, {"file": picture(kind="JPEG", exif=exif)})

    content = store.read(place.organization.pk, logo_of(place))
    image = Image.open(io.BytesIO(content))
    assert image.size == (512, 512)
    assert b"secret place" not in content
    assert not image.getexif()
    shell = manager.get("/b/one/").context["shell"]
    small = Client().get(shell["brand"].logo)
    assert small.status_code == 200
    assert Image.open(io.BytesIO(small.content)).size == (96, 96)
    assert f'src="{shell["brand"].logo}"' in manager.get("/b/one/").content.decode()


@pytest.mark.parametrize(
    ("size", "corner"),
    [((600, 200), (200, 136, 68)), ((100, 400), (200, 136, 68)), ((300, 300), (200, 136, 68))],
)
def test_nothing_is_cut_off_and_the_ground_is_the_corners(
    size: tuple[int, int], corner: tuple[int, int, int]
) -> None:
    image = Image.new("RGB", size, "#c88844")
    image.paste((0, 0, 255), (size[0] - 20, size[1] // 2 - 10, size[0], size[1] // 2 + 10))

    made = logos.squared(image)

    assert made.width == made.height
    assert made.getpixel((0, 0)) == corner
    assert sum(made.getchannel("B").histogram()[240:]) >= 200, "the blue mark at the edge is whole"


def test_a_clear_corner_stays_clear() -> None:
    made = logos.squared(Image.new("RGBA", (100, 50), (0, 0, 0, 0)))

    assert (made.mode, made.size, made.getpixel((50, 2))) == ("RGBA", (100, 100), (0, 0, 0, 0))


@pytest.mark.parametrize("content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_said_on_the_page(place: Place, folder: Path, content: bytes) -> None:
    answer = browser(place).post(BRAND, {"file": SimpleUploadedFile("x.png", content)})

    assert answer.status_code == 200
    assert answer.context["error"]
    assert answer.context["error"] in answer.content.decode()
    assert logo_of(place) == ""


def test_nothing_chosen_is_said_on_the_page(place: Place) -> None:
    assert "Choose a file first." in browser(place).post(BRAND, {}).content.decode()


def test_it_is_taken_away_and_the_letter_is_back(place: Place, folder: Path) -> None:
    manager = browser(place)
    manager.post(BRAND, {"file": picture()})

    manager.post(BRAND, {"remove": "1"})

    assert logo_of(place) == ""
    assert manager.get("/b/one/").context["shell"]["brand"].logo == ""
