"""The oracle: compares what was promised with what the network saw and what the database says.

Each invariant is one function that yields what breaks it. It knows nothing of the engine's code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults.evidence import Call, Evidence, Row, Shown

TELLS = {"refused": "publishing.refused", "asking": "publishing.asked", "held": "publishing.held"}
"""Which notice a state owes to its people."""
CHANNEL_TELLS = "connections.reconnect_needed"
"""The notice for a whole channel; it stands for those of its held posts."""
IN_BETWEEN = frozenset({"sending", "accepted", "unsure"})
NOT_OUT = frozenset({"refused", "cancelled", "expired", "held", "draft", "waiting"})
GRACE = 6.0
"""Seconds after which a lease that ended or a look that is due counts as forgotten."""
LONGEST_SENDING = 9.0
"""Seconds after its fence by which every sender was given up, hanging ones too (stage.FAST: 8 s)."""
UNDER_WAY = 0.5
"""Seconds in which calls for other accounts may have been sent before anybody had read a limit for all of them."""
ENDED = frozenset({"live", "refused", "asking", "held", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken invariant."""

    name: str
    delivery: str
    words: str

    def __str__(self) -> str:
        return f"{self.name}: {self.words} [{self.delivery}]"


Judge = Callable[[Evidence], Iterator[Violation]]


def lost(evidence: Evidence) -> Iterator[Violation]:
    """I1: every due post ends live, or refused, held or asking. Whether people know is `untold`."""
    for delivery, promised in evidence.promised.items():
        row = evidence.rows.get(delivery)
        if delivery in evidence.cancelled or (row and row.state in (ENDED - {"cancelled"}) | IN_BETWEEN):
            continue
        state = row.state if row else "gone"
        yield Violation(
            "lost", delivery, f"{state} {evidence.now - promised.due:.0f} s after its time: {promised.text!r}"
        )


def doubled(evidence: Evidence) -> Iterator[Violation]:
    """I2: at most one creation for each post."""
    shown = Counter(post.text for post in evidence.shown)
    for delivery, promised in evidence.promised.items():
        if shown[promised.text] > 1:
            yield Violation(
                "doubled", delivery, f"stands there {shown[promised.text]} times: {promised.text!r}"
            )


def stuck(evidence: Evidence) -> Iterator[Violation]:
    """I11: nothing in between without a live lease or a planned next look."""
    for row in evidence.rows.values():
        if row.state in IN_BETWEEN and not _is_looked_after(row, evidence.now):
            yield Violation("stuck", row.delivery, f"{row.state}, nobody holds it and nobody will look")


def _is_looked_after(row: Row, now: float) -> bool:
    """Held by somebody, or somebody will look; but nobody sends for so long."""
    if row.state == "sending":
        return row.fenced_at is not None and row.fenced_at > now - LONGEST_SENDING
    return any(moment is not None and moment > now - GRACE for moment in (row.lease_until, row.next_at))


def false_success(evidence: Evidence) -> Iterator[Violation]:
    """I3: published means that exactly one such post stands there under the stored id."""
    for delivery, row in evidence.rows.items():
        promised = evidence.promised.get(delivery)
        if row.state != "live" or promised is None:
            continue
        found = [post for post in _shown_of(evidence, promised.text) if post.id == row.remote_id]
        if len(found) != 1:
            yield Violation("false_success", delivery, f"live as {row.remote_id!r}, which is not there")


def false_failure(evidence: Evidence) -> Iterator[Violation]:
    """I4: failed, held, cancelled or still waiting means that nothing stands there."""
    for delivery, row in evidence.rows.items():
        promised = evidence.promised.get(delivery)
        if promised and row.state in NOT_OUT and _shown_of(evidence, promised.text):
            yield Violation("false_failure", delivery, f"{row.state}, but it stands there: {promised.text!r}")


def wrong_account(evidence: Evidence) -> Iterator[Violation]:
    """I5: on the account it was meant for, signed by that account's own token, fenced for that account."""
    homes = {promised.text: promised for promised in evidence.promised.values()}
    for post in evidence.shown:
        promised = homes.get(post.text)
        if promised and post.handle != promised.handle:
            yield Violation("wrong_account", promised.delivery, f"stands on {post.handle}")
    for call in evidence.calls:
        if call.is_sending and call.accepted and call.token_handle not in ("", call.handle):
            yield Violation("wrong_account", "", f"signed by {call.token_handle} for {call.handle}")
    for row in evidence.rows.values():
        if row.targets - {row.account}:
            yield Violation("wrong_account", row.delivery, f"fenced for {sorted(row.targets)}")


