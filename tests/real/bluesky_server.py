"""A real Bluesky server on loopback: the reference PDS with its own PLC directory, from npm."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Literal, NamedTuple, NotRequired, Self, TypedDict, cast

import httpx

from dev import ports
from tests.real.cutting_proxy import CuttingProxy
from tests.real.node_packages import NodePackages
from tests.real.node_process import NodeProcess

DATA = Path(__file__).parents[2] / ".data" / "real"
POSTS = "app.bsky.feed.post"
PAGE = 100


class Account(NamedTuple):
    """An account as createAccount made it; `password` is its main password."""

    did: str
    password: str


class Image(NamedTuple):
    """One picture of a post; `cid` names its bytes for `BlueskyServer.blob`."""

    cid: str
    alt: str
    mime: str


Link = TypedDict("Link", {"$link": str})


class Blob(TypedDict):
    """A reference to uploaded bytes."""

    ref: Link
    mimeType: str


class EmbeddedImage(TypedDict):
    """One entry of app.bsky.embed.images."""

    image: Blob
    alt: str


class Embed(TypedDict):
    """What hangs on a post; only pictures are read here."""

    images: NotRequired[list[EmbeddedImage]]


class PostValue(TypedDict):
    """The parts of an app.bsky.feed.post record that tests read."""

    text: str
    createdAt: str
    embed: NotRequired[Embed]


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the server stores it."""

    uri: str
    cid: str
    value: PostValue

    @property
    def rkey(self) -> str:
        """Its key within the collection."""
        return self.uri.rpartition("/")[2]

    @property
    def images(self) -> list[Image]:
        """Its pictures in order."""
        shown = self.value.get("embed", {}).get("images", [])
        return [Image(i["image"]["ref"]["$link"], i["alt"], i["image"]["mimeType"]) for i in shown]


class _Page(TypedDict):
    records: list[dict[str, object]]
    cursor: NotRequired[str]


