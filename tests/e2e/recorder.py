"""Watches a browser: a page that stumbles fails the test that looked at it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

from tests.e2e import house

HARMLESS = ("data:", "blob:", "about:")
TOKEN = "csrfmiddlewaretoken"
"""Addresses stand in access logs and in the browser's history; what forms are signed with does not belong there."""
TELL_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} stopped ${event.blockedURI} on ${location.pathname}`));
"""
STATUS_LINE = re.compile(r"the server responded with a status of (\d{3})")


class Recorder:
    """Everything that went wrong in the contexts it watches, as sentences."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self._expected: set[int] = set()

    def expect_status(self, *codes: int) -> None:
        """Answers of this kind belong to the test. A browser writes each into its console."""
        self._expected.update(codes)

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of a context."""
        context.add_init_script(TELL_POLICY)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        told = STATUS_LINE.search(message.text)
        if told and int(told[1]) in self._expected:
            return
        self.troubles.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        if request.url.startswith(HARMLESS):
            return
        if _origin(request.url) not in (house.BASE, house.NAMED, house.SANDBOX):
            self.troubles.append(f"third party: {request.method} {request.url}")
        if TOKEN in request.url:
            self.troubles.append(f"token in an address: {request.method} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self._expected:
            self.troubles.append(f"answer {response.status}: {response.request.method} {response.url}")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
