"""Uploading from the composer."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from core.tenancy import scope
from media_library import reading
from media_library.models import Asset
from tests import world
from tests.media_library import corpus
from tests.media_library.full_disk import largest_file
from tests.world import Place

pytestmark = pytest.mark.usefixtures("folder")


def as_(user: User) -> Browser:
    """A browser with this person signed in."""
    browser = Browser()
    browser.force_login(user)
    return browser


def upload(content: bytes = b"", name: str = "photo.jpg") -> dict[str, SimpleUploadedFile]:
    """The form of an upload."""
    return {"file": SimpleUploadedFile(name, content or corpus.jpeg())}


def address(brand: str = "one") -> str:
    """Where files of a brand are sent."""
    return reverse("media_library:upload", kwargs={"brand": brand})


@pytest.mark.parametrize("role", ["owner", "admin", "approver", "editor", "contributor"])
def test_who_writes_uploads(place: Place, role: str) -> None:
    answer = as_(place.people[role]).post(address(), {**upload(), "alt": "Bir fincan"})

    page = answer.content.decode()
    with scope.enter(place.organization.pk):
        asset = Asset.objects.get()
    assert f'name="media" value="{asset.pk}"' in page
    assert f'name="alt-{asset.pk}"' in page
    assert "Bir fincan" in page
    assert "data-asset-remove" in page
    assert 'src="/media/' in page


@pytest.mark.parametrize("role", ["analyst", "client"])
def test_who_does_not_write_does_not_upload(place: Place, folder: Path, role: str) -> None:
    assert as_(place.people[role]).post(address(), upload()).status_code == 403
    assert not folder.exists()


def test_strangers_find_nothing(place: Place, folder: Path) -> None:
    stranger = world.place("two").owner

    assert as_(stranger).post(address(), upload()).status_code == 404
    assert not folder.exists()


def test_nobody_signed_in_is_sent_to_the_sign_in(place: Place) -> None:
    assert Browser().post(address(), upload()).status_code == 302


def test_our_full_disk_is_a_sentence_and_nothing_is_kept(place: Place) -> None:
    with largest_file(50_000):
        answer = as_(place.editor).post(
            address(), upload(corpus.jpeg() + bytes(200_000)), headers={"HX-Request": "true"}
        )

    assert answer.status_code == 409
    assert json.loads(answer["HX-Trigger"])["toast"]["text"].startswith("Our disk is full")
    with scope.enter(place.organization.pk):
        assert not Asset.objects.exists()


def test_a_bad_file_is_a_sentence(place: Place) -> None:
    answer = as_(place.editor).post(address(), upload(corpus.SVG), headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert json.loads(answer["HX-Trigger"])["toast"]["text"].startswith("This file is no picture")


def test_no_file_is_a_sentence(place: Place) -> None:
    assert as_(place.editor).post(address(), {}).status_code == 409


def test_a_name_with_markup_stays_text(place: Place) -> None:
    page = as_(place.editor).post(address(), upload(name='"><script>alert(1)</script>.jpg')).content.decode()

    assert "<script>" not in page


def test_a_body_that_is_too_large_is_refused_unread(place: Place) -> None:
    browser = as_(place.editor)

    answer = browser.post(
        address(), upload(), headers={"HX-Request": "true"}, CONTENT_LENGTH=str(reading.MAX_BYTES * 300)
    )

    assert answer.status_code == 409
    assert "20 MB" in answer["HX-Trigger"]


def test_the_form_wants_the_token(place: Place) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(place.editor)

    assert browser.post(address(), upload()).status_code == 403
    with scope.enter(place.organization.pk):
        assert not Asset.objects.exists()


def test_a_get_is_no_upload(place: Place) -> None:
    assert as_(place.editor).get(address()).status_code == 405


@pytest.mark.parametrize("length", [str(22_000_000), "", "many", "-1"])
@pytest.mark.parametrize("name", ["calendar_app:composer_new", "media_library:folder_new"])
def test_no_other_form_takes_a_body_that_is_too_large(place: Place, name: str, length: str) -> None:
    page = reverse(name, kwargs={"brand": "one"})

    answer = as_(place.editor).post(page, upload(), CONTENT_LENGTH=length)

    assert answer.status_code == 413
    assert "smaller files" in answer.content.decode()


def test_one_file_is_taken_of_several_with_one_name(place: Place) -> None:
    files = [SimpleUploadedFile("one.jpg", corpus.jpeg()), SimpleUploadedFile("two.jpg", corpus.SVG)]

    answer = as_(place.editor).post(address(), {"file": files})

    assert answer.status_code == 409
    with scope.enter(place.organization.pk):
        assert not Asset.objects.exists()


def post_raw(place: Place, live_server: Any, head: str, body: bytes) -> bytes:
    """What comes back for exactly these bytes, sent by the editor's browser."""
    browser = as_(place.editor)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
    where = urlsplit(live_server.url)
    with socket.create_connection((where.hostname, where.port), timeout=20) as line:
        line.sendall(
            f"POST {address()} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\n"
            f"X-CSRFToken: {'a' * 32}\r\nContent-Type: multipart/form-data; boundary=b\r\n{head}\r\n".encode()
        )
        line.sendall(body)
        line.shutdown(socket.SHUT_WR)
        return line.recv(65_536)


PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 5000\r\n", PART + b"x" * 100),
        ("Content-Length: 20\r\n", PART + b"x" * 5000),
        ("Content-Length: 0\r\n", PART),
        ("Content-Length: 99999999999\r\n", PART),
        ("Transfer-Encoding: chunked\r\n", b"fffffff\r\n" + PART + b"x" * 100_000),
        ("", PART + b"x" * 100_000),
    ],
    ids=["longer than it is", "shorter than it is", "nothing", "endless", "in pieces without end", "unsaid"],
)
def test_a_body_that_lies_about_its_length_leaves_nothing(
    place: Place, live_server: Any, folder: Path, head: str, body: bytes
) -> None:
    answer = post_raw(place, live_server, head, body)

    assert answer.split()[1] in {b"400", b"409", b"413"}
    with scope.enter(place.organization.pk):
        assert not Asset.objects.exists()
    assert [file for file in folder.rglob("*") if file.is_file()] == []
