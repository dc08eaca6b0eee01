"""What may be changed about a member, by whom, and what no rule lets happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from accounts.access import Access, in_organization
from accounts.grants import Role
from accounts.models import Membership, MembershipBrand, Team, TeamBrand, TeamMember
from accounts.selectors.people import who_decides_for
from accounts.services import absences, brands, departures, members
from core.errors import DomainError
from core.ledger import SYSTEM, Event
from core.tenancy import scope
from tests import world
from tests.core.hands import at_once
from tests.world import Place

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def place() -> Place:
    """The organization whose members are changed."""
    return world.place("one")


def member(place: Place, role: str) -> Membership:
    """The membership of somebody, as it is now."""
    with scope.enter(place.organization.pk):
        found: Membership = Membership.objects.select_related("user").get(user=place.people[role])
        return found


def ask(place: Place, who: str, whom: str, what: str, **data: Any) -> Any:
    """A form about `whom`, sent by `who`."""
    client = Client()
    client.force_login(place.people[who])
    return client.post(f"/o/one/people/{member(place, whom).pk}/{what}/", data)


def said(answer: Any, form: str) -> str:
    """What the form says as a whole."""
    return " ".join(answer.context[form].non_field_errors())


def refusals(place: Place) -> list[tuple[str, str]]:
    """What the ledger tells of refused changes: what was wanted, and the rule that said no."""
    with scope.enter(place.organization.pk):
        events = Event.objects.filter(kind="accounts.change_refused").order_by("id")
        return [(event.facts["what"], event.facts["rule"]) for event in events]


def second_owner(place: Place) -> None:
    """The admin is an owner, too."""
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.admin).update(role=Role.OWNER)


def test_a_role_is_changed_and_counts_in_the_open_session(place: Place) -> None:
    session = Client()
    session.force_login(place.analyst)
    assert session.get("/b/one/posts/new/").status_code == 403

    answer = ask(place, Role.ADMIN, Role.ANALYST, "role", role="editor")

    assert answer.status_code == 302
    assert session.get("/b/one/posts/new/").status_code == 200
    with scope.enter(place.organization.pk):
        facts = Event.objects.get(kind="accounts.role_changed").facts
    assert (facts["before"], facts["after"]) == ("analyst", "editor")


def test_a_demotion_counts_in_the_open_session_too(place: Place) -> None:
    session = Client()
    session.force_login(place.admin)
    assert session.get("/o/one/people/").status_code == 200

    ask(place, Role.OWNER, Role.ADMIN, "role", role="client")

    assert session.get("/o/one/people/").status_code == 403
    assert session.post(f"/o/one/people/{member(place, Role.EDITOR).pk}/role/").status_code == 403


def test_every_role_stands_with_what_it_may_do(place: Place) -> None:
    client = Client()
    client.force_login(place.owner)

    page = client.get(f"/o/one/people/{member(place, Role.EDITOR).pk}/").content.decode()

    assert "Writes drafts and comments. Somebody else plans them." in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.CLIENT])
def test_who_manages_no_people_changes_nobody(place: Place, role: str) -> None:
    assert ask(place, role, Role.ANALYST, "role", role="client").status_code == 403
    assert member(place, Role.ANALYST).role == Role.ANALYST


def test_an_admin_cannot_touch_an_owner(place: Place) -> None:
    for what, data in (("role", {"role": "editor"}), ("reach", {"sees": "all"}), ("teams", {}), ("away", {})):
        ask(place, Role.ADMIN, Role.OWNER, what, **data)
    gone = ask(place, Role.ADMIN, Role.OWNER, "deactivate")

    assert "Only an owner can change an owner." in said(gone, "form")
    owner = member(place, Role.OWNER)
    assert (owner.role, owner.deactivated_at) == (Role.OWNER, None)
    assert {rule for _what, rule in refusals(place)} == {"owner_untouchable"}


def test_nobody_raises_above_her_own_role(place: Place) -> None:
    answer = ask(place, Role.ADMIN, Role.EDITOR, "role", role="owner")
    assert answer.context["role_form"].errors["role"]

    with in_organization(place.admin, "one") as access, pytest.raises(DomainError, match="above their own"):
        members.change_role(member(place, Role.EDITOR), Role.OWNER, access=access)
    assert member(place, Role.EDITOR).role == Role.EDITOR
    assert ("role", "above_own_role") in refusals(place)


def test_making_an_owner_asks_for_the_password(place: Place) -> None:
    answer = ask(place, Role.OWNER, Role.ADMIN, "role", role="owner")

    assert answer.url.startswith("/accounts/reauthenticate/?next=%2Fo%2Fone%2Fpeople%2F")
    assert member(place, Role.ADMIN).role == Role.ADMIN


def test_the_last_owner_stays_owner(place: Place) -> None:
    answer = ask(place, Role.OWNER, Role.OWNER, "role", role="admin")
    assert "This is the last owner." in said(answer, "role_form")

    client = Client()
    client.force_login(place.owner)
    left = client.post("/o/one/me/leave/")

    assert "This is the last owner." in said(left, "form")
    assert member(place, Role.OWNER).deactivated_at is None
    assert refusals(place) == [("role", "last_owner"), ("leave", "last_owner")]


def test_an_owner_whose_account_is_closed_does_not_count(place: Place) -> None:
    second_owner(place)
    place.admin.is_active = False
    place.admin.save()

    ask(place, Role.OWNER, Role.OWNER, "role", role="admin")

    assert member(place, Role.OWNER).role == Role.OWNER


def test_one_of_two_owners_may_step_down(place: Place) -> None:
    second_owner(place)

    assert ask(place, Role.OWNER, Role.OWNER, "role", role="editor").status_code == 302
    assert member(place, Role.OWNER).role == Role.EDITOR


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["demote", "deactivate", "leave"])
def test_two_owners_who_end_each_other_at_the_same_time_leave_one(act: str) -> None:
    place = world.place("one")
    second_owner(place)

    def end(who: str, whom: str) -> str:
        try:
            with scope.as_person(place.people[who].pk), in_organization(place.people[who], "one") as access:
                _end(act, member(place, whom), access)
        except DomainError as error:
            return error.code
        except Http404:
            return "out"
        return "done"

    told = at_once(lambda: end(Role.OWNER, Role.ADMIN), lambda: end(Role.ADMIN, Role.OWNER))

    assert set(told) <= {"done", "changed_meanwhile", "last_owner", "out"}
    assert told.count("done") == 1
    with scope.enter(place.organization.pk):
        assert Membership.objects.filter(role=Role.OWNER, deactivated_at=None).count() == 1


def _end(act: str, whom: Membership, access: Access) -> None:
    if act == "demote":
        members.change_role(whom, Role.EDITOR, access=access)
    elif act == "deactivate":
        departures.deactivate(whom, {}, None, access=access)
    else:
        departures.leave({}, None, access=access)


def test_brands_are_limited_and_roles_raised_there(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)

    data = {"sees": "some", "brands": [str(second.pk)], f"raised_{second.pk}": "editor"}
    answer = ask(place, Role.OWNER, Role.ANALYST, "reach", **data)

    assert answer.status_code == 302
    session = Client()
    session.force_login(place.analyst)
    assert session.get("/b/one/").status_code == 404
    assert session.get("/b/two/posts/new/").status_code == 200


@pytest.mark.parametrize("role", ["owner", "client", "nonsense"])
def test_a_brand_raises_neither_to_owner_nor_downwards(place: Place, role: str) -> None:
    answer = ask(place, Role.OWNER, Role.EDITOR, "reach", sees="all", **{f"raised_{place.brand.pk}": role})

    assert answer.context["reach_form"].errors[f"raised_{place.brand.pk}"]
    reach = members.Reach(brands={place.brand.pk: Role.OWNER})
    with in_organization(place.owner, "one") as access, pytest.raises(DomainError, match="above admin"):
        members.set_reach(member(place, Role.EDITOR), reach, access=access)


def test_an_admin_of_one_brand_leaves_the_others_as_they_are(place: Place) -> None:
    second = brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)
    with scope.enter(place.organization.pk):
        for role, brand in ((Role.ADMIN, place.brand), (Role.EDITOR, second)):
            row = member(place, role)
            Membership.objects.filter(pk=row.pk).update(all_brands=False)
            MembershipBrand.objects.create(organization=place.organization, membership=row, brand=brand)

    data = {"sees": "some", "brands": [str(place.brand.pk)]}
    assert ask(place, Role.ADMIN, Role.EDITOR, "reach", **data).status_code == 302

    with scope.enter(place.organization.pk):
        held = MembershipBrand.objects.filter(membership=member(place, Role.EDITOR))
        assert set(held.values_list("brand_id", flat=True)) == {place.brand.pk, second.pk}


def test_an_admin_of_one_brand_raises_nobody_who_sees_more(place: Place) -> None:
    with scope.enter(place.organization.pk):
        row = member(place, Role.ADMIN)
        Membership.objects.filter(pk=row.pk).update(all_brands=False)
        MembershipBrand.objects.create(organization=place.organization, membership=row, brand=place.brand)

    answer = ask(place, Role.ADMIN, Role.EDITOR, "role", role="admin")
    assert "sees brands that you do not see" in said(answer, "role_form")
    assert ask(place, Role.ADMIN, Role.EDITOR, "role", role="analyst").status_code == 302
    assert member(place, Role.EDITOR).role == Role.ANALYST


def test_teams_give_brands_to_those_who_see_by_them(place: Place) -> None:
    with scope.enter(place.organization.pk):
        team = Team.objects.create(organization=place.organization, name="Region")
        TeamBrand.objects.create(organization=place.organization, team=team, brand=place.brand)
    ask(place, Role.OWNER, Role.EDITOR, "reach", sees="some", by_teams="on")
    session = Client()
    session.force_login(place.editor)
    assert session.get("/b/one/").status_code == 404

    ask(place, Role.OWNER, Role.EDITOR, "teams", teams=[str(team.pk)])

    assert session.get("/b/one/").status_code == 200
    with scope.enter(place.organization.pk):
        assert TeamMember.objects.get().membership_id == member(place, Role.EDITOR).pk


def test_days_away_are_whole_days_of_her_own_clock(place: Place) -> None:
    place.editor.zone = "Asia/Baku"
    place.editor.save()
    stand_in = member(place, Role.APPROVER)

    data = {"since": "2027-03-01", "until": "2027-03-02", "stand_in": str(stand_in.pk)}
    assert ask(place, Role.OWNER, Role.EDITOR, "away", **data).status_code == 302

    row = member(place, Role.EDITOR)
    assert (row.away_from, row.away_until) == (
        datetime(2027, 2, 28, 20, tzinfo=UTC),
        datetime(2027, 3, 2, 20, tzinfo=UTC),
    )
    assert row.stand_in_id == stand_in.pk


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"since": "2027-03-02", "until": "2027-03-01"}, "until"),
        ({"until": "2027-03-01"}, "since"),
        ({"since": "soon"}, "since"),
        ({"stand_in": "999999"}, "stand_in"),
    ],
)
def test_a_wrong_absence_is_said_and_kept_as_typed(place: Place, data: dict[str, str], field: str) -> None:
    answer = ask(place, Role.OWNER, Role.EDITOR, "away", **data)

    assert answer.context["away_form"].errors[field]
    for name, value in data.items():
        assert answer.context["away_form"][name].value() == value


def test_everybody_sets_her_own_absence_and_nobody_elses(place: Place) -> None:
    client = Client()
    client.force_login(place.client)

    assert client.post("/o/one/me/", {"since": "2027-03-01"}).status_code == 302
    assert member(place, Role.CLIENT).away_from is not None
    assert ask(place, Role.CLIENT, Role.EDITOR, "away", since="2027-03-01").status_code == 403


def away(
    place: Place, who: str, stand_in: str | None, since: datetime = NOW - DAY, until: Any = None
) -> None:
    """Somebody is away, and somebody stands in."""
    with in_organization(place.owner, "one") as access:
        other = member(place, stand_in) if stand_in else None
        absences.set_away(member(place, who), other, since, until, access=access)


def decides(place: Place, who: str, now: datetime = NOW) -> str:
    """The role of who decides for somebody."""
    with scope.enter(place.organization.pk):
        return str(who_decides_for(member(place, who), now).role)


def test_a_stand_in_decides_while_somebody_is_away(place: Place) -> None:
    away(place, Role.EDITOR, Role.APPROVER, until=NOW + DAY)

    assert decides(place, Role.EDITOR, NOW - 2 * DAY) == Role.EDITOR
    assert decides(place, Role.EDITOR) == Role.APPROVER
    assert decides(place, Role.EDITOR, NOW + DAY) == Role.EDITOR


def test_a_stand_in_who_is_away_has_one_herself(place: Place) -> None:
    away(place, Role.EDITOR, Role.APPROVER)
    away(place, Role.APPROVER, Role.ANALYST)

    assert decides(place, Role.EDITOR) == Role.ANALYST


def test_a_ring_of_stand_ins_ends_where_it_began(place: Place) -> None:
    away(place, Role.EDITOR, Role.APPROVER)
    away(place, Role.APPROVER, Role.ANALYST)
    away(place, Role.ANALYST, Role.EDITOR)

    assert decides(place, Role.EDITOR) == Role.EDITOR
    assert decides(place, Role.APPROVER) == Role.APPROVER


@pytest.mark.parametrize("stand_in", [None, Role.APPROVER])
def test_who_has_nobody_behind_her_decides_herself(place: Place, stand_in: str | None) -> None:
    away(place, Role.EDITOR, stand_in)
    with scope.enter(place.organization.pk):
        Membership.objects.filter(user=place.approver).update(deactivated_at=NOW)

    assert decides(place, Role.EDITOR) == Role.EDITOR


def test_nobody_stands_in_for_herself(place: Place) -> None:
    with pytest.raises(DomainError, match="stands in for themselves"):
        away(place, Role.EDITOR, Role.EDITOR)


def test_people_of_another_organization_are_not_found(place: Place) -> None:
    other = world.place("two")
    theirs = member(other, Role.EDITOR)
    client = Client()
    client.force_login(place.owner)

    assert client.get(f"/o/one/people/{theirs.pk}/").status_code == 404
    assert client.get(f"/o/two/people/{theirs.pk}/").status_code == 404
