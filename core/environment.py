"""Typed readers of environment variables. A wrong value refuses the start with a sentence; NAME_FILE reads a file."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class BadSetting(ValueError):
    """An environment variable has a value that cannot be used."""


def text(name: str, default: str = "") -> str:
    """The value of NAME, else the content of the file named by NAME_FILE, else `default`."""
    if name in os.environ:
        return os.environ[name].strip()
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return default
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}_FILE names a file that cannot be read: {error}") from error


def flag(name: str, default: bool = False) -> bool:
    """A yes or no: 1, true, yes, on / 0, false, no, off."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise BadSetting(f"{name} must be 1 or 0, not {value!r}")
    return value in TRUE


def number(name: str, default: float) -> float:
    """A number, decimal point allowed, at least 0."""
    value = text(name, str(default))
    try:
        found = float(value)
    except ValueError:
        raise BadSetting(f"{name} must be a number, not {value!r}") from None
    if not math.isfinite(found) or found < 0:
        raise BadSetting(f"{name} must be a number of at least 0, not {value!r}")
    return found


def choice(name: str, allowed: Sequence[str], default: str) -> str:
    """One of `allowed`."""
    value = text(name, default)
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def numbers(name: str, default: str) -> list[float]:
    """A comma-separated list of at least one number, each at least 0."""
    try:
        found = [float(word) for word in words(name, default)]
    except ValueError:
        found = []
    if not found or not all(math.isfinite(one) and one >= 0 for one in found):
        raise BadSetting(f"{name} must be numbers with commas between them, such as {default}")
    return found


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [word for word in (part.strip() for part in text(name, default).split(",")) if word]


def database(name: str) -> dict[str, str]:
    """NAME, USER, PASSWORD, HOST, PORT of a `postgres://user:password@host:port/name` address; {} when not set.

    Options such as `?sslmode=` are refused, because nobody would obey them; libpq reads PGSSLMODE and the like.
    """
    value = text(name)
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise BadSetting(f"{name} is no address: {error}") from None
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadSetting(f"{name} must look like postgres://user:password@host:5432/name")
    if parts.query or parts.fragment:
        raise BadSetting(
            f"{name} must end with the database's name; set PGSSLMODE and the like instead of options"
        )
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
    }


def storage(name: str) -> dict[str, str]:
    """bucket, prefix, key, secret, endpoint, region of `s3://key:secret@bucket/folder?endpoint=https://…&region=…`.

    {} for `local` and when not set. Without key and secret the library looks for them where Amazon's programs do.
    """
    value = text(name)
    if value in {"", "local"}:
        return {}
    try:
        parts = urlsplit(value)
        options = parse_qs(parts.query, strict_parsing=bool(parts.query), max_num_fields=2)
    except ValueError as error:
        raise BadSetting(f"{name} is no address: {error}") from None
    if (
        parts.scheme != "s3"
        or not parts.hostname
        or parts.fragment
        or not {"endpoint", "region"} >= set(options)
    ):
        raise BadSetting(
            f"{name} must be local, or look like s3://key:secret@bucket?endpoint=https://host&region=name"
        )
    endpoint = options.get("endpoint", [""])[0]
    if endpoint and not endpoint.startswith(("https://", "http://")):
        raise BadSetting(f"{name} needs an endpoint that begins with https:// or http://")
    folder = unquote(parts.path.strip("/"))
    return {
        "bucket": parts.hostname,
        "prefix": f"{folder}/" if folder else "",
        "key": unquote(parts.username or ""),
        "secret": unquote(parts.password or ""),
        "endpoint": endpoint,
        "region": options.get("region", [""])[0],
    }


def unknown(known: frozenset[str], environment: Mapping[str, str] = os.environ) -> list[str]:
    """MEYDAN_ names that nobody reads: probably misspelt."""
    named = {name.removesuffix("_FILE") for name in environment if name.startswith("MEYDAN_")}
    return sorted(named - known)
