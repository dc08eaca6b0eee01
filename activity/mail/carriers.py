"""How a mail leaves the house: handed to a mail server, or written to a folder where there is none.

`prepare` does everything that can be repeated without harm; `hand_over` is the one irreversible step. A mail server has
taken nothing before it saw the line with the single dot (RFC 5321, 4.1.1.4), so only that line is irreversible.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from activity.mail.server import MailServer

SECONDS = 10
ANSWER_SECONDS = 60
LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a carrier needs of a mail. `content` has CRLF line ends."""

    key: str
    sender: str
    to: str
    content: bytes


class NotTaken(Exception):
    """The mail is certainly not out. `for_ever`: trying again would bring the same answer."""

    def __init__(self, text: str, *, for_ever: bool = False) -> None:
        super().__init__(text)
        self.for_ever = for_ever


class Lost(Exception):
    """Nobody knows whether the mail is out."""


class Carrier(Protocol):
    """One mail on its way."""

    def prepare(self) -> None:
        """All harmless steps. Raises NotTaken."""

    def hand_over(self) -> None:
        """The irreversible step. Raises NotTaken or Lost."""


@contextmanager
def carrying(server: MailServer | None, letter: Letter, folder: Path, me: str) -> Iterator[Carrier]:
    """A carrier for one letter: to `server`, or into `folder` when there is none. `me` is our host name."""
    if server is None:
        yield Folder(folder, letter)
        return
    carrier = Smtp(server, letter, me)
    try:
        yield carrier
    finally:
        carrier.close()


class Folder:
    """For developers: mails become files that any mail program opens."""

    def __init__(self, folder: Path, letter: Letter) -> None:
        self._letter = letter
        self._path = folder / f"{letter.key}.eml"

    def prepare(self) -> None:
        """Make the folder."""
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def hand_over(self) -> None:
        """Write the file."""
        try:
            self._path.write_bytes(self._letter.content)
        except OSError as error:
            raise NotTaken(str(error)) from error


@cache
def _tls() -> ssl.SSLContext:
    """Read once in a process: a crowd of sessions would each read the authorities' certificates anew."""
    return ssl.create_default_context()


class Smtp:
    """One SMTP session for one mail."""

    def __init__(self, server: MailServer, letter: Letter, me: str) -> None:
        self._server = server
        self._letter = letter
        self._me = me
        self._session: smtplib.SMTP | None = None
        self._answered = False

    def prepare(self) -> None:
        """Connect, sign in, name sender and receiver, send the content without its last line."""
        with _not_taken():
            session = self._session = self._connect()
            _expect(session.mail(self._letter.sender))
            _expect(session.rcpt(self._letter.to))
            _expect(session.docmd("DATA"))
            session.send(LEADING_DOT.sub(b"..", self._letter.content))

    def hand_over(self) -> None:
        """Send the dot and read the answer."""
        session = self._session
        if session is None or session.sock is None:
            raise NotTaken("no session")
        session.sock.settimeout(ANSWER_SECONDS)
        try:
            session.send(b".\r\n")
            answer = session.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise Lost(str(error)) from error
        self._answered = True
        _expect(answer)

    def close(self) -> None:
        """Say goodbye; in the middle of a message hang up, which is the only way to say no there."""
        if self._session is None:
            return
        if self._answered and self._session.sock is not None:
            self._session.sock.settimeout(SECONDS)
            with suppress(OSError, smtplib.SMTPException):
                self._session.quit()
        self._session.close()

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, _tls()
        if server.tls:
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, self._me, timeout=SECONDS, context=context
            )
        else:
            session = smtplib.SMTP(server.host, server.port, self._me, timeout=SECONDS)
        self._session = session
        if server.starttls:
            session.starttls(context=context)
        session.ehlo_or_helo_if_needed()
        if server.user:
            session.login(server.user, server.password)
        return session


@contextmanager
def _not_taken() -> Iterator[None]:
    """Whatever breaks before the dot: the mail is not out. Only a 5xx about this very mail is for ever (see _expect)."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(str(error)) from error


def _expect(answer: tuple[int, bytes]) -> None:
    """2xx and 3xx pass; 5xx is for ever, anything else may pass later (RFC 5321, 4.2.1)."""
    code, text = answer
    if 200 <= code < 400:
        return
    raise NotTaken(f"{code} {text.decode(errors='replace')}", for_ever=500 <= code < 600)
