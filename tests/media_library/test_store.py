"""The same promises in a folder and in a bucket of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.test import Client as Browser
from moto.server import ThreadedMotoServer

from core import environment
from media_library import addresses, store
from media_library.services import renditions
from media_library.store.bucket import Away, bucket
from networks.errors import Busy, Refused
from tests.media_library import corpus, videos
from tests.media_library.conftest import TakeIn

SHA = "ab" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an S3 server of our own."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(params=["disk", "bucket"])
def kept(request: pytest.FixtureRequest, settings: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where files lie."""
    if request.param == "bucket":
        address = request.getfixturevalue("server")
        monkeypatch.setenv("STORAGE", f"s3://key:secret@meydan/files?endpoint={address}")
        settings.STORAGE = environment.storage("STORAGE")
        client = boto3.client(
            "s3",
            endpoint_url=address,
            aws_access_key_id="key",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket="meydan")
        for entry in client.list_objects_v2(Bucket="meydan").get("Contents", ()):
            client.delete_object(Bucket="meydan", Key=entry["Key"])
    else:
        folder.mkdir()
    return str(request.param)


def test_what_is_written_is_read(kept: str) -> None:
    store.write(b"content", 1, SHA)

    assert store.read(1, SHA) == b"content"
    assert (store.size(1, SHA), store.has(1, SHA), store.has(2, SHA)) == (7, True, False)
    assert b"".join(store.stream(1, SHA, "", start=2, length=3)) == b"nte"


def test_what_was_written_stays(kept: str) -> None:
    store.write(b"first", 1, SHA, "thumb")

    assert store.write(b"second", 1, SHA, "thumb") == b"first"


def test_a_file_is_kept_as_it_is(kept: str, tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"x" * 300_000)

    store.write_file(tmp_path / "film", 1, SHA)

    assert store.size(1, SHA) == 300_000
    assert (tmp_path / "film").exists()


def test_deleting_takes_the_renditions_along_and_nothing_else(kept: str) -> None:
    for sha256, name in ((SHA, ""), (SHA, "thumb"), ("ab" + "cd" * 31, "")):
        store.write(b"x", 1, sha256, name)

    store.delete(1, SHA)
    store.delete(1, SHA)

    assert [store.has(1, SHA), store.has(1, SHA, "thumb"), store.has(1, "ab" + "cd" * 31)] == [
        False,
        False,
        True,
    ]


def test_what_is_missing_says_so(kept: str) -> None:
    for ask in (store.read, store.size):
        with pytest.raises(FileNotFoundError):
            ask(1, SHA)
    with pytest.raises(FileNotFoundError):
        store.stream(1, SHA, "", start=0, length=1)


def test_pictures_and_films_are_taken_in_shown_and_sent(kept: str, take_in: TakeIn) -> None:
    picture, film = take_in(corpus.jpeg(800, 600)), take_in(videos.video(), "a.mp4")

    thumb = Browser().get(addresses.address(picture, "thumb"))
    poster = Browser().get(addresses.address(film, "thumb"))
    part = Browser().get(addresses.address(film), headers={"Range": "bytes=4-11"})
    sent = renditions.picture_for(picture, 1_000_000)

    assert (thumb.status_code, poster.status_code) == (200, 200)
    assert b"".join(part.streaming_content) == b"ftypisom"  # type: ignore[attr-defined]
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 4-11/{film.byte_size}")
    assert part["Content-Type"] == "video/mp4"
    assert (sent.width, sent.height) == (800, 600)


def test_a_file_that_is_gone_is_refused_and_a_store_that_is_away_waited_for(
    kept: str, take_in: TakeIn, settings: Any
) -> None:
    picture = take_in(corpus.jpeg())
    store.delete(picture.organization_id, picture.sha256)

    with pytest.raises(Refused):
        renditions.picture_for(picture, 1_000_000)
    settings.STORAGE = {"bucket": "elsewhere", "endpoint": "http://127.0.0.1:9", "key": "k", "secret": "s"}
    with pytest.raises(Busy):
        renditions.picture_for(picture, 1_000_000)


def test_a_bucket_that_does_not_answer_is_away(settings: Any) -> None:
    away = bucket(bucket="elsewhere", endpoint="http://127.0.0.1:9", key="k", secret="s")

    with pytest.raises(Away):
        away.read("name")
    assert not away.is_there("1")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc",
        "s3://",
        "s3://a?endpoint=ftp://x",
        "s3://a?acl=public",
        "disk",
        "s3://a#b",
        "s3://a?endpoint",
    ],
)
def test_an_address_that_cannot_be_a_store_refuses_the_start(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("STORAGE", address)

    with pytest.raises(environment.BadSetting, match="STORAGE"):
        environment.storage("STORAGE")
