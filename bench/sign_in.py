"""Whether pages tell by their time who has an account. Writes results/sign_in.json.

Each page is asked in turn for an address that has an account and for one that has none, by a browser that it does not
know, with the product's own password hash, from the first middleware to the last. Every ask has an account, an address
and a network address of its own, so that no limit slows it down. `<page>_known_ms` and `<page>_unknown_ms` are medians;
`<page>_difference` is the share of the larger by which they differ (wanted: at most 0.05).
"""

from __future__ import annotations

import random
import time
from statistics import median
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from bench.measuring import figures
from bench.measuring.figures import rounded, say

ASKS = 40
PASSWORD = "a password that nobody has"  # noqa: S105 - nobody has it
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "sign_in": ("/accounts/login/", {"password": PASSWORD}),
    "reset": ("/accounts/password/reset/", {}),
    "sign_up": ("/accounts/signup/", {"password1": PASSWORD, "name": "Somebody"}),
}


@override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False, OPEN_SIGNUP=True)
def main() -> None:
    """About a minute on two cores."""
    found: dict[str, Any] = {"machine": figures.machine(), "asks": ASKS}
    for page, (address, words) in PAGES.items():
        say(page)
        times = _times(page, address, words)
        known, unknown = median(times[True]), median(times[False])
        found[f"{page}_known_ms"], found[f"{page}_unknown_ms"] = rounded(known), rounded(unknown)
        found[f"{page}_difference"] = rounded(abs(known - unknown) / max(known, unknown))
    figures.write("sign_in", found)


def _times(page: str, address: str, words: dict[str, str]) -> dict[bool, list[float]]:
    asks = [(is_known, number) for number in range(ASKS) for is_known in (True, False)]
    random.Random(7).shuffle(asks)  # noqa: S311 - an order, no secret
    times: dict[bool, list[float]] = {True: [], False: []}
    hashed = make_password("the right one")
    for is_known, number in asks:
        email = f"{page}-{is_known}-{number}-{time.time_ns()}@example.com".lower()
        if is_known:
            _person(email, hashed)
        times[is_known].append(_ask(address, email, words, number + ASKS * is_known))
    return times


def _person(email: str, hashed: str) -> None:
    person = User.objects.create(email=email, name="Somebody", password=hashed)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)


def _ask(address: str, email: str, words: dict[str, str], number: int) -> float:
    """Milliseconds."""
    client = Client(REMOTE_ADDR=f"198.51.100.{number + 1}")
    began = time.perf_counter()
    answer = client.post(address, {"login": email, "email": email, **words})
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code not in {200, 302}:
        raise AssertionError(f"{address} answered {answer.status_code}")
    return spent