def wrong_content(evidence: Evidence) -> Iterator[Violation]:
    """I6: nothing stands on these accounts that was not approved for them, with all its pictures."""
    wanted = {(promised.handle, promised.text): promised for promised in evidence.promised.values()}
    handles = {promised.handle for promised in evidence.promised.values()}
    for post in evidence.shown:
        promised = wanted.get((post.handle, post.text))
        if post.handle in handles and promised is None:
            yield Violation("wrong_content", "", f"nobody approved {post.text!r} for {post.handle}")
        elif promised and post.pictures != promised.pictures:
            yield Violation(
                "wrong_content", promised.delivery, f"{post.pictures} of {promised.pictures} pictures"
            )
        elif promised and post.in_reply_to != promised.answers:
            yield Violation("wrong_content", promised.delivery, f"answers {post.in_reply_to!r}")


def early(evidence: Evidence) -> Iterator[Violation]:
    """I7: never before its time."""
    for delivery, call in _sendings(evidence):
        due = evidence.promised[delivery].due
        if call.at < due:
            yield Violation("early", delivery, f"{due - call.at:.3f} s too early")


def impatient(evidence: Evidence) -> Iterator[Violation]:
    """I12: no call before the network allows it, for the account it told, or for all when it said so."""
    sendings = [call for call in evidence.calls if call.is_sending]
    for told in evidence.calls:
        for call in sendings:
            is_other = call.handle != told.handle
            concerns = told.wide and call.at > told.at + UNDER_WAY if is_other else True
            if call.n > told.n and concerns and call.at < told.not_before:
                wait = f"{call.at - told.at:.1f} s after “not for {told.not_before - told.at:.1f} s”"
                yield Violation("impatient", "", f"{call.handle} asked {wait}")


def restless(evidence: Evidence) -> Iterator[Violation]:
    """I13: attempts are bounded, counted on the network and in our own log."""
    asked = Counter(delivery for delivery, _call in _sendings(evidence))
    for delivery, row in evidence.rows.items():
        most = max(asked[delivery], row.attempts)
        if most > evidence.most_tries:
            yield Violation("restless", delivery, f"tried {most} times")


def untold(evidence: Evidence) -> Iterator[Violation]:
    """I1, I14: what a person must decide or know, the author and the channel's people were told."""
    known = {(told.delivery, told.person, told.kind) for told in evidence.told}
    for delivery, row in evidence.rows.items():
        promised, kind = evidence.promised.get(delivery), TELLS.get(row.state)
        if promised is None or kind is None:
            continue
        for person in sorted(promised.people):
            kinds = {kind, CHANNEL_TELLS} if row.state == "held" else {kind}
            if not any((delivery, person, one) in known for one in kinds):
                yield Violation(
                    "untold", delivery, f"{row.state} ({row.problem}), person {person} was not told"
                )


def told_twice(evidence: Evidence) -> Iterator[Violation]:
    """I14: once for each cause."""
    heard = Counter((told.delivery, told.person, told.kind, told.code) for told in evidence.told)
    for (delivery, person, kind, code), times in heard.items():
        if times > 1:
            yield Violation("told_twice", delivery, f"{kind} ({code}) to person {person}, {times} times")
    for told in evidence.told:
        if told.count > 1:
            yield Violation(
                "told_twice", told.delivery, f"{told.kind} ({told.code}) counted {told.count} times"
            )


def overruled(evidence: Evidence) -> Iterator[Violation]:
    """I15: nothing is sent after a person was told that it will not be."""
    for delivery, call in _sendings(evidence):
        said = evidence.cancelled.get(delivery)
        if said is not None and call.at > said:
            yield Violation(
                "overruled", delivery, f"sent {call.at - said:.3f} s after the cancel was confirmed"
            )


def leaked(evidence: Evidence) -> Iterator[Violation]:
    """I16: no secret and no post's text in any log."""
    for secret in sorted(evidence.secrets):
        if secret and secret in evidence.logs:
            yield Violation("leaked", "", f"a log holds {secret[:6]}…")


INVARIANTS: tuple[Judge, ...] = (
    lost,
    doubled,
    stuck,
    false_success,
    false_failure,
    wrong_account,
    wrong_content,
    early,
    impatient,
    restless,
    untold,
    told_twice,
    overruled,
    leaked,
)


def judge(evidence: Evidence) -> list[Violation]:
    """Everything that breaks an invariant."""
    return [violation for invariant in INVARIANTS for violation in invariant(evidence)]


def lateness(evidence: Evidence) -> dict[str, float]:
    """Seconds from its time to the first call that asked for it, by delivery; only what was asked for."""
    late: dict[str, float] = {}
    for delivery, call in _sendings(evidence):
        waited = call.at - evidence.promised[delivery].due
        late[delivery] = min(waited, late.get(delivery, waited))
    return late


def _sendings(evidence: Evidence) -> Iterator[tuple[str, Call]]:
    """The calls that asked for a promised post, with its delivery."""
    homes = {promised.text: delivery for delivery, promised in evidence.promised.items()}
    for call in evidence.calls:
        if call.is_sending and call.text in homes:
            yield homes[call.text], call


def _shown_of(evidence: Evidence, text: str) -> list[Shown]:
    return [post for post in evidence.shown if post.text == text]
