"""The page of pauses: who may pause what, what everybody sees of it, and who is told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grants import Role
from accounts.models import Brand, Hold, Membership, MembershipBrand, Team, TeamBrand
from accounts.services import brands
from activity.models import Mail, Notice
from activity.selectors import notices
from calendar_app.models import Delivery
from connections.models import Channel
from core.ledger import SYSTEM
from core.outbox.states import State
from core.tenancy import scope
from tests.calendar_app import pages, posts
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db
PAGE = "/o/one/holds/"
MAY = {Role.OWNER, Role.ADMIN, Role.APPROVER}


@pytest.fixture
def place() -> Place:
    """A brand in Baku that wants no approval."""
    return new_place("one")


@pytest.fixture
def channel(place: Place) -> Channel:
    """Its channel."""
    with inside(place):
        return posts.channel(place)


@pytest.fixture
def region(place: Place) -> Team:
    """A region with the brand."""
    with scope.enter(place.organization.pk):
        team = Team.objects.create(organization=place.organization, name="Caucasus")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=place.brand)
        return team


def second(place: Place) -> Brand:
    """Another brand of the organization."""
    with scope.enter(place.organization.pk):
        return brands.create(
            organization=place.organization, name="Second", zone="UTC", language="en", by=SYSTEM
        )


def send(place: Place, address: str, role: str = Role.APPROVER, **data: Any) -> Any:
    """A plain form, followed to where it leads."""
    return pages.browser(place.people[role]).post(address, data, follow=True)


def in_force(place: Place) -> list[Hold]:
    """The holds of the organization."""
    with scope.enter(place.organization.pk):
        return list(Hold.objects.filter(ended_at=None))


def ways(place: Place, channel: Channel, region: Team) -> list[str]:
    """Every address that pauses something."""
    return [
        f"{PAGE}everything/",
        f"{PAGE}regions/{region.pk}/",
        pages.at(place, "holds/"),
        pages.at(place, f"channels/{channel.pk}/hold/"),
    ]


@pytest.mark.parametrize("role", Role.values)
def test_those_who_may_pause_everything_and_take_it_back(
    place: Place, channel: Channel, region: Team, role: str
) -> None:
    client = pages.browser(place.people[role])
    expected = 302 if role in MAY else 403

    placed = [client.post(address).status_code for address in ways(place, channel, region)]
    assert placed == [expected] * 4
    if role not in MAY:
        send(place, f"{PAGE}everything/", Role.OWNER)
        send(place, pages.at(place, "holds/"), Role.OWNER)
    ended = [
        client.post(
            pages.at(place, f"holds/{hold.pk}/end/") if hold.brand_id else f"{PAGE}{hold.pk}/end/"
        ).status_code
        for hold in in_force(place)
    ]

    assert set(ended) == {expected}
    assert bool(in_force(place)) == (role not in MAY)


def test_strangers_and_ids_of_nobody_find_nothing(place: Place, channel: Channel, region: Team) -> None:
    stranger = pages.browser(new_place("two").owner)
    send(place, pages.at(place, "holds/"))
    hold = in_force(place)[0]

    answers = {stranger.post(address).status_code for address in ways(place, channel, region)}
    owner = pages.browser(place.owner)

    assert answers | {stranger.get(PAGE).status_code} == {404}
    assert owner.post(f"{PAGE}{hold.pk}/end/").status_code == 404, (
        "a brand's hold ends at the brand's address"
    )
    assert owner.post(pages.at(place, "holds/999999/end/")).status_code == 404
    assert owner.post(pages.at(place, f"channels/{uuid4()}/hold/")).status_code == 404
    assert len(in_force(place)) == 1


def test_a_pause_says_what_it_stops_by_whom_why_and_what_waits_behind_it(
    place: Place, channel: Channel
) -> None:
    with inside(place):
        posts.scheduled(place, channel, minutes=90)
        held = posts.scheduled(place, channel)
        Delivery.objects.filter(post=held).update(
            state=State.HELD, held_reason="paused", problem="paused", due_at=None
        )

    page = send(place, pages.at(place, "holds/"), reason="Earthquake").content.decode()

    assert page.count("Publishing is paused for One.") == 2, "on the page and as a word that it worked"
    assert "by Approver-One." in page
    assert "“Earthquake”" in page
    assert "1 post waits behind it." in page
    assert "1 comes due within 24 hours." in page
    assert "1 post waits for a decision" in page


def test_the_reason_is_not_for_clients_nor_too_long(place: Place) -> None:
    too_long = send(place, pages.at(place, "holds/"), reason="x" * 201)
    assert (too_long.status_code, in_force(place)) == (409, [])
    assert "A reason has at most 200 characters." in too_long.content.decode()
    send(place, pages.at(place, "holds/"), reason="Secret")

    to_client = pages.browser(place.client).get(PAGE).content.decode()
    to_editor = pages.browser(place.editor).get(PAGE).content.decode()

    assert "Publishing is paused for One." in to_client
    assert ("Secret" in to_client, "Secret" in to_editor) == (False, True)
    assert "Pause <" not in to_client
    assert "Resume" not in to_editor


def test_the_end_of_a_pause_leads_to_what_waited(place: Place, channel: Channel) -> None:
    send(place, pages.at(place, "holds/"))
    nothing = send(place, pages.at(place, f"holds/{in_force(place)[0].pk}/end/"))
    send(place, f"{PAGE}everything/")
    with inside(place):
        posts.scheduled(place, channel)
        Delivery.objects.update(state=State.HELD, held_reason="paused", problem="paused", due_at=None)
    something = send(place, f"{PAGE}{in_force(place)[0].pk}/end/")

    assert nothing.redirect_chain[-1][0] == PAGE
    assert something.redirect_chain[-1][0] == pages.at(place, "waiting/")
    assert "Decide here about what came due meanwhile." in something.content.decode()


def test_a_pause_that_somebody_has_ended_cannot_be_ended_again(place: Place) -> None:
    send(place, pages.at(place, "holds/"))
    address = pages.at(place, f"holds/{in_force(place)[0].pk}/end/")

    answers = [send(place, address).status_code for _ in range(2)]

    assert answers == [200, 409]


def test_who_sees_some_brands_is_offered_those_and_sees_no_other_pause(
    place: Place, channel: Channel
) -> None:
    other = second(place)
    with scope.enter(place.organization.pk):
        member = Membership.objects.get(user=place.approver)
        Membership.objects.filter(pk=member.pk).update(all_brands=False)
        MembershipBrand.objects.create(organization=place.organization, membership=member, brand=other)
    send(place, pages.at(place, "holds/"), Role.OWNER)

    page = pages.browser(place.approver).get(PAGE).content.decode()

    assert f'formaction="/b/{other.slug}/holds/"' in page
    assert page.count("formaction=") == 1
    assert "paused for One" not in page
    assert pages.browser(place.approver).post(f"{PAGE}everything/").status_code == 403


@pytest.mark.parametrize("what", ["brand", "channel", "region", "everything"])
def test_every_page_of_the_brand_says_that_it_is_paused_at_the_cost_of_one_question(
    place: Place, channel: Channel, region: Team, what: str
) -> None:
    with inside(place):
        post = posts.scheduled(place, channel)
        elsewhere = posts.scheduled(place, posts.channel(place, "other"))
    address = dict(
        zip(["everything", "region", "brand", "channel"], ways(place, channel, region), strict=True)
    )
    here = [
        "",
        "calendar/",
        "calendar/list/",
        "posts/new/",
        "waiting/",
        f"posts/{post.pk}/",
        f"channels/{channel.pk}/",
    ]
    client = pages.browser(place.editor)
    before = [asked(client, pages.at(place, path)) for path in here]

    send(place, address[what], reason="Fire")

    for path, (_page, questions) in zip(here, before, strict=True):
        page, now = asked(client, pages.at(place, path))
        assert "Publishing is paused for" in page, path
        assert "“Fire”" in page, path
        assert now == questions, "the question is asked anyway; a pause asks nothing more"
    other = client.get(pages.at(place, f"posts/{elsewhere.pk}/")).content.decode()
    assert ("Publishing is paused for" in other) == (what != "channel")


def asked(client: Any, address: str) -> tuple[str, int]:
    """A page, and how many questions it asked."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    return answer.content.decode(), len(caught.captured_queries)


