"""Mails leave once, and their rows say what became of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from activity.mail import sending
from activity.models import Mail
from core import tally
from core.outbox import lanes, serving
from core.outbox.lanes import Lane
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.activity import post_office
from tests.activity.post_office import PostOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    """The mail server that EMAIL_URL names."""
    with post_office.opened() as found:
        settings.EMAIL_URL = found.address
        yield found


def write(subject: str = "Hello", *, to: str = "leyla@example.com") -> Mail:
    """A mail that waits."""
    send_mail(subject, "Salam.\n.one dot\nəlaqə", None, [to], html_message="<p>Salam</p>")
    return Mail.objects.get(subject=subject)


def drain() -> None:
    """Serve every due lane of mail."""
    while serving.serve_next(["mail"]):
        pass


def make_due() -> None:
    """As if the back-off were over."""
    for mail in Mail.objects.filter(state=State.WAITING):
        Mail.objects.filter(pk=mail.pk).update(due_at=Now())


def fresh(mail: Mail) -> Mail:
    """The row as it is now."""
    return Mail.objects.get(pk=mail.pk)


def test_a_mail_is_handed_over_once_and_its_bodies_are_wiped(office: PostOffice) -> None:
    mail = write()

    drain()
    drain()

    sent = fresh(mail)
    assert (sent.state, sent.text, sent.html, sent.problem) == (State.LIVE, "", "", "")
    assert sent.settled_at is not None
    assert [str(taken["Message-ID"]) for taken in office.taken] == [mail.message_id]


def test_the_receiver_reads_what_was_written(office: PostOffice) -> None:
    write("Ünvan — ışıq")

    drain()

    _whole, plain, html = (part.get_payload(decode=True) for part in office.taken[0].walk())
    assert plain == "Salam.\r\n.one dot\r\nəlaqə\r\n".encode()
    assert b"<p>Salam</p>" in bytes(html)
    assert office.taken[0]["To"] == "leyla@example.com"


def test_each_recipient_gets_a_mail_of_her_own(office: PostOffice) -> None:
    EmailMultiAlternatives("Twice", "Hello", None, ["a@example.com"], bcc=["b@example.com"]).send()

    drain()

    assert sorted(taken["To"] for taken in office.taken) == ["a@example.com", "b@example.com"]


def test_a_mail_belongs_to_the_open_organization(office: PostOffice) -> None:
    place = world.place("one")

    with scope.enter(place.organization.pk):
        mail = write()

        drain()

        assert fresh(mail).organization_id == place.organization.pk
        assert fresh(mail).state == State.LIVE
    assert Mail.objects.count() == 0


def test_a_mail_that_was_put_off_waits_and_is_sent_later(office: PostOffice) -> None:
    mail = write()
    office.answer = "451 later"

    drain()

    put_off = fresh(mail)
    assert (put_off.state, put_off.tries, put_off.fence) == (State.WAITING, 1, None)
    assert timedelta(seconds=50) < put_off.due_at - timezone.now() <= timedelta(seconds=61)  # type: ignore[operator]
    assert "451" in put_off.problem

    office.answer = "250 taken"
    make_due()
    drain()
    assert fresh(mail).state == State.LIVE


def test_a_mail_that_is_put_off_six_times_is_refused(office: PostOffice) -> None:
    mail = write()
    office.answer = "451 later"

    for _ in range(6):
        make_due()
        drain()

    assert (fresh(mail).state, fresh(mail).tries) == (State.REFUSED, 6)


@pytest.mark.parametrize("where", ["answer", "at_receiver"])
def test_a_refused_mail_is_not_tried_again(office: PostOffice, where: str) -> None:
    mail = write()
    setattr(office, where, "550 nobody here")

    drain()
    drain()

    assert (fresh(mail).state, fresh(mail).tries) == (State.REFUSED, 1)
    assert "550" in fresh(mail).problem


def test_a_receiver_who_is_busy_is_tried_again(office: PostOffice) -> None:
    mail = write()
    office.at_receiver = "450 greylisted"

    drain()

    assert fresh(mail).state == State.WAITING


def test_a_line_cut_after_the_last_line_leaves_the_mail_unsure_for_ever(office: PostOffice) -> None:
    mail = write()
    office.answer = "drop"

    drain()
    office.answer = "250 taken"
    drain()

    assert fresh(mail).state == State.UNSURE
    assert len(office.taken) == 1
    assert Lane.objects.get(kind="mail").next_at == sending.NEVER


def test_a_server_that_is_down_puts_the_mail_off(office: PostOffice, settings: Any) -> None:
    mail = write()
    settings.EMAIL_URL = "smtp://127.0.0.1:1"

    drain()

    assert (fresh(mail).state, fresh(mail).tries) == (State.WAITING, 1)


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(office: PostOffice, settings: Any) -> None:
    mail = write()
    settings.EMAIL_URL = f"{office.address}?tls=1"

    drain()

    assert fresh(mail).state == State.WAITING
    assert office.taken == []


def test_what_a_dead_worker_left_inside_the_fence_is_never_sent_again(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    mail = write()
    Mail.objects.filter(pk=mail.pk).update(state=State.SENDING, fence=uuid4(), fenced_at=Now())

    with caplog.at_level(logging.WARNING):
        drain()
        drain()

    assert fresh(mail).state == State.UNSURE
    assert office.taken == []
    assert "mail_unsure" in caplog.messages


def test_a_dead_mail_does_not_keep_the_next_one_back(office: PostOffice) -> None:
    dead, mail = write("Dead"), write("Next")
    Mail.objects.filter(pk=dead.pk).update(state=State.SENDING, fence=uuid4(), fenced_at=Now())

    drain()

    assert [taken["Subject"] for taken in office.taken] == ["Next"]
    assert fresh(mail).state == State.LIVE


def test_a_sender_that_slept_inside_its_fence_sends_nothing(office: PostOffice, settings: Any) -> None:
    mail = write()
    settings.SEND_DEADLINE_SECONDS = -1

    drain()

    assert office.taken == []
    assert (fresh(mail).state, fresh(mail).tries) == (State.WAITING, 1)


def test_a_sender_whose_mail_was_taken_over_settles_nothing(office: PostOffice) -> None:
    mail = write()
    lane = lanes.claim(["mail"], "a worker that sleeps")
    assert lane is not None
    taken = sending.take(lane)
    assert taken is not None
    Mail.objects.filter(pk=mail.pk).update(state=State.CANCELLED)

    sending.serve(taken)

    assert fresh(mail).state == State.CANCELLED
    assert office.taken == []


@pytest.mark.django_db(transaction=True)
def test_an_attempt_given_up_for_dead_still_says_what_it_knows(office: PostOffice) -> None:
    mail = write()

    def give_up() -> None:
        Mail.objects.filter(pk=mail.pk).update(state=State.UNSURE, due_at=sending.NEVER)
        connection.close()

    office.on_taken = give_up
    drain()

    assert fresh(mail).state == State.LIVE


def test_without_a_mail_server_mails_become_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_URL, settings.BASE_DIR = "", tmp_path
    mail = write()

    drain()

    written = (tmp_path / ".data" / "mail" / f"{mail.pk}.eml").read_text()
    assert "leyla@example.com" in written
    assert fresh(mail).state == State.LIVE


@pytest.mark.parametrize("to", ["ə@example.com", "not an address"])
def test_a_mail_that_no_server_could_take_is_refused_where_it_is_written(to: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        write(to=to)


def test_a_domain_with_letters_of_its_own_is_written_as_dns_does() -> None:
    assert write(to="a@kəhrəba.example").to == "a@xn--khrba-elcc.example"


def test_what_became_of_mails_is_counted(office: PostOffice) -> None:
    write("taken")
    drain()
    for answer in ("550 never", "451 later", "drop"):
        office.answer = answer
        write(answer)
        drain()

    counts, _marks = tally._pending.take()
    assert {label: value for (name, label), value in counts.items() if name == sending.OUTCOMES} == {
        "sent": 1,
        "refused": 1,
        "put_off": 1,
        "unsure": 1,
    }


def test_what_was_due_in_a_restored_database_is_not_sent_a_second_time(office: PostOffice) -> None:
    due, later = write("Due"), write("Later")
    Mail.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(hours=1))

    assert sending.hold_restored("default") == 1
    drain()

    assert office.taken == []
    assert (fresh(due).state, fresh(later).state) == (State.UNSURE, State.WAITING)
