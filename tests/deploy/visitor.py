"""A person at her browser, and the proxy with the certificate that stands between her and the web server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

from tests.deploy.machine import ORIGIN

CLIENT = "203.0.113.7"


class Proxy(httpx.BaseTransport):
    """Takes https and passes it on as http, as reverse proxies do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """httpx's hook."""
        headers = {**request.headers, "X-Forwarded-Proto": "https", "X-Forwarded-For": CLIENT}
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        inner = httpx.Request(request.method, url, headers=headers, stream=request.stream)
        answer = self._line.handle_request(inner)
        answer.request = request
        return answer

    def close(self) -> None:
        """httpx's hook."""
        self._line.close()


class Visitor:
    """Fetches pages and sends their forms, as a browser without scripts does."""

    def __init__(self, port: int) -> None:
        self.http = httpx.Client(
            base_url=ORIGIN,
            transport=Proxy(port),
            follow_redirects=True,
            timeout=30,
            headers={"Referer": ORIGIN},
        )

    def get(self, path: str, **headers: str) -> httpx.Response:
        """A page."""
        return self.http.get(path, headers=headers)

    def send(
        self, path: str, fields: Mapping[str, Any], *, page: str = "", files: Any = None
    ) -> httpx.Response:
        """Fetch the form's page, send the form with its token."""
        shown = self.http.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)
        assert token, f"no form at {page or path}: {shown.status_code} {shown.text[:500]}"
        return self.http.post(path, data={**fields, "csrfmiddlewaretoken": token[1]}, files=files)

    def close(self) -> None:
        """Close the browser."""
        self.http.close()