def test_pages_without_a_pause_ask_for_it_once(place: Place) -> None:
    client = pages.browser(place.editor)

    for path in ("", "calendar/", "posts/new/"):
        with CaptureQueriesContext(connection) as caught:
            client.get(pages.at(place, path))
        about = [query for query in caught.captured_queries if '"accounts_hold"' in query["sql"]]
        assert len(about) == 1, path


def test_the_page_of_pauses_costs_the_same_however_many_brands_there_are(place: Place) -> None:
    client = pages.browser(place.owner)
    _page, few = asked(client, PAGE)
    for _number in range(4):
        second(place)

    page, many = asked(client, PAGE)

    assert page.count("formaction=") == 6
    assert many == few <= 12


def test_those_who_may_pause_are_told_once_and_who_did_it_is_not(
    place: Place, channel: Channel, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "activity.mail.backend.OutgoingBackend"
    for _ in range(2):
        send(place, pages.at(place, f"channels/{channel.pk}/hold/"), reason="Fire")
    send(place, pages.at(place, f"holds/{in_force(place)[0].pk}/end/"), Role.OWNER)

    with inside(place):
        told = {
            (notice.person.name, notice.kind)
            for notice in Notice.objects.filter(kind__startswith="publishing.").select_related("person")
        }
        lines = {line.title: line for line in notices.latest(place.admin)}
        subjects = set(Mail.objects.values_list("subject", flat=True))
    assert told == {
        ("Owner-One", "publishing.paused"),
        ("Admin-One", "publishing.paused"),
        ("Admin-One", "publishing.resumed"),
        ("Approver-One", "publishing.resumed"),
    }
    paused = lines["Approver-One paused publishing for @kehreba"]
    assert paused.sentence.startswith("Reason: “Fire”. What comes due is held")
    assert paused.url == pages.at(place, "waiting/")
    assert "Owner-One ended the pause for @kehreba" in lines
    assert subjects == {"Publishing is paused: @kehreba", "Publishing goes on: @kehreba"}


def test_a_pause_of_everything_or_of_a_region_is_told_by_its_name(place: Place, region: Team) -> None:
    send(place, f"{PAGE}everything/")
    send(place, f"{PAGE}regions/{region.pk}/")

    with scope.enter(place.organization.pk):
        titles = {line.title for line in notices.latest(place.owner)}
    assert titles == {
        "Approver-One paused publishing for all brands",
        "Approver-One paused publishing for the region Caucasus",
    }


def test_a_channels_page_pauses_it_and_tells_of_it(place: Place, channel: Channel) -> None:
    address = pages.at(place, f"channels/{channel.pk}/")
    client = pages.browser(place.approver)

    assert f'action="{address}hold/"' in client.get(address).content.decode()
    send(place, f"{address}hold/")
    page = client.get(address).content.decode()

    assert f'action="{address}hold/"' not in page
    assert "Approver-One paused publishing here." in page
    assert f'action="{address}hold/"' not in pages.browser(place.editor).get(address).content.decode()


def test_the_place_in_the_frame_is_for_those_who_may(place: Place) -> None:
    links = {
        role: f'href="{PAGE}"' in pages.browser(person).get(pages.at(place)).content.decode()
        for role, person in place.people.items()
    }

    assert {role for role, seen in links.items() if seen} == MAY
