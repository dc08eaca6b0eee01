"""The main job against a real Bluesky server: through the product's pages, by the real worker, exactly once."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.real.bluesky_server import BlueskyServer
from tests.real.conftest import BlueskyAccount
from tests.real.cutting_proxy import Fate
from tests.real.product import OWNER, Browser, Product, wait_for

ZONE = ZoneInfo("Asia/Baku")
PUT = "com.atproto.repo.putRecord"
TEXT = "Səhər qəhvəsi ☕️ #kəhrəba"
ALT = "Mavi fonda boş fincan"
WITHIN = 150.0


@pytest.fixture
def editor(product: Product, bluesky: BlueskyServer, bluesky_account: BlueskyAccount) -> Browser:
    """An editor whose brand has the account as its newest channel, connected by the owner."""
    owner = Browser(product, OWNER)
    path = f"{owner.brand}channels/connect/bluesky/"
    typed = {
        "server": bluesky.origin,
        "handle": bluesky_account.handle,
        "app_password": bluesky_account.app_password,
    }
    answer = owner.send(path, typed)
    assert bluesky_account.handle in answer.text, answer.text[:3000]
    return Browser(product, "orxan@kehreba.example")


def blue_square() -> bytes:
    """A picture with a place in its meta data that must not reach the network."""
    image = Image.new("RGB", (640, 480), "#225588")
    exif = image.getexif()
    exif[0x010E] = "SECRET-PLACE"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def sent_off(editor: Browser, account: BlueskyAccount, action: str) -> str:
    """Write a post with a picture for the account, for the next minute or now (`action`); its address."""
    composer = f"{editor.brand}posts/new/"
    tile = editor.send(
        f"{editor.brand}media/upload/",
        {},
        page=composer,
        files={"file": ("square.jpg", blue_square(), "image/jpeg")},
    )
    found = re.search(r'name="media" value="([0-9a-f-]{36})"', tile.text)
    assert found, tile.text[:2000]
    channel = channel_of(editor.get(composer).text, account.handle)
    at = datetime.now(ZONE) + timedelta(minutes=1)
    answer = editor.send(
        composer,
        {
            "text": TEXT,
            "channels": [channel],
            "media": [found[1]],
            f"alt-{found[1]}": ALT,
            "date": f"{at:%Y-%m-%d}",
            "time": f"{at:%H:%M}",
            "action": action,
        },
    )
    path = answer.url.path
    assert re.fullmatch(r"/b/[\w-]+/posts/[0-9a-f-]{36}/", path), answer.text[:4000]
    return path


def channel_of(page: str, handle: str) -> str:
    """The value of the checkbox that stands in one line of the list with a handle."""
    line = rf'name="channels" value="([0-9a-f-]{{36}})"(?:(?!</li>).)*{re.escape(handle)}'
    found = re.search(line, page, re.DOTALL)
    assert found, page[:4000]
    return found[1]


def is_published(editor: Browser, path: str) -> bool:
    """Whether the post's page leads to the live post."""
    return 'href="https://bsky.app/profile/' in editor.get(path).text


def test_a_scheduled_post_with_a_picture_appears_exactly_once(
    product: Product, editor: Browser, bluesky: BlueskyServer, bluesky_account: BlueskyAccount
) -> None:
    path = sent_off(editor, bluesky_account, "schedule")

    wait_for(lambda: bool(bluesky.records(bluesky_account.did)), seconds=WITHIN)
    wait_for(lambda: is_published(editor, path), seconds=30)

    [record] = bluesky.records(bluesky_account.did)
    assert record.value["text"] == TEXT
    assert [image.alt for image in record.images] == [ALT]
    sent = bluesky.blob(bluesky_account.did, record.images[0].cid)
    assert Image.open(io.BytesIO(sent)).size == (640, 480)
    assert b"SECRET-PLACE" not in sent
    assert f"/post/{record.rkey}" in editor.get(path).text


def test_a_worker_killed_after_the_server_accepted_sends_nothing_twice(
    product: Product, editor: Browser, bluesky: BlueskyServer, bluesky_account: BlueskyAccount
) -> None:
    held = bluesky.proxy.hold_next(PUT)
    path = sent_off(editor, bluesky_account, "now")
    assert held.wait(WITHIN) == 200

    product.kill_worker()
    held.cut()
    product.start_worker()
    took = wait_for(lambda: is_published(editor, path), seconds=90)

    assert len(bluesky.records(bluesky_account.did)) == 1
    fates = [exchange.fate for exchange in bluesky.proxy.exchanges(PUT)]
    assert fates[0] == Fate.ANSWER_LOST
    assert len(fates) <= 2
    print(f"live {took:.1f} s after the restart; {len(fates)} putRecord calls, 1 record")
