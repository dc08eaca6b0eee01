"""Where a person is signed in: she sees it, ends it, and it ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Session, User
from accounts.services import sessions
from activity.models import Mail
from tests import world
from tests.accounts.mailbox import latest
from tests.accounts.sign_in import CHROME, IPHONE, browser, is_in, member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return member()


@pytest.fixture
def desk(person: User) -> Client:
    client = browser(CHROME)
    sign_in(client, person)
    return client


@pytest.fixture
def phone(person: User, desk: Client) -> Client:
    client = browser(IPHONE, "2001:db8:1:2::3")
    sign_in(client, person)
    return client


def handles(client: Client) -> list[str]:
    """Of the sessions that are not this one."""
    return [line.handle for line in client.get("/me/sessions/").context["sessions"] if not line.is_this]


def test_the_page_says_in_words_where_a_person_is_signed_in(desk: Client, phone: Client) -> None:
    lines = desk.get("/me/sessions/").context["sessions"]

    assert [(line.device, line.place, line.is_this) for line in lines] == [
        ("Chrome on Windows", "203.0.113.*", True),
        ("Safari on iPhone", "2001:db8:1:*", False),
    ]


def test_an_ended_session_is_over_at_its_next_request(desk: Client, phone: Client) -> None:
    assert is_in(phone)

    desk.post(f"/me/sessions/{handles(desk)[0]}/end/")

    assert not is_in(phone)
    assert is_in(desk)


def test_all_other_sessions_end_together(desk: Client, phone: Client, person: User) -> None:
    third = browser()
    sign_in(third, person)

    desk.post("/me/sessions/end/")

    assert [is_in(client) for client in (desk, phone, third)] == [True, False, False]


def test_nobody_ends_the_session_of_another_person(desk: Client, phone: Client) -> None:
    stranger = browser()
    sign_in(stranger, member("stranger"))

    answer = stranger.post(f"/me/sessions/{handles(desk)[0]}/end/", follow=True)

    assert "over already" in answer.content.decode()
    assert is_in(phone)


def test_the_anonymous_are_led_to_sign_in() -> None:
    for address in ("/me/sessions/", "/me/security/"):
        assert browser().get(address).status_code == 302


def test_a_new_password_ends_all_other_sessions(desk: Client, phone: Client) -> None:
    new = "another good long password"

    desk.post(
        "/accounts/password/change/", {"oldpassword": world.PASSWORD, "password1": new, "password2": new}
    )

    assert is_in(desk)
    assert not is_in(phone)
    assert Session.objects.exclude(person=None).count() == 1


def test_a_closed_account_is_out_at_its_next_request(desk: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_in(desk)


def test_a_sign_in_changes_the_key_of_the_session(person: User) -> None:
    client = browser()
    client.get("/accounts/passkey/", headers={"accept": "application/json"})
    before = client.cookies["session"].value

    sign_in(client, person)

    assert client.cookies["session"].value != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize(("days", "still_in"), [(6.9, True), (7.1, False)])
def test_a_session_that_nobody_uses_ends_after_seven_days(desk: Client, days: float, still_in: bool) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        assert is_in(desk) is still_in


@pytest.mark.parametrize(("days", "still_in"), [(29.5, True), (30.1, False)])
def test_a_session_that_is_used_every_day_ends_after_thirty(
    desk: Client, days: float, still_in: bool
) -> None:
    began = timezone.now()
    for day in range(1, 30):
        with time_machine.travel(began + timedelta(days=day), tick=True):
            assert is_in(desk)

    with time_machine.travel(began + timedelta(days=days), tick=True):
        assert is_in(desk) is still_in


def test_the_last_use_is_noted_every_ten_minutes_and_not_more_often(desk: Client, person: User) -> None:
    first = Session.objects.get(person=person).seen_at

    is_in(desk)
    assert Session.objects.get(person=person).seen_at == first
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        is_in(desk)

    assert Session.objects.get(person=person).seen_at - first > timedelta(minutes=10)


def test_sessions_that_are_over_are_forgotten(desk: Client, phone: Client) -> None:
    key = desk.cookies["session"].value
    Session.objects.exclude(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))

    sessions.forget_over()

    assert list(Session.objects.values_list("pk", flat=True)) == [key]


def test_ending_the_others_keeps_those_of_other_people(desk: Client, person: User) -> None:
    neighbour = browser()
    sign_in(neighbour, member("neighbour"))

    assert sessions.end_others(person, keep=None) == 1

    assert is_in(neighbour)


def test_a_sign_in_on_a_new_device_is_told_by_mail_once(desk: Client, person: User) -> None:
    assert not Mail.objects.exists(), "the very first sign-in is nobody else's"
    phone = browser(IPHONE)
    sign_in(phone, person)
    mail = latest(person.email)
    phone.post("/accounts/logout/")

    sign_in(phone, person)

    assert (mail.subject, Mail.objects.count()) == ("A sign-in from a new device", 1)
    assert "Safari on iPhone" in mail.text
    assert mail.organization_id is None


def test_a_made_up_device_cookie_is_a_new_device(desk: Client, person: User) -> None:
    forged = browser()
    forged.cookies["device"] = f'["abc",{person.pk}]:forged:signature'

    sign_in(forged, person)

    assert latest(person.email).subject == "A sign-in from a new device"
