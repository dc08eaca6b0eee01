"""Uploads in pieces (tus 1.0), over real connections that break."""

from __future__ import annotations

import base64
import http.client
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db.models.functions import Now
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from core import bell
from core.tenancy import scope
from media_library import parts, store, tasks
from media_library.models import Asset, Upload
from media_library.services import intake, uploads
from tests import world
from tests.media_library import corpus, videos
from tests.media_library.full_disk import largest_file
from tests.world import Place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folder")]

TOKEN = "a" * 32


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Tus:
    """A browser's script that sends a file in pieces."""

    origin: str
    brand: str
    cookies: str
    headers: dict[str, str] = field(default_factory=lambda: {"Tus-Resumable": "1.0.0"})

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request."""
        line = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=20)
        line.request(method, path, body or None, self._all(headers))
        answer = line.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        line.close()
        return found

    def begin(self, size: int, name: str = "photo.jpg", **headers: str) -> Answer:
        """Announce a file."""
        encoded = base64.b64encode(name.encode()).decode()
        said = {"Upload_Length": str(size), "Upload_Metadata": f"filename {encoded}"} | headers
        return self.ask("POST", reverse("media_library:uploads", kwargs={"brand": self.brand}), b"", **said)

    def begun(self, size: int, name: str = "photo.jpg") -> str:
        """The address of an announced file."""
        answer = self.begin(size, name)
        assert answer.status == 201
        return str(answer.headers["Location"])

    def patch(self, path: str, offset: int, body: bytes, **headers: str) -> Answer:
        """A piece."""
        said = {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"} | headers
        return self.ask("PATCH", path, body, **said)

    def offset(self, path: str) -> int:
        """How much has arrived."""
        return int(self.ask("HEAD", path).headers["Upload-Offset"])

    def opened(self, path: str, offset: int, length: int, begun: bytes) -> socket.socket:
        """A piece of which only the beginning was sent; the line stays open."""
        place = urlsplit(self.origin)
        line = socket.create_connection((place.hostname, place.port), timeout=20)
        said = self._all(
            {
                "Host": place.netloc,
                "Upload_Offset": str(offset),
                "Content_Type": "application/offset+octet-stream",
                "Content_Length": str(length),
            }
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        line.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + begun)
        return line

    def _all(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Cookie": self.cookies, "X-CSRFToken": TOKEN, **self.headers, **named}


@pytest.fixture
def speak(place: Place, live_server: Any) -> Callable[[User], Tus]:
    """A person's script."""

    def of(person: User) -> Tus:
        browser = Browser()
        browser.force_login(person)
        key = browser.cookies[django_settings.SESSION_COOKIE_NAME].value
        cookies = f"{django_settings.SESSION_COOKIE_NAME}={key}; {django_settings.CSRF_COOKIE_NAME}={TOKEN}"
        return Tus(live_server.url, place.brand.slug, cookies)

    return of


@pytest.fixture
def tus(place: Place, speak: Callable[[User], Tus]) -> Tus:
    """The editor's."""
    return speak(place.editor)


def row(place: Place, path: str) -> Upload:
    """The upload behind an address."""
    with scope.enter(place.organization.pk):
        found: Upload = Upload.objects.select_related("asset").get(
            pk=UUID(path.rstrip("/").rsplit("/", 1)[1])
        )
    return found


