"""Every hostile file is refused with a sentence or made harmless, cheaply, and leaves nothing outside its folder."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from core.tenancy import scope
from media_library import addresses, workshop
from media_library.models import Asset
from tests.media_library import corpus, hostile, videos
from tests.world import Place

MEMORY_KB = 256 * 1024
SECONDS = 20
"""Two are aimed at on a quiet machine; a crowded one must not fail for it."""
MEASURE = "import os, sys; os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:]); import resource as r; "
MEASURE += "print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"
"""Started by a small process: a child's figure begins with the size of whoever started it."""
ALL = {**hostile.REFUSED, **hostile.HARMLESS}
LARGE: dict[str, hostile.Make] = {
    "fifty million pixels": lambda: corpus.png(8000, 6200),
    "a phone's photo of 24 million pixels": lambda: corpus.heic(
        5712, 4284, quality=30, enc_params={"preset": "ultrafast"}
    ),
    "a film of 4K": lambda: videos.video(frames=4, size=(3840, 2160), sound=""),
}


def send(place: Place, name: str, content: bytes) -> tuple[int, str]:
    """Upload as the editor; status and the sentence of a refusal."""
    browser = Browser()
    browser.force_login(place.editor)
    sent = SimpleUploadedFile("x", content)
    sent._name = name  # type: ignore[attr-defined]  # the constructor cleans it, attackers do not
    address = reverse("media_library:upload", kwargs={"brand": place.brand.slug})
    answer = browser.post(address, {"file": sent}, headers={"HX-Request": "true"})
    trigger = json.loads(answer.headers.get("HX-Trigger", "{}"))
    return answer.status_code, trigger.get("toast", {}).get("text", "")


def assets(place: Place) -> list[Asset]:
    """All of them."""
    with scope.enter(place.organization.pk):
        return list(Asset.objects.all())


def around(folder: Path) -> set[Path]:
    """All files near the store that are none of its own."""
    return {file for file in folder.parent.rglob("*") if file.is_file() and not file.is_relative_to(folder)}


@pytest.mark.parametrize("case", sorted(hostile.REFUSED))
def test_what_is_no_file_of_ours_is_refused_with_a_sentence(place: Place, folder: Path, case: str) -> None:
    name, make = hostile.REFUSED[case]
    content = make()
    before, started = around(folder), time.monotonic()

    status, sentence = send(place, name, content)

    assert (status, sentence[-1:]) == (409, ".")
    assert time.monotonic() - started < SECONDS
    assert assets(place) == []
    assert [file for file in folder.rglob("*") if file.is_file()] == []
    assert around(folder) == before


@pytest.mark.parametrize("case", sorted(hostile.HARMLESS))
def test_what_is_kept_is_harmless(place: Place, folder: Path, case: str) -> None:
    name, make = hostile.HARMLESS[case]
    before = around(folder)

    status, _sentence = send(place, name, make())

    (asset,) = assets(place)
    assert status == 200
    assert around(folder) == before
    for rendition in ("", "thumb"):
        answer = Browser().get(addresses.address(asset, rendition))
        assert answer["Content-Type"] in {"image/jpeg", "image/png", "video/mp4", "video/webm"}
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert not [word for word in hostile.LEFT_OUT if word in answer.content]
    assert len(asset.name) <= 120
    assert not set(asset.name) & set("/\\\x00\r\n\u202e")
    assert asset.name.endswith((".jpg", ".png", ".mp4", ".webm"))


@pytest.mark.parametrize("case", [*sorted(ALL), *sorted(LARGE)])
def test_no_file_costs_much_memory(tmp_path: Path, case: str) -> None:
    path = tmp_path / "sent"
    path.write_bytes(ALL[case][1]() if case in ALL else LARGE[case]())

    measured = [sys.executable, "-c", MEASURE, *workshop.command(path, tmp_path)]
    done = subprocess.run(
        measured, cwd=settings.BASE_DIR, env=workshop.ENVIRONMENT, capture_output=True, check=True
    )

    said, used = done.stdout.splitlines()
    assert int(used) <= MEMORY_KB
    assert ("why" in json.loads(said)) is (case in hostile.REFUSED)
