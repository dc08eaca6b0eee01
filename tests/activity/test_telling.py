"""People are told once per cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity import kinds
from activity.kinds import Kind
from activity.models import Mail, Notice
from activity.services import telling
from core.tenancy import scope
from tests import world
from tests.world import Place

pytestmark = pytest.mark.django_db

KIND = Kind(
    name="tests.stopped",
    title=_("Published"),
    sentence="%(headline)s, %(code)s, %(missing)s",
    mail_subject="Stopped:\n%(headline)s",
    words=lambda facts: {**facts, "code": f"because of {facts['code']}"},
    address=lambda brand, subject: f"/b/{brand}/posts/{subject.removeprefix('post:')}/",
)


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope people are told."""
    kinds.register(KIND)
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def tell(place: Place, *people: User, cause: str = "first", **options: Any) -> int:
    """Tell these people that a post stopped."""
    facts = {"headline": "Salam & <b>", "code": "rain"}
    return telling.tell(
        people, KIND.name, subject="post:7", cause=cause, brand=place.brand, facts=facts, **options
    )


def test_each_person_is_told_in_the_app_and_by_mail(place: Place) -> None:
    assert tell(place, place.owner, place.editor) == 2

    assert set(Notice.objects.values_list("person", flat=True)) == {place.owner.pk, place.editor.pk}
    assert set(Mail.objects.values_list("to", flat=True)) == {place.owner.email, place.editor.email}


def test_the_same_cause_again_raises_the_count_and_sends_no_mail(place: Place) -> None:
    tell(place, place.owner)

    assert tell(place, place.owner) == 0

    assert Notice.objects.get().count == 2
    assert Mail.objects.count() == 1


def test_another_cause_is_told_anew(place: Place) -> None:
    tell(place, place.owner)

    assert tell(place, place.owner, cause="second" * 50) == 1
    assert tell(place, place.owner, cause="second" * 50) == 0


def test_a_person_who_is_named_twice_is_told_once(place: Place) -> None:
    tell(place, place.owner, place.owner)

    assert Mail.objects.count() == 1


def test_a_quiet_notice_sends_no_mail(place: Place) -> None:
    tell(place, place.owner, mail=False)

    assert not Mail.objects.exists()


def test_the_mail_says_what_happened_and_where_to_go(place: Place) -> None:
    tell(place, place.owner)

    mail = Mail.objects.get()
    assert mail.subject == "Stopped: Salam & <b>"
    assert "Salam & <b>, because of rain, " in mail.text
    assert "http://127.0.0.1:8000/b/one/posts/7/" in mail.text
    assert "Salam &amp; &lt;b&gt;" in mail.html


def test_the_mail_is_in_the_receivers_language(place: Place) -> None:
    place.owner.language = "az"

    tell(place, place.owner)

    assert 'lang="az"' in Mail.objects.get().html


def test_a_kind_without_words_is_told_in_general_words(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    telling.tell([place.owner], "tests.unheard", subject="post:7", cause="x")

    assert Mail.objects.get().subject == "Something needs you"
    assert "notice_without_words" in caplog.messages


def test_the_page_shows_what_the_person_was_told_and_marks_it_read(place: Place, client: Client) -> None:
    tell(place, place.client, place.editor)
    client.force_login(place.client)
    assert client.get("/me/notices/count/").json() == {"unread": 1}

    page = client.get("/me/notices/").content.decode()
    assert "Salam &amp; &lt;b&gt;, because of rain" in page
    opened = client.post(f"/me/notices/{Notice.objects.get(person=place.client).pk}/open/")
    assert opened["Location"] == "/b/one/posts/7/"
    assert client.get("/me/notices/count/").json() == {"unread": 0}

    tell(place, place.client, cause="second")
    assert client.post("/me/notices/read/").status_code == 302
    assert client.get("/me/notices/count/").json() == {"unread": 0}
    assert telling.mark_read(place.editor) == 1


def test_nobody_marks_the_notices_of_others(place: Place, client: Client) -> None:
    tell(place, place.editor)
    theirs = Notice.objects.get().pk
    client.force_login(place.client)

    client.post("/me/notices/read/", {"notice": [theirs, "99999999999999999999", "x"]})

    assert Notice.objects.get().read_at is None


def test_only_the_chosen_notices_are_marked(place: Place, client: Client) -> None:
    tell(place, place.client)
    tell(place, place.client, cause="second")
    chosen = Notice.objects.order_by("pk").first()
    assert chosen is not None
    client.force_login(place.client)

    client.post("/me/notices/read/", {"notice": [chosen.pk]})

    assert [notice.dedupe for notice in Notice.objects.filter(read_at=None)] == [
        "tests.stopped:post:7:second"
    ]


def test_a_page_without_notices_says_what_it_is_for(place: Place, client: Client) -> None:
    client.force_login(place.client)

    assert "Nothing needs you" in client.get("/me/notices/").content.decode()


def test_notices_of_another_organization_are_not_seen(place: Place, client: Client) -> None:
    tell(place, place.owner)
    client.force_login(world.place("two").owner)

    assert client.get("/me/notices/count/").json() == {"unread": 0}


def test_the_anonymous_sign_in(client: Client) -> None:
    assert client.get("/me/notices/").status_code == 302
    assert client.post("/me/notices/read/").status_code == 302
