"""Holds: what they cover, who may place them, and that no fence slips past one."""

from __future__ import annotations

import threading
import time
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.access import Access, in_organization
from accounts.grants import Role
from accounts.models import Brand, Hold, Membership, MembershipBrand, Team, TeamBrand, User
from accounts.selectors.holds import covering
from accounts.services import brands, holds
from accounts.services.holds import Target
from core.errors import NotAllowed
from core.ledger import SYSTEM, Event
from core.tenancy import scope
from tests import world
from tests.core.hands import waits_for_a_lock
from tests.world import Place

CHANNEL, OTHER_CHANNEL = UUID(int=1), UUID(int=2)


@pytest.fixture
def place() -> Place:
    """An organization with one brand."""
    return world.place("one")


def second_brand(place: Place) -> Brand:
    """Another brand of the organization."""
    return brands.create(organization=place.organization, name="Two", zone="UTC", language="en", by=SYSTEM)


def access_of(person: User, place: Place) -> Access:
    """What she may do in the organization."""
    with in_organization(person, place.organization.slug) as access:
        return access


def region(place: Place, *members: Brand) -> Team:
    """A team with these brands."""
    team = Team.objects.create(organization=place.organization, name="Region")
    for brand in members:
        TeamBrand.objects.create(organization=place.organization, team=team, brand=brand)
    return team


def hold(place: Place, target: Target) -> Hold:
    """The owner's hold."""
    return holds.place_hold(target, access=access_of(place.owner, place))


def limit(place: Place, person: User, *allowed: Brand, role: str | None = None) -> None:
    """Let a member see these brands alone."""
    member = Membership.objects.get(user=person)
    Membership.objects.filter(pk=member.pk).update(all_brands=False)
    for brand in allowed:
        MembershipBrand.objects.create(
            organization=place.organization, membership=member, brand=brand, role=role
        )


@pytest.mark.django_db
def test_each_target_covers_what_is_inside_it_and_nothing_else(place: Place) -> None:
    with scope.enter(place.organization.pk):
        one, two = place.brand, second_brand(place)
        team = region(place, one)
        everywhere = {(brand.pk, channel) for brand in (one, two) for channel in (CHANNEL, OTHER_CHANNEL)}

        def covered_by(target: Target) -> set[tuple[int, UUID]]:
            with transaction.atomic():
                hold(place, target)
                found = {pair for pair in everywhere if covering(*pair).count() == 1}
                transaction.set_rollback(True)
            return found

        assert covered_by(Target()) == everywhere
        assert covered_by(Target(team_id=team.pk)) == {(one.pk, CHANNEL), (one.pk, OTHER_CHANNEL)}
        assert covered_by(Target(brand_id=two.pk)) == {(two.pk, CHANNEL), (two.pk, OTHER_CHANNEL)}
        assert covered_by(Target(brand_id=one.pk, channel_id=CHANNEL)) == {(one.pk, CHANNEL)}


@pytest.mark.django_db
def test_every_hold_that_covers_a_channel_is_found_once(place: Place) -> None:
    with scope.enter(place.organization.pk):
        team = region(place, place.brand, second_brand(place))
        targets = [
            Target(),
            Target(team_id=team.pk),
            Target(brand_id=place.brand.pk),
            Target(brand_id=place.brand.pk, channel_id=CHANNEL),
        ]
        placed = [hold(place, target).pk for target in targets]

        assert sorted(covering(place.brand.pk, CHANNEL).values_list("pk", flat=True)) == placed


@pytest.mark.django_db
def test_rows_of_another_table_can_be_asked_about_in_one_statement(place: Place) -> None:
    with scope.enter(place.organization.pk):
        two = second_brand(place)
        region(place, two)
        placed = hold(place, Target(team_id=Team.objects.get().pk))
        free = Brand.objects.filter(~Exists(covering(OuterRef("pk"), uuid4())))

        assert list(free) == [place.brand]
        assert free.update(tone=7) == 1

        holds.end_hold(placed, access=access_of(place.owner, place))
        assert free.count() == 2


@pytest.mark.django_db
def test_holds_of_another_organization_cover_nothing_here(place: Place) -> None:
    other = world.place("two")
    with scope.enter(other.organization.pk):
        hold(other, Target())
    with scope.enter(place.organization.pk):
        assert not covering(place.brand.pk, CHANNEL).exists()