def until(condition: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_server_says_what_it_can(tus: Tus) -> None:
    answer = tus.ask("OPTIONS", reverse("media_library:uploads", kwargs={"brand": tus.brand}))

    assert (answer.status, answer.headers["Tus-Version"]) == (204, "1.0.0")
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert answer.headers["Tus-Max-Size"] == "512000000"


def test_a_picture_in_three_pieces_is_an_asset(tus: Tus, place: Place) -> None:
    content = corpus.jpeg(600, 400)
    path = tus.begun(len(content), "Qəhvə.JPG")

    offsets = []
    for begin, end in ((0, 500), (500, 1000), (1000, len(content))):
        answer = tus.patch(path, begin, content[begin:end])
        offsets.append((answer.status, answer.headers["Upload-Offset"]))
        assert answer.headers["Upload-Expires"]

    upload = row(place, path)
    assert offsets == [(204, "500"), (204, "1000"), (204, str(len(content)))]
    assert upload.state == Upload.State.DONE
    assert (upload.asset.name, upload.asset.width) == ("Qəhvə.jpg", 600)
    assert list(store.scratch().glob("*")) == []


def test_a_line_that_breaks_in_the_middle_is_gone_on_from_where_it_broke(tus: Tus, place: Place) -> None:
    content = corpus.png(700, 500) + bytes(200_000)
    path = tus.begun(len(content))

    line = tus.opened(path, 0, len(content), content[:100_000])
    time.sleep(0.3)
    line.close()
    until(lambda: tus.offset(path) == 100_000)
    rest = tus.patch(path, 100_000, content[100_000:])

    assert rest.status == 204
    assert row(place, path).state == Upload.State.DONE


def test_a_full_disk_is_told_as_ours_and_the_file_goes_on_when_there_is_room(
    tus: Tus, place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    content = corpus.png(700, 500) + bytes(600_000)
    path = tus.begun(len(content))

    with largest_file(300_000):
        full = tus.patch(path, 0, content)
    arrived = tus.offset(path)
    rest = tus.patch(path, arrived, content[arrived:])

    assert (full.status, full.headers.get_content_type()) == (507, "text/plain")
    assert full.body.decode().startswith("Our disk is full or does not answer. That is our fault")
    assert [record.levelname for record in caplog.records if record.msg == "media_disk_failed"] == ["ERROR"]
    assert 0 < arrived <= 300_000
    assert (rest.status, row(place, path).state) == (204, Upload.State.DONE)


def test_two_pieces_at_once_are_not_mixed(tus: Tus, place: Place) -> None:
    content = corpus.jpeg(600, 400) + bytes(600_000)
    path = tus.begun(len(content))
    line = tus.opened(path, 0, len(content), content[:300_000])
    upload_id = row(place, path).pk
    until(lambda: parts.path(upload_id).exists() and parts.path(upload_id).stat().st_size > 0)

    busy = tus.patch(path, 0, content)
    line.sendall(content[300_000:])
    until(lambda: row(place, path).state == Upload.State.DONE)
    late = tus.patch(path, 0, content)

    assert (busy.status, late.status) == (423, 409)
    with scope.enter(place.organization.pk):
        assert Asset.objects.count() == 1
    line.close()


def test_what_a_dead_process_wrote_beyond_its_row_is_written_again(tus: Tus, place: Place) -> None:
    content = corpus.jpeg(600, 400)
    path = tus.begun(len(content))
    tus.patch(path, 0, content[:300])
    with parts.path(row(place, path).pk).open("ab") as file:
        file.write(b"half a block that nobody counted")

    tus.patch(path, 300, content[300:])

    assert row(place, path).state == Upload.State.DONE


def test_a_piece_for_another_offset_is_refused(tus: Tus) -> None:
    path = tus.begun(1000)

    assert tus.patch(path, 5, b"x").status == 409
    assert tus.offset(path) == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus_Resumable": "0.2.2"}, 412),
        ({"Content_Type": "application/json"}, 415),
        ({"Upload_Offset": "-1"}, 400),
        ({"Upload_Offset": "1e3"}, 400),
        ({"Upload_Offset": "990"}, 413),
    ],
)
def test_a_piece_that_is_said_wrongly_is_refused(tus: Tus, headers: dict[str, str], status: int) -> None:
    path = tus.begun(1000)

    assert tus.patch(path, 0, b"x" * 100, **headers).status == status
    assert tus.offset(path) == 0


@pytest.mark.parametrize(
    ("size", "status"), [("0", 413), ("512000001", 413), ("-5", 400), ("many", 400), ("9" * 40, 400)]
)
def test_sizes_that_cannot_be_are_refused_before_anything_is_sent(tus: Tus, size: str, status: int) -> None:
    assert tus.begin(0, Upload_Length=size).status == status


def test_what_is_no_file_of_ours_is_refused_after_its_first_piece(tus: Tus, place: Place) -> None:
    path = tus.begun(5_000_000, "film.mp4")

    answer = tus.patch(path, 0, corpus.HTML + b" " * 1000)

    assert answer.status == 415
    assert answer.body.decode().startswith("This file is no picture or video")
    assert row(place, path).state == Upload.State.REFUSED
    assert list(store.scratch().glob("*")) == []


