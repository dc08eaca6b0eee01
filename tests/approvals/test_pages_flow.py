"""Shaping the steps of approval."""

from __future__ import annotations

import html
from typing import Any

import pytest

from accounts.grants import Role
from accounts.models import BrandPolicy, Membership
from approvals.models import Workflow
from approvals.selectors import workflows
from tests.calendar_app import pages
from tests.calendar_app.posts import inside
from tests.world import Place
from tests.world import place as new_place

pytestmark = pytest.mark.django_db

STAGE = {"stages": "1", "stage-0-name": "Approval", "stage-0-mode": "any", "stage-0-quorum": "1"}
RULES = {"revision": "0", "lead_hours": "4", "tolerance_minutes": "60", "at_due": "hold"}
WHOLE = {**STAGE, **RULES, "stage-0-chairs": ["role:approver"]}
URL = "settings/approval/steps/"


@pytest.fixture
def place() -> Place:
    """A brand that wants everything approved."""
    return new_place("one", approval_required=True)


def send(
    place: Place, do: str, fields: dict[str, Any] | None = None, *, role: str = Role.ADMIN, url: str = URL
) -> Any:
    """One of the form's buttons."""
    return pages.browser(place.people[role]).post(
        pages.at(place, url), WHOLE | (fields or {}) | {"do": do}, follow=True
    )


def text(answer: Any) -> str:
    """The page as people read it."""
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("role", Role.values)
def test_owner_and_admin_shape_the_steps_and_the_others_are_refused(place: Place, role: str) -> None:
    answer = send(place, "save", role=role)

    may = role in {Role.OWNER, Role.ADMIN}
    assert answer.status_code == (200 if may else 403)
    with inside(place):
        assert Workflow.objects.exists() is may


def test_the_page_names_who_would_be_asked(place: Place) -> None:
    page = text(pages.browser(place.admin).get(pages.at(place, URL)))

    assert "If a post were sent for approval now" in page
    for name in ("Owner-One", "Admin-One", "Approver-One"):
        assert name in page


def test_stages_are_added_moved_and_removed_without_being_kept(place: Place) -> None:
    two = {"stages": "2", "stage-1-name": "Legal", "stage-1-mode": "all", "stage-1-quorum": "1"}

    added = send(place, "add")
    moved = send(place, "up-1", two)
    removed = send(place, "remove-0", two)

    assert "Another stage" in text(added)
    assert text(moved).index('value="Legal"') < text(moved).index('value="Approval"')
    assert 'value="Approval"' not in text(removed)
    with inside(place):
        assert not Workflow.objects.exists()


def test_a_preset_fills_the_form(place: Place) -> None:
    page = text(send(place, "preset-agency_then_client"))

    assert 'value="Agency"' in page
    assert 'value="Client"' in page


def test_what_is_impossible_is_said_before_it_is_kept(place: Place) -> None:
    quorum = send(place, "try", {"stage-0-mode": "quorum", "stage-0-quorum": "3"})
    nobody = send(place, "try", {"stage-0-chairs": []})

    assert "wants 3 to say yes, but only 1 can be asked." in text(quorum)
    assert "Nothing could be approved like this" in text(quorum)
    assert "Nobody sits in “Approval”." in text(nobody)


def test_what_cannot_be_kept_says_why_and_loses_nothing(place: Place) -> None:
    nobody = send(place, "save", {"stage-0-name": "Marketing people", "stage-0-chairs": []})
    nonsense = send(place, "save", {"lead_hours": "soon", "stage-0-name": "Marketing people"})
    nameless = send(place, "save", {"stage-0-name": " "})

    assert "Nobody sits in “Marketing people”." in text(nobody)
    assert 'value="Marketing people"' in text(nobody)
    assert 'value="Marketing people"' in text(nonsense)
    assert "soon" in text(nonsense)
    assert "Give each stage a short name." in text(nameless)
    with inside(place):
        assert not Workflow.objects.exists()


def test_it_is_kept_with_people_roles_and_rules(place: Place) -> None:
    with inside(place):
        member = Membership.objects.get(user=place.owner)
    chairs = ["role:approver", f"member:{member.pk}", "role:nobody", "member:x"]

    answer = send(place, "save", {"allows_self": "on", "lead_hours": "1.5", "stage-0-chairs": chairs})

    assert "Saved." in text(answer)
    with inside(place):
        plan = workflows.plan_of(place.brand)
        assert (plan.allows_self, plan.lead_minutes, plan.revision) == (True, 90, 1)
        assert [(chair.role, chair.membership) for chair in plan.steps[0].chairs] == [
            ("approver", None),
            ("", member.pk),
        ]


def test_an_old_form_is_told_that_somebody_was_faster(place: Place) -> None:
    send(place, "save")

    again = send(place, "save", {"lead_hours": "8"})

    assert "Someone else changed the approval steps" in text(again)
    assert send(place, "save", {"lead_hours": "8", "revision": "1"}).status_code == 200


def test_replies_have_steps_of_their_own(place: Place) -> None:
    send(place, "save", {"stage-0-name": "Replies"}, url=f"{URL}?covers=reply")

    with inside(place):
        assert workflows.plan_of(place.brand, "reply").steps[0].name == "Replies"
        assert workflows.plan_of(place.brand).revision == 0


@pytest.mark.parametrize("role", [Role.ADMIN, Role.APPROVER])
def test_whose_replies_need_approval_is_an_admins_word(place: Place, role: str) -> None:
    client = pages.browser(place.people[role])

    answer = client.post(pages.at(place, "settings/approval/replies/"), {"reply_approval": "others"})
    nonsense = client.post(pages.at(place, "settings/approval/replies/"), {"reply_approval": "maybe"})

    may = role == Role.ADMIN
    assert (answer.status_code, nonsense.status_code) == ((302, 409) if may else (403, 403))
    with inside(place):
        assert (BrandPolicy.objects.get().reply_approval == "others") is may