@pytest.mark.django_db
def test_a_hold_is_placed_once_and_says_who_and_why(place: Place) -> None:
    with scope.enter(place.organization.pk):
        target = Target(brand_id=place.brand.pk)
        first = holds.place_hold(target, access=access_of(place.approver, place), reason="Fire")
        again = holds.place_hold(target, access=access_of(place.owner, place), reason="Flood")

        assert (again.pk, again.reason, again.started_by) == (first.pk, "Fire", place.approver)
        event = Event.objects.get(kind="accounts.hold_placed")
        assert (event.subject, event.brand_id, event.facts["reason"]) == (
            f"brand:{place.brand.pk}",
            place.brand.pk,
            "Fire",
        )


@pytest.mark.django_db
def test_an_ended_hold_covers_nothing_and_cannot_end_twice(place: Place) -> None:
    with scope.enter(place.organization.pk):
        placed = hold(place, Target())
        holds.end_hold(placed, access=access_of(place.approver, place))

        assert not covering(place.brand.pk, CHANNEL).exists()
        assert Hold.objects.get().ended_by == place.approver
        with pytest.raises(NotAllowed):
            holds.end_hold(placed, access=access_of(place.owner, place))
        assert Event.objects.filter(kind="accounts.hold_ended").count() == 1
        assert hold(place, Target()).pk != placed.pk


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_owner_admin_and_approver_may_hold_and_the_others_not(place: Place, role: str) -> None:
    with scope.enter(place.organization.pk):
        access = access_of(place.people[role], place)
        targets = [Target(), Target(brand_id=place.brand.pk)]
        may = role in {Role.OWNER, Role.ADMIN, Role.APPROVER}

        assert [holds.may_hold(access, target) for target in targets] == [may, may]
        if not may:
            with pytest.raises(PermissionDenied):
                holds.place_hold(targets[1], access=access)


@pytest.mark.django_db
def test_who_sees_some_brands_holds_those_alone(place: Place) -> None:
    with scope.enter(place.organization.pk):
        two = second_brand(place)
        team = region(place, two)
        limit(place, place.approver, two)
        access = access_of(place.approver, place)

        assert holds.may_hold(access, Target(brand_id=two.pk))
        assert holds.may_hold(access, Target(brand_id=two.pk, channel_id=CHANNEL))
        for target in (Target(), Target(team_id=team.pk), Target(brand_id=place.brand.pk)):
            with pytest.raises(PermissionDenied):
                holds.place_hold(target, access=access)
        with pytest.raises(PermissionDenied):
            holds.end_hold(hold(place, Target()), access=access)


@pytest.mark.django_db
def test_a_brand_that_raises_a_role_lets_it_hold_there(place: Place) -> None:
    with scope.enter(place.organization.pk):
        two = second_brand(place)
        limit(place, place.editor, place.brand)
        limit(place, place.editor, two, role=Role.APPROVER)
        access = access_of(place.editor, place)

        assert holds.may_hold(access, Target(brand_id=two.pk))
        assert not holds.may_hold(access, Target(brand_id=place.brand.pk))


@pytest.mark.django_db(transaction=True)
def test_a_hold_waits_for_fences_on_their_way_and_fences_wait_for_a_hold(place: Place) -> None:
    with scope.enter(place.organization.pk):
        access = access_of(place.owner, place)
    order: list[str] = []

    def another_hand() -> None:
        with scope.enter(place.organization.pk):
            holds.place_hold(Target(), access=access)
        order.append("held")
        connection.close()

    hand = threading.Thread(target=another_hand)
    with scope.enter(place.organization.pk):
        with transaction.atomic():
            holds.share()
            assert not covering(place.brand.pk, CHANNEL).exists()
            hand.start()
            deadline = time.monotonic() + 10
            while not waits_for_a_lock():
                assert time.monotonic() < deadline, "it does not wait"
                time.sleep(0.01)
            order.append("fence")
        hand.join(10)
        with transaction.atomic():
            holds.share()
            assert covering(place.brand.pk, CHANNEL).exists()
    assert order == ["fence", "held"]


@pytest.mark.django_db(transaction=True)
def test_the_lock_needs_a_transaction(place: Place) -> None:
    with scope.enter(place.organization.pk), pytest.raises(transaction.TransactionManagementError):
        holds.share()


@pytest.mark.django_db(transaction=True)
def test_fences_do_not_wait_for_each_other_nor_for_holds_of_other_organizations(place: Place) -> None:
    other = world.place("two")
    done: list[bool] = []

    def another_hand() -> None:
        with scope.enter(place.organization.pk), transaction.atomic():
            holds.share()
        with scope.enter(other.organization.pk), transaction.atomic():
            holds.alone()
        done.append(True)
        connection.close()

    with scope.enter(place.organization.pk), transaction.atomic():
        holds.share()
        hand = threading.Thread(target=another_hand)
        hand.start()
        hand.join(10)
        assert done == [True]
