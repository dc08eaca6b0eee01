"""Guessing passwords: few are checked, nobody is told who has an account, and nobody locks somebody else out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.db.models import F

from accounts.models import Tries, User
from accounts.services import tries
from accounts.services.tries import Allowance
from activity.models import Mail
from core import clock
from tests import world
from tests.accounts.mailbox import latest, link
from tests.accounts.sign_in import browser, is_in, member, prove, sign_in

pytestmark = pytest.mark.django_db

SLOWED = "Too many wrong tries"


@pytest.fixture
def person() -> User:
    return member()


def later(minutes: float) -> None:
    """Time goes by for every bucket."""
    Tries.objects.update(at=F("at") - timedelta(minutes=minutes))


def guess(person: User, times: int, password: str = "wrong") -> list[bool]:
    """Whether each guess was checked. Each comes from another address, so that only the account's own limit holds."""
    answers = [
        sign_in(browser(address=f"198.51.{number // 250}.{number % 250 + 1}"), person, password)
        for number in range(times)
    ]
    return [SLOWED not in answer.content.decode() for answer in answers]


def test_of_many_guesses_in_an_hour_at_most_ten_are_checked(person: User) -> None:
    checks = 0
    with mock.patch.object(User, "check_password", return_value=False) as check:
        for _ in range(60):
            guess(person, 4)
            later(1)
        checks = check.call_count

    assert 5 <= checks <= 10


def test_a_dead_cache_checks_no_more_of_them(person: User, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "core.cache.SoftRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.1},
        }
    }

    assert guess(person, 8) == [True] * 5 + [False] * 3


def test_other_addresses_of_the_same_account_give_no_further_guesses(person: User) -> None:
    EmailAddress.objects.create(user=person, email="second@example.com", verified=True)
    guess(person, 5)

    answer = browser().post("/accounts/login/", {"login": "second@example.com", "password": "wrong"})

    assert SLOWED in answer.content.decode()


def test_the_right_password_does_not_pass_an_empty_bucket(person: User) -> None:
    guess(person, 5)
    client = browser()

    sign_in(client, person)

    assert not is_in(client)


def test_right_passwords_use_up_no_tries(person: User) -> None:
    clients = [browser() for _ in range(7)]
    for client in clients:
        sign_in(client, person)

    assert all(is_in(client) for client in clients)


def test_a_try_comes_back_after_twelve_minutes(person: User) -> None:
    guess(person, 5)
    later(12.1)
    client = browser()

    sign_in(client, person)

    assert is_in(client)


def test_a_browser_that_she_used_before_is_not_slowed_down_by_strangers(person: User) -> None:
    own = browser()
    sign_in(own, person)
    own.post("/accounts/logout/")
    guess(person, 8)

    sign_in(own, person)

    assert is_in(own)


def test_a_browser_that_she_used_before_has_few_guesses_too(person: User) -> None:
    own = browser()
    sign_in(own, person)
    own.post("/accounts/logout/")

    for _ in range(5):
        sign_in(own, person, "wrong")
    answer = sign_in(own, person)

    assert SLOWED in answer.content.decode()


def test_a_new_password_by_mail_lets_her_in_while_strangers_guess(person: User) -> None:
    guess(person, 8)
    client, new = browser(), "another good long password"
    client.post("/accounts/password/reset/", {"email": person.email})
    asked = client.get(link(latest(person.email)), follow=True)

    client.post(asked.request["PATH_INFO"], {"password1": new, "password2": new})

    assert is_in(client)


def test_the_owner_is_warned_once_a_day(person: User) -> None:
    guess(person, 12)
    assert Mail.objects.filter(subject="Somebody is guessing your password").count() == 1

    later(24 * 60)
    guess(person, 6)

    assert Mail.objects.filter(subject="Somebody is guessing your password").count() == 2


def test_signed_in_pages_check_no_more_guesses_either(person: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "100/m/user"}
    client = browser()
    sign_in(client, person)
    new = "another good long password"
    for _ in range(3):
        prove(client, "wrong")
        client.post(
            "/accounts/password/change/", {"oldpassword": "wrong", "password1": new, "password2": new}
        )

    answer = client.post(
        "/accounts/password/change/", {"oldpassword": world.PASSWORD, "password1": new, "password2": new}
    )

    assert SLOWED in answer.content.decode()
    assert User.objects.get(pk=person.pk).check_password(world.PASSWORD)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_pages_say_the_same_whether_or_not_somebody_has_an_account(person: User, address: str) -> None:
    def said(email: str) -> tuple[int, str]:
        sent = {"login": email, "email": email, "password": "wrong"}
        answer = browser().post(address, sent, follow=True)
        return answer.status_code, answer.content.decode().replace(email, "").replace(_token(answer), "")

    assert said(person.email) == said("nobody@example.com")


def test_somebody_without_an_account_is_slowed_down_like_somebody_with_one() -> None:
    nobody = User(email="nobody@example.com")

    assert guess(nobody, 7) == [True] * 5 + [False] * 2


def test_a_bucket_fills_no_further_than_its_burst() -> None:
    assert tries.take("x", Allowance(burst=2, refill=timedelta(minutes=1)))
    later(60)

    taken = [tries.take("x", Allowance(burst=2, refill=timedelta(minutes=1))) for _ in range(3)]

    assert taken == [True, True, False]


def test_full_buckets_are_forgotten() -> None:
    tries.take("old")
    later(25 * 60)
    tries.take("new")

    tries.forget_full()

    assert (
        Tries.objects.filter(at__gt=clock.now() - timedelta(minutes=1)).count() == Tries.objects.count() == 1
    )


def _token(answer: Any) -> str:
    return str(answer.context.get("csrf_token", ""))
