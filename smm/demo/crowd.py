"""The customers of the demo: accounts of the sandbox that write under posts and follow the brands."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from core import http
from smm.demo.words import PEOPLE


class Crowd:
    """Everybody is known by a handle; each joins the sandbox when she says something for the first time."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._keys: dict[str, str] = {}

    def comment(self, rng: Random, post: str, text: str, at: datetime) -> str:
        """Somebody writes under a post; the id of what she wrote."""
        body = {"text": text, "in_reply_to": post, "created_at": int(at.timestamp())}
        return str(self._ask(rng.choice(PEOPLE), "posts", body)["id"])

    def gather(self, brand_handle: str, followers: int) -> None:
        """So many follow a brand."""
        self._ask(brand_handle, "audience", {"followers": followers})

    def _ask(self, handle: str, call: str, body: dict[str, Any]) -> dict[str, Any]:
        if handle not in self._keys:
            self._keys[handle] = str(self._post("connect", {"handle": handle}, "")["access_token"])
        return self._post(call, body, self._keys[handle])

    def _post(self, call: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = http.request("POST", f"{self._origin}/sandbox/api/{call}", json=body, headers=headers)
        found = response.json()
        if response.status not in (200, 201) or not isinstance(found, dict):
            raise RuntimeError(f"the sandbox answered {response.status} to {call}")
        return found
