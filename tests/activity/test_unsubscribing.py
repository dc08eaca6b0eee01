"""The link at a mail's end: looking changes nothing, one click ends such mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from django.test import Client

from activity.mail import message
from activity.models import Mail, Preference
from activity.models.rhythm import Pace
from core.doors import Door
from core.ledger import Event
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.architecture import things
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


@pytest.fixture
def program() -> Client:
    """A mail program: no cookies, no token of ours."""
    return Client(enforce_csrf_checks=True)


def link(place: Place, **options: object) -> str:
    """The path of the link of a new mail to the editor."""
    cast.tell(place, place.editor, **options)  # type: ignore[arg-type]
    mail = Mail.objects.filter(to=place.editor.email).order_by("-id").first()
    assert mail is not None
    return mail.unsubscribe.removeprefix("http://127.0.0.1:8000")


def test_a_mail_carries_the_one_click_headers_and_the_link(place: Place) -> None:
    path = link(place)

    mail = Mail.objects.get()
    wire = message_from_bytes(message.as_bytes(mail), policy=policy.SMTP)
    assert str(wire["List-Unsubscribe"]) == f"<http://127.0.0.1:8000{path}>"
    assert str(wire["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert mail.unsubscribe in mail.text
    assert mail.unsubscribe in mail.html


def test_a_must_carries_no_such_link(place: Place) -> None:
    cast.tell(place, place.editor, kind=cast.MUST)

    mail = Mail.objects.get()
    wire = message_from_bytes(message.as_bytes(mail), policy=policy.SMTP)
    assert wire["List-Unsubscribe"] is None
    assert "/u/" not in mail.text + mail.html


def test_whoever_looks_at_the_link_changes_nothing(place: Place, program: Client) -> None:
    path = link(place)
    before = things.rows(place.organization.pk)

    with scope.leave():
        pages = [program.get(path), program.head(path), program.get(path, {"List-Unsubscribe": "One-Click"})]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Plain" in pages[0].content.decode()
    assert pages[0]["Referrer-Policy"] == "no-referrer"
    assert things.changed(before, things.rows(place.organization.pk)) == []


def test_one_click_ends_mails_of_this_kind_and_no_others(place: Place, program: Client) -> None:
    path = link(place)

    with scope.leave():
        answers = [program.post(path, {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert list(Preference.objects.values_list("person", "kind", "way", "is_on")) == [
        (place.editor.pk, "tests.plain", "mail", False)
    ]
    Mail.objects.all().delete()
    cast.tell(place, place.editor, cause="second")
    cast.tell(place, place.editor, kind=cast.CRITICAL)
    assert [mail.subject for mail in Mail.objects.all()] == ["Broke: Salam"]
    assert Event.objects.filter(kind="activity.preferences_chosen", by_id=str(place.editor.pk)).count() == 1


def test_who_wants_them_after_all_gets_them_again(place: Place, program: Client) -> None:
    path = link(place)
    with scope.leave():
        program.post(path)
        page = program.post(path, {"again": "1"})

    assert "come again" in page.content.decode()
    assert not Preference.objects.exists()


def test_the_link_of_a_digest_ends_all_that_is_no_must(place: Place, program: Client) -> None:
    cast.rhythm(place, place.editor, pace=Pace.HOURLY)
    for cause in ("first", "second"):
        cast.tell(place, place.editor, cause=cause)
    cast.make_due()
    cast.drain()
    path = Mail.objects.get().unsubscribe.removeprefix("http://127.0.0.1:8000")

    with scope.leave():
        program.post(path)

    off = set(Preference.objects.filter(way="mail", is_on=False).values_list("kind", flat=True))
    assert {"tests.plain", "tests.critical"} <= off
    assert "tests.must" not in off


def test_the_page_speaks_the_language_of_the_person_whose_mail_it_was(place: Place, program: Client) -> None:
    place.editor.language = "az"
    place.editor.save(update_fields=["language"])
    path = link(place)

    with scope.leave():
        page = program.get(path, headers={"accept-language": "tr"})

    assert '<html lang="az"' in page.content.decode()


@pytest.mark.parametrize("state", ["expired", "revoked", "made up"])
def test_a_link_that_leads_nowhere_says_so(place: Place, program: Client, state: str) -> None:
    path = link(place)
    if state == "expired":
        Door.objects.filter(kind=Door.Kind.UNSUBSCRIBE).update(expires_at="2020-01-01T00:00Z")
    elif state == "revoked":
        Door.objects.filter(kind=Door.Kind.UNSUBSCRIBE).update(revoked_at="2020-01-01T00:00Z")
    else:
        path = f"/u/{'x' * 43}/"

    with scope.leave():
        answers = [program.get(path), program.post(path)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Preference.objects.exists()


def test_the_secret_stands_nowhere_but_in_the_mail_and_is_gone_with_it(place: Place) -> None:
    secret = re.sub(r"/u/|/", "", link(place))

    assert len(secret) == 43
    assert not Door.objects.filter(key__contains=secret).exists()
