"""The only four ways in which a call to a network may fail, named after what the caller must do."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 8
"""Letters of a secret; what is shorter may stand in any text by chance."""


class NetworkError(Exception):
    """`code` is ours and stable (pages turn it into a sentence); `detail` is the network's text,
    for the log only.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    def blot(self, secrets: Iterable[str]) -> None:
        """Take secrets out of the network's text, should it have repeated what we sent."""
        for secret in secrets:
            self.detail = self.detail.replace(secret, "…") if len(secret) >= SHORTEST else self.detail
        self.args = (f"{self.code}: {self.detail}" if self.detail else self.code,)


class Refused(NetworkError):
    """The network said no; asking again unchanged is pointless."""


class Busy(NetworkError):
    """Not now, and surely nothing was written. Ask again after `retry_after` seconds.

    `wide` means that the network limits our whole program there, not this account alone.
    """

    def __init__(self, code: str, detail: str = "", *, retry_after: float = 60.0, wide: bool = False) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after
        self.wide = wide


class Reconnect(NetworkError):
    """The secrets are dead or may no longer do this; a person must connect the account again."""


class Unsure(NetworkError):
    """The line dropped or the server stumbled after we had sent: it may have happened."""
