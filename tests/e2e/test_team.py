"""A team comes together: invited by mail, given other roles in the open session, handed over and gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.e2e import letters, practice
from tests.e2e.conftest import Visit
from tests.e2e.newcomers import BERLIN, PASSWORD, Founder
from tests.e2e.pages import act, choose_time, compose, connect, expect_post_page
from tests.e2e.recorder import Recorder


def test_an_owner_builds_a_team_and_hands_over_what_somebody_leaves(
    visit: Visit, founder: Founder, recorder: Recorder
) -> None:
    tag, host = uuid4().hex[:6], visit(storage_state=founder.state)
    editor, approver = f"eda-{tag}@linden.example", f"ali-{tag}@linden.example"

    _invite(host, founder, "Editor", f"{editor}\nnot an address")
    expect(host.get_by_text("nobody has been invited yet")).to_be_visible()
    host.get_by_label("Email addresses").fill(editor)
    host.get_by_role("button", name="Send the invitations").click()
    _invite(host, founder, "Approver", approver)
    expect(host.get_by_text(approver).first).to_be_visible()
    hers, _his = _join(visit(), editor, "Eda Kurt"), _join(visit(), approver, "Ali Can")

    _change_role(host, founder, "Eda Kurt", "Contributor")
    hers.goto(f"{founder.brand}posts/new/")
    expect(hers.get_by_role("button", name="Save draft").first).to_be_visible()
    expect(hers.get_by_role("button", name="Schedule", exact=True)).to_have_count(0)
    _change_role(host, founder, "Eda Kurt", "Editor")
    text = _schedule(host, hers, founder, tag)

    recorder.expect_status(404)
    _open(host, founder, "Eda Kurt")
    host.get_by_role("link", name="Deactivate…").click()
    host.get_by_label("Hand them over").check()
    host.get_by_label("Who takes over").select_option(label="Ali Can")
    host.get_by_role("button", name="Deactivate").click()
    expect(host.get_by_text("can open nothing here any more").first).to_be_visible()

    answer = hers.reload()
    assert answer is not None
    assert answer.status == 404
    host.goto(f"{founder.brand}calendar/list/")
    host.get_by_role("link", name=text).first.click()
    expect(host.locator("main")).to_contain_text("Ali Can")


def _invite(page: Page, founder: Founder, role: str, addresses: str) -> None:
    page.goto(f"{founder.people}invite/")
    page.get_by_label("Email addresses").fill(addresses)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("button", name="Send the invitations").click()


def _join(page: Page, email: str, name: str) -> Page:
    page.goto(letters.link(email))
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make my account and join").click()
    expect(page.get_by_text("Welcome to").first).to_be_visible()
    return page


def _open(page: Page, founder: Founder, name: str) -> None:
    page.goto(founder.people)
    page.get_by_role("link", name=f"Open {name}").click()


def _change_role(page: Page, founder: Founder, name: str, role: str) -> None:
    _open(page, founder, name)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("button", name="Change the role").click()
    expect(page.get_by_text(f"{name} is now: {role}.").first).to_be_visible()


def _schedule(host: Page, author: Page, founder: Founder, tag: str) -> str:
    """A post of the author for tomorrow, on a channel that the owner has connected."""
    handle, text = practice.invented("ekip"), f"Linden blossom {tag}"
    connect(host, handle, brand=founder.brand)
    compose(author, text, handle, brand=founder.brand)
    choose_time(author, datetime.now(ZoneInfo(BERLIN)).replace(hour=12, minute=0) + timedelta(days=1))
    act(author, "Schedule")
    expect_post_page(author)
    return text
