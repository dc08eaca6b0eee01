"""The three ways in which an outgoing call can fail, told apart by what surely happened."""

from __future__ import annotations


class HttpError(Exception):
    """Common ground of the three; never holds a secret, a body or a full address."""


class Forbidden(HttpError):
    """The guard refused the address; nothing was sent and asking again is pointless."""


class NotSent(HttpError):
    """Surely nothing arrived: the name, the connection or the pool failed, or a header was
    unusable.
    """


class Lost(HttpError):
    """The request was on its way and no usable answer came: it may have had its effect."""
