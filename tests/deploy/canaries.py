"""Words that must stand in no log, put wherever people and programs can put words."""

from __future__ import annotations

import io
import socket

import httpx
from PIL import Image

from tests.deploy.visitor import Visitor

PASSWORD = "linden-CNRYPASSWORD-quiet-74"
APP_PASSWORD = "CNRY-appp-assw-ord1"
FIRST = "CNRYTEXTONE from the first cup"
SECOND = "CNRYTEXTTWO from the second cup"
HANDLE = "linden-tea"
INVITED = "grace@linden.example"
QUERY = "CNRYQUERY"
NAME = "CNRYFILENAME.jpg"
PLACE = "CNRYEXIF"
SECRET_PATH = "CNRYSECRETPATH" * 4
ANY = "CNRY"
RAW = (
    b'GET /CNRYRAW\r\n{"event": "CNRYFORGED"} HTTP/1.1\r\nHost: meydan.example\r\n\r\n',
    b"CNRYRAW nothing of this is HTTP\r\n\r\n",
    b"GET /status?CNRYRAW HTTP/9.9\r\n\r\n",
    b"GET /status HTTP/1.1\r\nHost: meydan.example\r\nX-CNRYRAW : x\r\n\r\n",
    b'GET /status HTTP/1.1\r\nHost: meydan.example\r\nX-A: b\r\n {"event": "CNRYFORGED"}\r\n\r\n',
    b"GET /status HTTP/1.1\r\nHost: another.example\r\n\r\n",
    b"GET /" + b"CNRYRAW" * 900 + b" HTTP/1.1\r\nHost: meydan.example\r\n\r\n",
    b"POST /status HTTP/1.1\r\nHost: meydan.example\r\nContent-Length: CNRYRAW\r\n\r\n",
    b"POST /status HTTP/1.1\r\nHost: meydan.example\r\nTransfer-Encoding: CNRYRAW\r\n\r\n",
    b"\x16\x03\x01CNRYRAW\r\n\r\n",
)
"""What no HTTP client would send."""


def picture() -> bytes:
    """With a place in its meta data."""
    image = Image.new("RGB", (640, 480), "#225588")
    exif = image.getexif()
    exif[0x010E] = PLACE
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def leave_raw(port: int) -> None:
    """Send what is no request, past the proxy."""
    for request in RAW:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            while line.recv(65_536):
                pass


def leave(visitor: Visitor, brand: str, people: str) -> dict[str, httpx.Response]:
    """Do what leaves them: wrong passwords, a refused connection, an invitation, an upload, strange addresses."""
    found = {
        "wrong password": visitor.send(
            f"{brand}channels/connect/bluesky/",
            {"server": "https://127.0.0.1:9", "handle": "ada.example", "app_password": APP_PASSWORD},
        ),
        "invitation": visitor.send(
            f"{people}invite/", {"addresses": INVITED, "role": "editor", "sees": "all", "language": "en"}
        ),
        "upload": visitor.send(
            f"{brand}media/upload/",
            {},
            page=f"{brand}posts/new/",
            files={"file": (NAME, picture(), "image/jpeg")},
        ),
        "broken upload": visitor.send(
            f"{brand}media/upload/",
            {},
            page=f"{brand}posts/new/",
            files={"file": (NAME, b"CNRYBYTES", "image/jpeg")},
        ),
        "query": visitor.get(f"{brand}calendar/?q={QUERY}&token={QUERY}"),
        "secret": visitor.get(f"/me/invitations/{SECRET_PATH}/"),
        "nowhere": visitor.get(f"/nowhere/{SECRET_PATH}"),
        "forged path": visitor.get("/x%0D%0A%7B%22event%22%3A%20%22CNRYFORGED%22%7D"),
        "no token": visitor.http.post(f"{brand}posts/new/", data={"text": FIRST}),
    }
    for name in ("User-Agent", "X-Request-ID", "Referer", "Accept-Language", "X-Forwarded-Host", "Cookie"):
        found[f"header {name}"] = visitor.get("/status", **{name: QUERY + "\t" + "%0d%0a" + QUERY})
    return found
