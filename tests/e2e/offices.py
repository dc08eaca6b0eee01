"""Organizations that want everything approved, made as people make them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Browser, Page, StorageState

from tests.e2e import letters, practice
from tests.e2e.conftest import defaults
from tests.e2e.newcomers import PASSWORD, Founder, found_organization
from tests.e2e.pages import connect


@dataclass(frozen=True)
class Office:
    """An organization that wants everything approved: who writes, who approves, and the channel."""

    founder: Founder
    approver: str
    approving: StorageState
    handle: str

    @property
    def brand(self) -> str:
        """The brand's path."""
        return self.founder.brand


def opened(browser: Browser) -> Office:
    """One with a channel, its owner, and an approver who was invited."""
    host, guest = browser.new_context(**defaults()).new_page(), browser.new_context(**defaults()).new_page()
    founder, handle = found_organization(host), practice.invented("onay")
    connect(host, handle, brand=founder.brand)
    host.goto(f"{founder.brand}settings/approval/")
    host.get_by_role("radio", name="Yes, every post needs approval").check()
    host.get_by_role("button", name="Save", exact=True).click()
    email = f"ali-{uuid4().hex[:6]}@linden.example"
    host.goto(f"{founder.people}invite/")
    host.get_by_label("Email addresses").fill(email)
    host.get_by_role("radio", name="Approver").check()
    host.get_by_role("button", name="Send the invitations").click()
    host.get_by_text(email).first.wait_for()
    guest.goto(letters.link(email))
    guest.get_by_label("Your name").fill("Ali Can")
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Make my account and join").click()
    guest.get_by_text("Welcome to").first.wait_for()
    made = Office(founder, email, guest.context.storage_state(), handle)
    host.context.close()
    guest.context.close()
    return made


def approve_by_mail(phone: Page, office: Office, subject: str) -> None:
    """Two taps, from the link in the approver's mail with these words in its subject."""
    phone.goto(link_of(office.approver, subject))
    phone.get_by_role("button", name="Approve", exact=True).tap()
    phone.get_by_role("button", name="Yes, approve").tap()


def link_of(email: str, subject: str) -> str:
    """The link to a decision in the newest such mail."""
    mail = letters.wait_for(email, subject=subject)
    found = re.search(r"https?://\S+/a/\S+", letters.text(mail))
    assert found is not None
    return found[0]
