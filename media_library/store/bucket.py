"""Files in a private bucket that speaks S3. Its address comes from the configuration alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BLOCK = 65_536
OPAQUE = {"ContentType": "application/octet-stream"}
"""Nothing in the bucket could ever be shown as a page, whatever its policy says."""
SECONDS = 10
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
TRANSFER = TransferConfig(use_threads=False)


class Away(OSError):
    """The bucket did not answer, or not as it should."""


@cache
def bucket(**address: str) -> Bucket:
    """The bucket of an address, as `core.environment.storage` reads it; one client for each process."""
    client = boto3.client(
        "s3",
        endpoint_url=address.get("endpoint") or None,
        region_name=address.get("region") or "us-east-1",
        aws_access_key_id=address.get("key") or None,
        aws_secret_access_key=address.get("secret") or None,
        config=Config(
            connect_timeout=SECONDS,
            read_timeout=SECONDS,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path" if address.get("endpoint") else "auto"},
        ),
    )
    return Bucket(client, address["bucket"], address.get("prefix", ""))


@dataclass(frozen=True, slots=True)
class Bucket:
    """See media_library.store.Backend."""

    client: Any  # boto3 makes its classes at run time
    name: str
    prefix: str

    def read(self, name: str) -> bytes:
        """All bytes."""
        with _named():
            body: bytes = self.client.get_object(**self._at(name))["Body"].read()
            return body

    def size(self, name: str) -> int:
        """How many there are."""
        with _named():
            return int(self.client.head_object(**self._at(name))["ContentLength"])

    def stream(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """A part, in blocks."""
        with _named():
            answer = self.client.get_object(**self._at(name), Range=f"bytes={start}-{start + length - 1}")
        return _blocks(answer["Body"])

    def write(self, name: str, content: bytes) -> None:
        """Keep them unless something has this name."""
        self._once(name, lambda: self.client.put_object(**self._at(name), Body=content, **OPAQUE))

    def write_file(self, name: str, path: Path) -> None:
        """The same from a file, in pieces."""
        key = self._at(name)["Key"]
        self._once(
            name,
            lambda: self.client.upload_file(str(path), self.name, key, ExtraArgs=OPAQUE, Config=TRANSFER),
        )

    def delete(self, name: str) -> None:
        """Everything whose name begins so."""
        with _named():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.name, Prefix=self._at(name)["Key"]
            )
            for entry in (entry for page in pages for entry in page.get("Contents", ())):
                self.client.delete_object(Bucket=self.name, Key=entry["Key"])

    def is_there(self, folder: str) -> bool:
        """Whether it answers; it knows no folders."""
        try:
            with _named():
                self.client.head_bucket(Bucket=self.name)
        except OSError:
            return False
        return True

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": f"{self.prefix}{name}"}

    def _once(self, name: str, put: Callable[[], object]) -> None:
        """Names are hashes of what they name: who writes one a second time writes the same."""
        with _named():
            try:
                self.size(name)
            except FileNotFoundError:
                put()


class _named(AbstractContextManager[None]):
    """Turns the library's errors into those of files."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] in MISSING:
            raise FileNotFoundError("not in the bucket") from error
        if isinstance(error, ClientError | BotoCoreError):
            raise Away(type(error).__name__) from error


def _blocks(body: Any) -> Iterator[bytes]:
    try:
        with _named():
            yield from body.iter_chunks(BLOCK)
    finally:
        body.close()
