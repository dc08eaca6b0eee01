"""The end of a membership: at once, with what becomes of what the person leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from accounts.grants import Can, Role
from accounts.models import Membership
from accounts.selectors.people import people_who
from activity.models import Mail
from calendar_app.models import Delivery, Post
from calendar_app.publishing import telling
from core.ledger import Event
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    """The organization that somebody leaves."""
    return world.place("one")


def member(place: Place, role: str) -> Membership:
    """The membership of somebody, as it is now."""
    with scope.enter(place.organization.pk):
        found: Membership = Membership.objects.get(user=place.people[role])
        return found


def deactivate(place: Place, whom: str = Role.EDITOR, who: str = Role.OWNER, **data: str) -> Any:
    """The question answered."""
    client = Client()
    client.force_login(place.people[who])
    return client.post(f"/o/one/people/{member(place, whom).pk}/deactivate/", data)


def furnish(place: Place) -> tuple[Post, Post]:
    """A scheduled post and a draft of the editor."""
    with posts.inside(place):
        channel = posts.channel(place)
        return posts.scheduled(place, channel, text="Planned"), posts.draft(place, channel, text="Draft")


def events(place: Place, kind: str) -> list[dict[str, Any]]:
    """The facts of what happened."""
    with scope.enter(place.organization.pk):
        return [event.facts for event in Event.objects.filter(kind=kind).order_by("id")]


def test_the_open_session_ends_with_the_next_request(place: Place) -> None:
    session = Client()
    session.force_login(place.editor)
    pages = ["/b/one/", "/b/one/changes/", "/b/one/calendar/", "/o/one/me/"]
    assert {session.get(page).status_code for page in pages} <= {200, 304}

    assert deactivate(place).status_code == 302

    assert {session.get(page).status_code for page in pages} == {404}
    assert session.get("/b/one/changes/", headers={"HX-Request": "true"}).status_code == 404
    assert session.post("/b/one/posts/new/", {"text": "Salam", "action": "save"}).status_code == 404
    with posts.inside(place):
        assert not Post.objects.exists()


def test_it_is_only_this_organization_that_closes(place: Place) -> None:
    two = world.place("two")
    with scope.enter(two.organization.pk):
        Membership.objects.create(organization=two.organization, user=place.editor, role=Role.EDITOR)
    session = Client()
    session.force_login(place.editor)

    deactivate(place)

    assert session.get("/b/one/").status_code == 404
    assert session.get("/b/two/").status_code == 200


def test_what_she_leaves_is_counted_and_kept_unless_somebody_chooses(place: Place) -> None:
    planned, draft = furnish(place)
    client = Client()
    client.force_login(place.owner)

    page = client.get(f"/o/one/people/{member(place, Role.EDITOR).pk}/deactivate/").content.decode()
    assert "1 scheduled post" in page
    assert "1 draft" in page
    assert deactivate(place, scheduled="keep", drafts="keep").status_code == 302

    with posts.inside(place):
        assert set(Post.objects.values_list("author", flat=True)) == {place.editor.pk}
        assert posts.delivery(planned).state == State.WAITING
    assert draft.pk != planned.pk


def test_it_is_handed_over_to_a_chosen_person(place: Place) -> None:
    planned, draft = furnish(place)
    heir = member(place, Role.APPROVER)

    deactivate(place, scheduled="hand-over", drafts="hand-over", heir=str(heir.pk))

    with posts.inside(place):
        assert set(Post.objects.values_list("author", flat=True)) == {place.approver.pk}
        assert posts.delivery(planned).state == State.WAITING
        assert Post.objects.get(pk=draft.pk).revision == draft.revision + 1
    assert [facts["to"] for facts in events(place, "calendar_app.post_handed_over")] == ["Approver-One"] * 2


def test_what_waits_can_be_held(place: Place) -> None:
    planned, _draft = furnish(place)

    deactivate(place, scheduled="hold", drafts="keep")

    with posts.inside(place):
        row = posts.delivery(planned)
    assert (row.state, row.held_reason, row.problem) == (State.HELD, Delivery.Held.PERSON, "author_left")
    assert events(place, "accounts.person_deactivated")[0]["left"] == {"scheduled": ["hold", 1]}


@pytest.mark.parametrize(
    ("heir", "sentence"),
    [("", "Choose who takes over."), (Role.ANALYST, "Analyst-One may not do this in One.")],
)
def test_an_heir_who_cannot_is_refused_and_nothing_has_changed(
    place: Place, heir: str, sentence: str
) -> None:
    furnish(place)
    chosen = str(member(place, heir).pk) if heir else ""

    answer = deactivate(place, scheduled="hand-over", drafts="keep", heir=chosen)

    assert sentence in answer.content.decode()
    assert member(place, Role.EDITOR).deactivated_at is None
    with posts.inside(place):
        assert set(Post.objects.values_list("author", flat=True)) == {place.editor.pk}


def test_nobody_is_told_of_anything_any_more(place: Place) -> None:
    planned, _draft = furnish(place)
    with posts.inside(place):
        assert place.editor in telling.concerned(posts.delivery(planned))
        EmailMultiAlternatives("News", "Text", None, [place.editor.email]).send()

    deactivate(place, scheduled="keep", drafts="keep")

    with posts.inside(place):
        assert place.editor not in telling.concerned(posts.delivery(planned))
        assert place.editor not in people_who(Can.WRITE, place.brand)
        mail = Mail.objects.get(subject="News")
    assert (mail.state, mail.text) == (State.CANCELLED, "")


def test_nobody_deactivates_herself_or_somebody_twice(place: Place) -> None:
    answer = deactivate(place, Role.ADMIN, Role.ADMIN)
    assert answer.url == "/o/one/me/leave/"

    deactivate(place)
    assert "is no member any more" in deactivate(place).content.decode()


def test_who_is_back_has_role_and_limits_as_before(place: Place) -> None:
    deactivate(place)
    client = Client()
    client.force_login(place.owner)
    address = f"/o/one/people/{member(place, Role.EDITOR).pk}/reactivate/"

    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 409

    session = Client()
    session.force_login(place.editor)
    assert session.get("/b/one/posts/new/").status_code == 200


def test_everybody_may_leave_and_hands_over_what_is_not_finished(place: Place) -> None:
    furnish(place)
    session = Client()
    session.force_login(place.editor)
    data = {"scheduled": "hand-over", "drafts": "keep", "heir": str(member(place, Role.ADMIN).pk)}

    assert session.post("/o/one/me/leave/", data).status_code == 302

    assert session.get("/b/one/").status_code == 404
    assert events(place, "accounts.person_left")[0]["left"] == {"scheduled": ["hand-over", 1]}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_who_manages_no_people_deactivates_nobody(place: Place, role: str) -> None:
    assert deactivate(place, Role.ANALYST, role).status_code == 403
    assert member(place, Role.ANALYST).deactivated_at is None
