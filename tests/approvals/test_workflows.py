"""Stages: who is asked in which, how many must say yes, and what is impossible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.access import by
from accounts.models import Membership
from approvals.models import Guest, Mode
from approvals.plans import Chair, Plan, Step, agency_then_client, one_approver
from approvals.selectors import workflows as selectors
from approvals.services import deciding
from approvals.services.asking import NobodyToAsk
from approvals.services.deciding import AlreadyDecided
from approvals.services.leaving import gone
from approvals.services.workflows import BadWorkflow
from approvals.voices import guest as guest_voice
from calendar_app.models import Delivery, Post
from calendar_app.services import scheduling
from core.errors import NotAllowed, Stale
from tests import world
from tests.approvals import asked
from tests.calendar_app import posts
from tests.world import Place

pytestmark = pytest.mark.django_db


def guest(place: Place, name: str = "Leyla") -> Guest:
    """A guest of the brand."""
    return Guest.objects.create(
        organization=place.organization, brand=place.brand, name=name, email=f"{name.lower()}@client.example"
    )


def chair(place: Place, role: str) -> Chair:
    """The seat of the place's member in this role."""
    return Chair(membership=Membership.objects.get(user=place.people[role]).pk)


def test_a_brand_without_a_workflow_asks_everybody_who_may_approve() -> None:
    place = world.place("one")
    with posts.inside(place):
        found = selectors.dry_run(place.brand, selectors.plan_of(place.brand))

        assert sorted(one.name for one in found.stages[0].people) == [
            "Admin-One",
            "Approver-One",
            "Owner-One",
        ]
        assert (found.is_possible, found.stages[0].need) == (True, 1)


def test_a_workflow_is_set_once_for_each_revision() -> None:
    place = world.place("one")
    with posts.inside(place):
        first = asked.plan(place, Plan("Ours", [Step("Team", [chair(place, "admin")])]))

        assert first.revision == 1
        assert selectors.plan_of(place.brand) == first
        with pytest.raises(Stale):
            asked.plan(place, one_approver(), revision=0)
        assert asked.plan(place, one_approver(), revision=1).revision == 2


@pytest.mark.parametrize(
    "bad",
    [
        Plan("Empty", []),
        Plan("Nobody", [Step("Legal", [])]),
        Plan("Nameless", [Step(" ", [Chair(role="owner")])]),
        Plan("None", [Step("Team", [Chair(role="owner")], Mode.QUORUM, 0)]),
        Plan("Far", [Step("Team", [Chair(role="owner")])], lead_minutes=10**6),
    ],
)
def test_a_workflow_that_cannot_work_is_refused(bad: Plan) -> None:
    place = world.place("one")
    with posts.inside(place), pytest.raises(BadWorkflow):
        asked.plan(place, bad)


def test_a_dry_run_names_what_is_impossible() -> None:
    place = world.place("one")
    with posts.inside(place):
        steps = [
            Step("Alone", [chair(place, "approver")]),
            Step("Too many", [Chair(role="owner")], Mode.QUORUM, 2),
            Step("Powerless", [chair(place, "editor")]),
            Step("Fine", [Chair(role="client"), Chair(guest=guest(place).pk)], Mode.ALL),
        ]
        found = selectors.dry_run(place.brand, Plan("Odd", steps), author=place.approver)

        problems = [str(one.problem) for one in found.stages]
        assert "only the author" in problems[0]
        assert "wants 2" in problems[1]
        assert "Editor-One" in problems[2]
        assert (problems[3], found.stages[3].need, found.is_possible) == ("", 2, False)


def test_stages_are_asked_one_after_the_other_and_the_post_goes_out_after_the_last() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        client = guest(place)
        asked.plan(place, agency_then_client([Chair(guest=client.pk)]))
        post = asked.submitted(place, posts.channel(place))
        review = asked.review_of(post)
        with pytest.raises(PermissionDenied):
            asked.approve(review, guest_voice(client))

        asked.approve(review, asked.voice(place))
        review.refresh_from_db()
        assert (review.state, review.step, posts.delivery(post).state) == ("open", 1, "draft")
        asked.approve(review, guest_voice(client), via="guest")

        assert posts.delivery(post).state == "waiting"


@pytest.mark.parametrize(
    ("mode", "quorum", "needed"), [(Mode.ANY, 1, 1), (Mode.QUORUM, 2, 2), (Mode.ALL, 1, 3)]
)
def test_as_many_must_say_yes_as_the_stage_wants(mode: Mode, quorum: int, needed: int) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        step = Step("Team", [Chair(role=role) for role in ("owner", "admin", "approver")], mode, quorum)
        asked.plan(place, Plan("Ours", [step]))
        post = asked.submitted(place, posts.channel(place))
        review = asked.review_of(post)

        for count, role in enumerate(("owner", "admin", "approver")[:needed], 1):
            asked.approve(review, asked.voice(place, role))
            assert (posts.delivery(post).state == "waiting") == (count == needed)


