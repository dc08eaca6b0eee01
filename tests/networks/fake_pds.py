"""A small AT Protocol server in memory that behaves as documented in the calls we use."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from core.text import graphemes
from tests.networks.fake_appview import FakeAppView, cid_of

DID = "did:plc:abcdefghijklmnopqrstuvwx"
_POSTS = "app.bsky.feed.post"
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")


class XrpcError(Exception):
    """An answer with a name."""

    def __init__(self, status: int, name: str, message: str = "") -> None:
        super().__init__(name)
        self.status, self.name, self.message = status, name, message


class FakePds:
    """One account, its sessions, blobs and records; a WSGI application."""

    def __init__(self) -> None:
        self.handle, self.password = "alice.test", "abcd-efgh-ijkl-mnop"
        self.home = ""
        self.known_handles = {"bob.test": "did:plc:bobbobbobbobbobbobbobbob"}
        self.records: dict[str, dict[str, Any]] = {}
        self.others: dict[tuple[str, str], dict[str, Any]] = {}
        self.view = FakeAppView(DID)
        self.blobs: dict[str, bytes] = {}
        self.writes = 0
        self.access: dict[str, str] = {}
        self.refresh: set[str] = set()
        self._count = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        name = environ["PATH_INFO"].removeprefix("/xrpc/")
        method = name.rpartition(".")[2]
        call = getattr(self, f"on_{method}", None)
        try:
            if call is None:
                raise XrpcError(501, "MethodNotImplemented")
            status, answer = 200, call(environ)
        except XrpcError as error:
            status, answer = error.status, {"error": error.name, "message": error.message}
        body = json.dumps(answer).encode()
        start_response(f"{status} -", [("Content-Type", "application/json")])
        return [body]

    def session(self) -> dict[str, Any]:
        """A new pair of tokens with the account's facts."""
        self._count += 1
        claims = base64.urlsafe_b64encode(json.dumps({"exp": 2_000_000_000}).encode())
        access = f"h.{claims.decode().rstrip('=')}.access{self._count}"
        refresh = f"h.{claims.decode().rstrip('=')}.refresh{self._count}"
        self.access[access] = "fresh"
        self.refresh.add(refresh)
        answer = {"did": DID, "handle": self.handle, "accessJwt": access, "refreshJwt": refresh}
        if self.home:
            service = {"id": "#atproto_pds", "serviceEndpoint": self.home}
            answer["didDoc"] = {"id": DID, "service": [service]}  # type: ignore[assignment]
        return answer

    def signed(self, environ: dict[str, Any]) -> None:
        """Let only a fresh access token through."""
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        state = self.access.get(token)
        if state == "expired":
            raise XrpcError(400, "ExpiredToken", "Token has expired")
        if state is None:
            raise XrpcError(400, "InvalidToken", "Token could not be verified")

    def on_createSession(self, environ: dict[str, Any]) -> dict[str, Any]:
        asked = _json(environ)
        if (asked["identifier"], asked["password"]) != (self.handle, self.password):
            raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
        return self.session()

    def on_refreshSession(self, environ: dict[str, Any]) -> dict[str, Any]:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        if token not in self.refresh:
            raise XrpcError(400, "ExpiredToken", "Token has been revoked")
        return self.session()

    def on_getSession(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        return {"did": DID, "handle": self.handle, "active": True}

    def on_resolveHandle(self, environ: dict[str, Any]) -> dict[str, Any]:
        handle = parse_qs(environ["QUERY_STRING"])["handle"][0]
        if handle not in self.known_handles:
            raise XrpcError(400, "InvalidRequest", "Unable to resolve handle")
        return {"did": self.known_handles[handle]}

    def on_uploadBlob(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        content = environ["wsgi.input"].read()
        cid = "bafk" + hashlib.sha256(content).hexdigest()
        self.blobs[cid] = content
        ref = {"$type": "blob", "ref": {"$link": cid}, "size": len(content)}
        return {"blob": {**ref, "mimeType": environ["CONTENT_TYPE"]}}

    def on_putRecord(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        asked = _json(environ)
        if asked["repo"] != DID:
            raise XrpcError(401, "AuthenticationRequired", "not your repository")
        if not _TID.fullmatch(asked["rkey"]):
            raise XrpcError(400, "InvalidRequest", "Invalid TID string")
        if asked["collection"] != _POSTS:
            return self._put_other(asked)
        if len(graphemes(asked["record"]["text"])) > 300:
            raise XrpcError(400, "InvalidRequest", "grapheme too big (maximum 300, got 301)")
        if self.records.get(asked["rkey"]) != asked["record"]:
            self.writes += 1
        self.records[asked["rkey"]] = asked["record"]
        return {"uri": f"at://{DID}/{asked['collection']}/{asked['rkey']}", "cid": "bafy"}

    def on_getRecord(self, environ: dict[str, Any]) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        other = self.others.get((asked["collection"], asked["rkey"]))
        if other is not None:
            return {"uri": self._uri(asked), "cid": cid_of(str(other)), "value": other}
        if asked["collection"] != _POSTS or asked["rkey"] not in self.records:
            raise XrpcError(400, "RecordNotFound", "Could not locate record")
        uri = f"at://{DID}/{asked['collection']}/{asked['rkey']}"
        return {"uri": uri, "cid": "bafy", "value": self.records[asked["rkey"]]}

    def _put_other(self, asked: dict[str, Any]) -> dict[str, Any]:
        key = (asked["collection"], asked["rkey"])
        there = cid_of(str(self.others[key])) if key in self.others else None
        if "swapRecord" in asked and asked["swapRecord"] != there:
            raise XrpcError(400, "InvalidSwap", "Record was at another cid")
        self.others[key] = asked["record"]
        return {"uri": self._uri(asked), "cid": cid_of(str(asked["record"]))}

    @staticmethod
    def _uri(asked: dict[str, Any]) -> str:
        return f"at://{DID}/{asked['collection']}/{asked['rkey']}"

    def on_deleteRecord(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        asked = _json(environ)
        self.others.pop((asked["collection"], asked["rkey"]), None)
        return {}

    def on_listRecords(self, environ: dict[str, Any]) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        names = sorted(rkey for rkey in self.records if rkey > asked["cursor"])[: int(asked["limit"])]
        return {"records": [{**self._own(rkey), "value": self.records[rkey]} for rkey in names]}

    def on_listNotifications(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        return self.view.notifications(environ)

    def on_getPosts(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        own = {one["uri"]: one for one in map(self._own, self.records)}
        likes = {
            record["subject"]["uri"]: f"at://{DID}/{collection}/{rkey}"
            for (collection, rkey), record in self.others.items()
            if collection == "app.bsky.feed.like"
        }
        return self.view.posts(environ, own, likes)

    def on_getProfile(self, environ: dict[str, Any]) -> dict[str, Any]:
        self.signed(environ)
        return self.view.profile

    def _own(self, rkey: str) -> dict[str, Any]:
        return {"uri": f"at://{DID}/{_POSTS}/{rkey}", "cid": "bafy"}


def _json(environ: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(environ["wsgi.input"].read())
    return found