class BlueskyServer:
    """PLC directory, PDS, and a proxy in front of the PDS, as a context manager.

    Clients use `origin`, which is also what DID documents and OAuth metadata name, so all their
    traffic passes `proxy`. The methods here ask the PDS directly and leave no trace there.
    Not served: app.bsky.* reads, chat, video (those need Bluesky's other services).
    """

    proxy: CuttingProxy
    origin: str
    plc_origin: str

    def __init__(self, data: Path = DATA) -> None:
        self._packages = NodePackages(data)
        self._processes: list[NodeProcess] = []
        self._tokens: dict[str, str] = {}

    def install(self) -> bool:
        """Install the packages when needed; True when work was done. Raises InstallError."""
        return self._packages.install()

    def start(self) -> None:
        """Start with empty data on free ports and return when all answers. Raises ServerFailed."""
        self._folder = TemporaryDirectory(prefix="meydan-bluesky-")
        plc_port, pds_port = ports.choose(None), ports.choose(None)
        self.proxy = CuttingProxy(pds_port)
        self.origin = f"http://localhost:{self.proxy.port}"
        self.plc_origin = f"http://127.0.0.1:{plc_port}"
        self._pds = httpx.Client(base_url=f"http://127.0.0.1:{pds_port}/xrpc/", trust_env=False)
        self.proxy.start()
        (Path(self._folder.name) / "data").mkdir()
        plc = self._run("plc.js", {"LISTEN_PORT": str(plc_port)})
        pds = self._run("pds.js", {"LISTEN_PORT": str(pds_port), **self._pds_environment()})
        plc.wait_until_answering(f"{self.plc_origin}/_health")
        pds.wait_until_answering(f"{self._pds.base_url}_health")

    def stop(self) -> None:
        """End both servers by their process ids and delete their data. Only after `start`."""
        self.proxy.stop()
        while self._processes:
            self._processes.pop().stop()
        self._pds.close()
        self._tokens.clear()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        """Install and start."""
        self.install()
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def create_account(self, handle: str) -> Account:
        """Make an account; `handle` is 3 to 18 letters or digits followed by `.test`."""
        password = secrets.token_urlsafe(12)
        body = {"handle": handle, "email": f"{handle}@example.com", "password": password}
        made = self._procedure("com.atproto.server.createAccount", body)
        self._tokens[made["did"]] = made["accessJwt"]
        return Account(made["did"], password)

    def create_app_password(self, did: str, name: str = "Meydan") -> str:
        """A password of the kind people give to applications; `name` is unique per account."""
        body = {"name": name}
        made = self._procedure("com.atproto.server.createAppPassword", body, self.token(did))
        return made["password"]

    def token(self, did: str) -> str:
        """Access token of an account made here, for raw calls; valid for two hours."""
        return self._tokens[did]

    def records(self, did: str, collection: str = POSTS) -> list[Record]:
        """All records of a collection, oldest key first."""
        found: list[Record] = []
        query = {"repo": did, "collection": collection, "limit": str(PAGE), "reverse": "true"}
        while True:
            page = cast(_Page, self._query("com.atproto.repo.listRecords", query).json())
            found += [_record(raw) for raw in page["records"]]
            if "cursor" not in page:
                return found
            query["cursor"] = page["cursor"]

    def blob(self, did: str, cid: str) -> bytes:
        """The bytes of an uploaded file that a record refers to."""
        return self._query("com.atproto.sync.getBlob", {"did": did, "cid": cid}).content

    def revision(self, did: str) -> str:
        """Name of the account's last commit: the same as before means nothing was written."""
        latest = self._query("com.atproto.sync.getLatestCommit", {"did": did}).json()
        return str(latest["rev"])

    def log(self) -> str:
        """The last lines both servers printed."""
        return "\n".join(process.log_tail() for process in self._processes)

    def _run(self, script: str, environment: dict[str, str]) -> NodeProcess:
        log = Path(self._folder.name) / f"{script}.log"
        process = NodeProcess(script, modules=self._packages.modules, environment=environment, log=log)
        self._processes.append(process)
        return process

    def _pds_environment(self) -> dict[str, str]:
        return {
            **_PDS_SETTINGS,
            "PDS_PORT": str(self.proxy.port),
            "PDS_DID_PLC_URL": self.plc_origin,
            "PDS_DATA_DIRECTORY": f"{self._folder.name}/data",
            "PDS_BLOBSTORE_DISK_LOCATION": f"{self._folder.name}/blobs",
            "PDS_BLOBSTORE_DISK_TMP_LOCATION": f"{self._folder.name}/blobs-coming",
            "PDS_JWT_SECRET": secrets.token_hex(16),
            "PDS_ADMIN_PASSWORD": secrets.token_hex(16),
            "PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX": secrets.token_hex(32),
        }

    def _query(self, method: str, parameters: dict[str, str]) -> httpx.Response:
        return _checked(self._pds.get(method, params=parameters))

    def _procedure(self, method: str, body: dict[str, str], token: str = "") -> dict[str, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = _checked(self._pds.post(method, json=body, headers=headers))
        return cast(dict[str, str], answer.json())


_PDS_SETTINGS = {
    "NODE_ENV": "development",
    "LOG_ENABLED": "false",
    "PDS_DEV_MODE": "true",
    "PDS_HOSTNAME": "localhost",
    "PDS_SERVICE_HANDLE_DOMAINS": ".test",
    "PDS_INVITE_REQUIRED": "false",
    "PDS_DISABLE_SSRF_PROTECTION": "true",
    "PDS_RATE_LIMITS_ENABLED": "false",
}


def _record(raw: dict[str, object]) -> Record:
    return Record(str(raw["uri"]), str(raw["cid"]), cast(PostValue, raw["value"]))


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        message = f"{answer.request.url.path}: {answer.status_code} {answer.text}"
        raise httpx.HTTPStatusError(message, request=answer.request, response=answer)
    return answer


def main() -> None:
    """`install` brings the packages; `run` serves with one account until standard input ends."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", choices=["install", "run"])
    what: Literal["install", "run"] = arguments.parse_args().what
    began = time.monotonic()
    if what == "install":
        done = "installed" if BlueskyServer().install() else "already installed"
        print(f"Bluesky server {done} in {time.monotonic() - began:.0f} s")
        return
    with BlueskyServer() as server:
        account = server.create_account("alice.test")
        print(f"{server.origin} (directory {server.plc_origin}): alice.test {account.password}")
        sys.stdin.read()


if __name__ == "__main__":
    main()