def test_nobody_approves_what_she_wrote_or_submitted_unless_the_brand_allows_it() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        channel = posts.channel(place)
        own = asked.draft(place, channel, author=place.approver)
        scheduling.schedule(own, asked.at(place, 600), by=by(place.approver))
        with pytest.raises(PermissionDenied):
            asked.approve(asked.review_of(own), asked.voice(place))

        asked.plan(place, Plan("Free", one_approver().steps, allows_self=True))
        mine = asked.draft(place, channel, author=place.approver, text="Mine")
        scheduling.schedule(mine, asked.at(place, 600), by=by(place.approver))

        assert asked.review_of(mine).state == "approved"
        assert Delivery.objects.get(post=mine).state == "waiting"
        assert Delivery.objects.get(post=own).state == "draft"


def test_what_only_its_author_could_approve_is_not_submitted() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("One", [Step("Boss", [chair(place, "owner")])]))
        post = asked.draft(place, posts.channel(place), author=place.owner)

        with pytest.raises(NobodyToAsk, match="only the author"):
            scheduling.schedule(post, asked.at(place, 600), by=by(place.owner))
        assert posts.delivery(post).planned_at is None


def test_the_stand_in_of_somebody_who_is_away_is_asked_and_decides_for_her() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        admin = Membership.objects.get(user=place.admin)
        Membership.objects.filter(user=place.approver).update(
            stand_in=admin, away_from=asked.now() - timedelta(hours=1)
        )
        asked.plan(place, Plan("One", [Step("Boss", [chair(place, "approver")])]))
        review = asked.review_of(asked.submitted(place, posts.channel(place)))

        ask = review.asks.get()
        assert (ask.membership_id, ask.stands_in_for.user) == (admin.pk, place.approver)
        asked.approve(review, asked.voice(place, "admin"))
        assert asked.review_of(Post.objects.get()).state == "approved"


@pytest.mark.parametrize(("verdict", "state"), [("changes", "changes_asked"), ("reject", "rejected")])
def test_one_no_ends_the_review_and_needs_words(verdict: str, state: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))
        with pytest.raises(NotAllowed, match="few words"):
            deciding.decide(review, asked.answer(review, verdict, note=" "), voice=asked.voice(place))

        deciding.decide(review, asked.answer(review, verdict), voice=asked.voice(place))

        review.refresh_from_db()
        assert review.state == state
        with pytest.raises(AlreadyDecided, match="faster"):
            asked.approve(review, asked.voice(place, "admin"))


def test_the_same_answer_again_is_told_and_changes_nothing() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))
        asked.approve(review, asked.voice(place))

        with pytest.raises(AlreadyDecided, match="answered already"):
            asked.approve(review, asked.voice(place))
        assert review.decisions.count() == 1


@pytest.mark.parametrize("role", ["editor", "contributor", "analyst", "client"])
def test_who_is_not_asked_decides_nothing(role: str) -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        review = asked.review_of(asked.submitted(place, posts.channel(place)))

        with pytest.raises(PermissionDenied):
            asked.approve(review, asked.voice(place, role))


def test_a_stage_goes_on_without_somebody_who_left() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("All", [Step("All", [Chair(role="admin"), Chair(role="approver")], Mode.ALL)]))
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))
        assert posts.delivery(post).state == "draft"

        Membership.objects.filter(user=place.admin).update(deactivated_at=asked.now())
        gone(place.admin)

        assert posts.delivery(post).state == "waiting"


def test_when_the_only_one_who_was_asked_leaves_whoever_sits_there_now_is_asked() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("One", [Step("Boss", [Chair(role="approver")])]))
        post = asked.submitted(place, posts.channel(place))
        Membership.objects.filter(user=place.approver).update(deactivated_at=asked.now())
        Membership.objects.filter(user=place.analyst).update(role="approver")

        gone(place.approver)

        asked.approve(asked.review_of(post), asked.voice(place, "analyst"))
        assert asked.review_of(post).state == "approved"


def test_an_answer_that_led_to_the_next_stage_can_be_taken_back_and_given_again() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("Two", [*one_approver().steps, Step("Boss", [chair(place, "owner")])]))
        post = asked.submitted(place, posts.channel(place))
        yes = asked.approve(asked.review_of(post), asked.voice(place))
        assert asked.review_of(post).step == 1

        deciding.undo(yes, voice=asked.voice(place))
        assert asked.review_of(post).step == 0
        with pytest.raises(PermissionDenied):
            asked.approve(asked.review_of(post), asked.voice(place, "client"))

        asked.approve(asked.review_of(post), asked.voice(place))
        asked.approve(asked.review_of(post), asked.voice(place, "owner"))
        assert posts.delivery(post).state == "waiting"


def test_who_is_the_only_approver_may_still_change_an_approved_post_which_is_a_draft_then() -> None:
    place = world.place("one", approval_required=True)
    with posts.inside(place):
        asked.plan(place, Plan("One", [Step("Boss", [chair(place, "approver")])]))
        post = asked.submitted(place, posts.channel(place))
        asked.approve(asked.review_of(post), asked.voice(place))

        asked.edit(post, "My own words", place.approver)

        assert asked.review_of(post).state == "void"
        assert posts.delivery(post).state == "draft"
