"""The only way out: guarded, time-boxed, size-capped HTTP for every room. Imports no Django.

`request` either returns a `Response` (any status) or raises one of three errors that say what is
known about the call: `Forbidden` (the guard said no), `NotSent` (surely nothing arrived) or `Lost`
(sent, outcome unknown). Addresses, headers and bodies are never logged.
"""

from __future__ import annotations

from core.http.answer import NotJson, Response
from core.http.client import Options, Timeout, configure, request
from core.http.errors import Forbidden, HttpError, Lost, NotSent

__all__ = [
    "Forbidden",
    "HttpError",
    "Lost",
    "NotJson",
    "NotSent",
    "Options",
    "Response",
    "Timeout",
    "configure",
    "request",
]