def test_a_video_is_prepared_by_a_worker(tus: Tus, place: Place) -> None:
    content = videos.video()
    path = tus.begun(len(content), "film.mov")

    tus.patch(path, 0, content)
    waiting = tus.ask("GET", f"{path}state/").body
    upload = row(place, path)
    tasks.take(place.organization.pk, str(upload.pk))
    tasks.take(place.organization.pk, str(upload.pk))

    assert b'"state": "taking"' in waiting
    upload = row(place, path)
    assert (upload.state, upload.asset.kind, upload.asset.mime) == ("done", "video", "video/mp4")
    assert (upload.asset.duration_ms, upload.asset.width) == (1200, 160)
    with scope.enter(place.organization.pk):
        assert Asset.objects.count() == 1


def test_a_video_that_cannot_be_read_is_a_sentence(tus: Tus, place: Place) -> None:
    content = videos.without_directory()
    path = tus.begun(len(content), "film.mp4")

    tus.patch(path, 0, content)
    tasks.take(place.organization.pk, str(row(place, path).pk))

    assert row(place, path).problem.startswith("This video is damaged")


def test_an_upload_can_be_given_up(tus: Tus) -> None:
    path = tus.begun(1000)
    tus.patch(path, 0, corpus.jpeg()[:100])

    assert tus.ask("DELETE", path).status == 204
    assert tus.ask("HEAD", path).status == 404
    assert list(store.scratch().glob("*")) == []


def test_a_browser_without_patch_says_it_by_a_header(tus: Tus) -> None:
    path = tus.begun(1000)
    headers = {
        "X_HTTP_Method_Override": "PATCH",
        "Upload_Offset": "0",
        "Content_Type": "application/offset+octet-stream",
    }

    assert tus.ask("POST", path, corpus.jpeg()[:50], **headers).status == 204
    assert tus.offset(path) == 50


def test_nobody_else_writes_into_a_persons_file(speak: Callable[[User], Tus], tus: Tus, place: Place) -> None:
    path = tus.begun(1000)
    stranger = world.place("two").owner

    assert speak(place.owner).ask("HEAD", path).status == 404
    assert speak(stranger).ask("HEAD", path).status == 404
    assert speak(place.people["analyst"]).begin(1000).status == 403
    assert speak(place.people["analyst"]).ask("HEAD", path).status == 403
    assert tus.begin(1000, X_CSRFToken="").status == 403


def test_no_more_is_announced_than_there_is_room_for(tus: Tus, settings: Any) -> None:
    settings.MEDIA_QUOTA_BYTES = 10_000

    first, second = tus.begin(6_000), tus.begin(6_000)

    assert (first.status, second.status) == (201, 413)
    assert second.body.decode().startswith("There is no room left")


def test_room_that_was_taken_meanwhile_is_a_sentence(tus: Tus, place: Place, settings: Any) -> None:
    content = corpus.jpeg(600, 400)
    path = tus.begun(len(content))
    settings.MEDIA_QUOTA_BYTES = 100

    tus.patch(path, 0, content)

    assert row(place, path).problem.startswith("There is no room left")
    assert [file for file in store.scratch().parent.rglob("*") if file.is_file()] == []


def test_a_day_later_what_stopped_is_forgotten(tus: Tus, place: Place) -> None:
    path = tus.begun(1000)
    tus.patch(path, 0, corpus.jpeg()[:100])
    with scope.enter(place.organization.pk):
        Upload.objects.update(expires_at=Now())

    tasks.sweep()

    assert tus.ask("HEAD", path).status == 404
    assert list(store.scratch().glob("*")) == []


def test_a_video_whose_worker_died_is_given_to_another(
    tus: Tus, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = videos.video()
    path = tus.begun(len(content))
    tus.patch(path, 0, content)
    rung: list[Any] = []
    monkeypatch.setattr(bell, "ring", lambda *said, **where: rung.append((said, where)))
    with scope.enter(place.organization.pk):
        Upload.objects.update(taken_at=Now() - uploads.PATIENCE)

    tasks.sweep()

    upload_id = str(row(place, path).pk)
    assert rung == [(("media_library.take", place.organization.pk, upload_id), {"queue": "media"})]


def test_names_of_pieces_never_leave_the_folder(tus: Tus, place: Place) -> None:
    content = corpus.jpeg()
    path = tus.begun(len(content), "../../../etc/passwd")

    tus.patch(path, 0, content)

    asset = row(place, path).asset
    assert asset.name == "passwd.jpg"
    assert intake.content(asset).startswith(b"\xff\xd8")
