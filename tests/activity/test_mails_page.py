"""Mails that did not arrive wait for an admin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models.functions import Now
from django.test import Client

from activity.models import Mail
from activity.services import resending
from core.errors import NotAllowed
from core.ledger import SYSTEM, Event
from core.outbox.states import State
from core.tenancy import scope
from tests import world
from tests.activity import cast
from tests.world import Place

pytestmark = pytest.mark.django_db
PAGE = "/o/one/ledger/mail/"


@pytest.fixture
def place() -> Iterator[Place]:
    """The organization in whose scope mails fail."""
    cast.register()
    found = world.place("one")
    with scope.enter(found.organization.pk):
        yield found


def failed(place: Place, state: State = State.REFUSED) -> Mail:
    """A mail to the editor in this state."""
    cast.tell(place, place.editor)
    Mail.objects.update(state=state, problem="550 nobody <here>", due_at=Now())
    return Mail.objects.get()


@pytest.mark.parametrize(
    ("state", "word"), [(State.REFUSED, "Not delivered"), (State.UNSURE, "Perhaps delivered")]
)
def test_an_admin_sees_what_failed_without_the_whole_address(
    place: Place, client: Client, state: State, word: str
) -> None:
    failed(place, state)
    client.force_login(place.admin)

    page = client.get(PAGE).content.decode()

    assert word in page
    assert "e•••@example.com" in page
    assert place.editor.email not in page
    assert "550 nobody &lt;here&gt;" in page
    assert ">Plain<" in page


@pytest.mark.parametrize("state", [State.REFUSED, State.UNSURE])
def test_it_is_sent_again_by_hand_once_and_the_ledger_knows(
    place: Place, client: Client, state: State
) -> None:
    mail = failed(place, state)
    client.force_login(place.admin)

    first = client.post(f"{PAGE}{mail.pk}/again/")
    second = client.post(f"{PAGE}{mail.pk}/again/", headers={"HX-Request": "true"})

    row = Mail.objects.get()
    assert (first.status_code, second.status_code) == (302, 409)
    assert (row.state, row.tries, row.fence, row.problem) == (State.WAITING, 0, None, "")
    assert row.message_id == mail.message_id
    (event,) = Event.objects.filter(kind="activity.mail_sent_again")
    assert (event.by_name, event.facts["to"]) == (place.admin.name, "e•••@example.com")


@pytest.mark.parametrize("state", [State.WAITING, State.LIVE, State.SENDING])
def test_what_waits_for_nobody_is_not_sent_again(place: Place, state: State) -> None:
    cast.tell(place, place.editor)
    mail = Mail.objects.get()
    mail.__dict__["state"] = state

    with pytest.raises(NotAllowed):
        resending.send_again(mail, by=SYSTEM)


def test_with_nothing_lost_the_page_says_so(place: Place, client: Client) -> None:
    client.force_login(place.owner)

    assert "Every mail arrived" in client.get(PAGE).content.decode()


def test_only_admins_look_and_strangers_find_nothing(place: Place, client: Client) -> None:
    mail = failed(place)
    for person, status in ((place.approver, 403), (place.client, 403), (world.place("two").owner, 404)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
        assert client.post(f"{PAGE}{mail.pk}/again/").status_code == status
