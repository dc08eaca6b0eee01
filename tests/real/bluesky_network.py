"""Bluesky's whole network on loopback, from npm: directory, server, and the AppView that tells what was said."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg2
from psycopg2 import sql

from dev import ports
from tests.real.bluesky_server import DATA, POSTS
from tests.real.node_packages import NodePackages
from tests.real.node_process import NodeProcess

PORTS = ("PLC_PORT", "PDS_PORT", "VIEW_PORT", "OZONE_PORT", "READY_PORT")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """An account there, with what one types to connect it."""

    did: str
    handle: str
    password: str
    token: str


class BlueskyNetwork:
    """A context manager; needs DATABASE_ADMIN_URL and REDIS_URL, as `make test-real` gives them.

    Its tables lie in a database of its own, dropped at the end. What people write is told a moment later: wait for it.
    """

    def __init__(self, data: Path = DATA) -> None:
        self._packages = NodePackages(data)
        self._folder = TemporaryDirectory(prefix="meydan-network-")
        self._ports = {name: ports.choose(None) for name in PORTS}
        self._database = f"bsky_{secrets.token_hex(4)}"
        self._admin = os.environ["DATABASE_ADMIN_URL"]
        self._process: NodeProcess | None = None
        self.origin = f"http://localhost:{self._ports['PDS_PORT']}"
        self.plc_origin = f"http://localhost:{self._ports['PLC_PORT']}"
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{self._ports['PDS_PORT']}/xrpc/", trust_env=False, timeout=30
        )

    def __enter__(self) -> Self:
        """Install when needed, start, and return when all answers."""
        self._packages.install()
        self._ask_postgres("CREATE DATABASE {}")
        log = Path(self._folder.name) / "network.log"
        environment = {name: str(port) for name, port in self._ports.items()}
        self._process = NodeProcess(
            "network.js", modules=self._packages.modules, environment=environment | self._services(), log=log
        )
        try:
            self._process.wait_until_answering(f"http://127.0.0.1:{self._ports['READY_PORT']}/", seconds=120)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the process by its id, drop its database, delete its files."""
        if self._process:
            self._process.stop()
        self._http.close()
        self._ask_postgres("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._folder.cleanup()

    def _services(self) -> dict[str, str]:
        redis, parts = urlsplit(os.environ["REDIS_URL"]), urlsplit(self._admin)
        return {
            "DB_POSTGRES_URL": urlunsplit(parts._replace(path=f"/{self._database}")),
            "DB_POSTGRES_SCHEMA": "dev",
            "REDIS_HOST": f"{redis.hostname}:{redis.port}",
            "LOG_ENABLED": "false",
            "NODE_ENV": "development",
        }

    def _ask_postgres(self, words: str) -> None:
        connection = psycopg2.connect(self._admin)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(words).format(sql.Identifier(self._database)))
        connection.close()

    def person(self) -> Person:
        """A fresh account."""
        handle, password = f"a{secrets.token_hex(6)}.test", secrets.token_urlsafe(12)
        told = {"handle": handle, "email": f"{handle}@example.com", "password": password}
        made = self.do("com.atproto.server.createAccount", told)
        return Person(made["did"], handle, password, made["accessJwt"])

    def app_password(self, person: Person) -> str:
        """A password of the kind people give to applications."""
        return str(self.do("com.atproto.server.createAppPassword", {"name": "Meydan"}, person)["password"])

    def write(
        self, person: Person, text: str, *, parent: Json | None = None, root: Json | None = None
    ) -> Json:
        """A post or an answer; its uri and cid."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record: Json = {"$type": POSTS, "text": text, "createdAt": now}
        if parent:
            record["reply"] = {"root": root or parent, "parent": parent}
        told = {"repo": person.did, "collection": POSTS, "record": record}
        made = self.do("com.atproto.repo.createRecord", told, person)
        return {"uri": made["uri"], "cid": made["cid"]}

    def delete(self, person: Person, post: Json) -> None:
        """The author deletes it."""
        rkey = post["uri"].rpartition("/")[2]
        told = {"repo": person.did, "collection": POSTS, "rkey": rkey}
        self.do("com.atproto.repo.deleteRecord", told, person)

    def records(self, did: str, collection: str = POSTS) -> list[Json]:
        """The newest hundred records of an account, with uri, cid and value."""
        return list(
            self.ask("com.atproto.repo.listRecords", {"repo": did, "collection": collection})["records"]
        )

    def replies(self, did: str) -> list[Json]:
        """The values of the account's answers."""
        return [one["value"] for one in self.records(did) if "reply" in one["value"]]

    def ask(self, name: str, asked: Mapping[str, Any], person: Person | None = None) -> Json:
        """A query."""
        return _checked(self._http.get(name, params=dict(asked), headers=_signed(person)))

    def do(self, name: str, told: Mapping[str, Any], person: Person | None = None) -> Json:
        """A procedure."""
        return _checked(self._http.post(name, json=dict(told), headers=_signed(person)))

    def log(self) -> str:
        """The last lines that it printed."""
        return self._process.log_tail() if self._process else ""


def _signed(person: Person | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"} if person else {}


def _checked(answer: httpx.Response) -> Json:
    assert not answer.is_error, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
    found: Json = answer.json() if answer.content else {}
    return found


def wait_for_it(true: object, seconds: float = 20) -> None:
    """Wait until `true()` is true: the AppView comes a moment after the server."""
    assert callable(true)
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.2)
