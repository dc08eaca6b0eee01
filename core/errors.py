"""What a rule says when it says no. Each carries a translated sentence that a person may read."""

from __future__ import annotations

from django.utils.functional import Promise

Sentence = str | Promise


class DomainError(Exception):
    """A rule's no. Pages show `sentence` as a message, the API answers 409 with `code`."""

    code = "refused"

    def __init__(self, sentence: Sentence, *, code: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or self.code


class NotAllowed(DomainError):
    """The thing is in a state in which this cannot be done."""

    code = "not_allowed"


class Stale(DomainError):
    """Somebody changed it first; what was sent rests on an older state."""

    code = "stale"
