"""One question and one answer, as plain values: the only place that knows WSGI's names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import parse_qs

MAX_BODY = 6_000_000
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:_]{1,255}")
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

Environ = dict[str, Any]  # as WSGI defines it
StartResponse = Callable[[str, list[tuple[str, str]]], object]


@dataclass(frozen=True, slots=True)
class Question:
    """A request. Header names are lower case; `origin` is how the asker reached us."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    origin: str

    def json(self) -> Mapping[str, object]:
        """The JSON object of the body; empty for anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def form(self) -> Mapping[str, str]:
        """The fields of an HTML form, the last value of each."""
        return _last(self.body.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; security headers are added on the way out."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A question that gets a JSON error: HTTP status, stable code, English sentence."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.answer = data({"error": code, "message": message}, status=status, headers=_dashed(headers))


def sound(text: object) -> str:
    """Text that sqlite and UTF-8 can hold: half characters and NUL are replaced; "" for no text."""
    whole = text if isinstance(text, str) else ""
    return whole.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def _dashed(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def data(
    values: Mapping[str, object], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """A JSON answer."""
    body = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    return Answer(status, body, "application/json", headers or {})


def page(markup: str, status: int = 200) -> Answer:
    """An HTML answer."""
    return Answer(status, markup.encode("utf-8", "replace"), "text/html; charset=utf-8")


def see_other(path: str) -> Answer:
    """Send the browser to a page of ours after a form."""
    return Answer(303, headers={"Location": path})


def read(environ: Environ) -> Question:
    """The question in a WSGI environment. Raises Refusal for a body that is too large."""
    path = str(environ.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace")
    names = {name: str(value) for name, value in environ.items() if name.startswith("HTTP_")}
    headers = {name[5:].replace("_", "-").lower(): value for name, value in names.items()}
    headers["content-type"] = str(environ.get("CONTENT_TYPE", ""))
    return Question(
        method=str(environ.get("REQUEST_METHOD", "GET")),
        path=path,
        query=_last(str(environ.get("QUERY_STRING", ""))),
        headers=headers,
        body=_body(environ),
        origin=_origin(environ),
    )


def _body(environ: Environ) -> bytes:
    told = str(environ.get("CONTENT_LENGTH") or "0")
    size = int(told) if told.isdecimal() and len(told) < 12 else MAX_BODY + 1
    if size > MAX_BODY:
        _read_past(environ["wsgi.input"], min(size, 8 * MAX_BODY))
        raise Refusal(413, "too_large", f"At most {MAX_BODY} bytes.")
    return bytes(environ["wsgi.input"].read(size)) if size else b""


def _read_past(stream: BinaryIO, size: int) -> None:
    """Take in and forget: who is still sending does not hear a refusal."""
    while size > 0:
        chunk = stream.read(min(size, 65_536))
        if not chunk:
            return
        size -= len(chunk)


def _origin(environ: Environ) -> str:
    scheme = "https" if environ.get("wsgi.url_scheme") == "https" else "http"
    told = str(environ.get("HTTP_HOST", ""))
    host = told if _HOST.fullmatch(told) else "localhost"
    return f"{scheme}://{host}"


def _last(text: str) -> dict[str, str]:
    try:
        found = parse_qs(text, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}


def write(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    """Hand an answer to the WSGI server."""
    headers = {
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        **answer.headers,
    }
    start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", list(headers.items()))
    return [answer.body]
