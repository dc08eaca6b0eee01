"""People who were not there before: sign-up, the mail that proves the address, the first organization and brand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import uuid4

from playwright.sync_api import Page, StorageState

from tests.e2e import house, letters, pages

PASSWORD = "linden-harbour-quiet-74"
INVITED = "Can Aydın"
BERLIN = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Founder:
    """Somebody with an organization of her own. `brand` and `people` are paths; `state` her cookies."""

    email: str
    organization: str
    brand: str
    people: str
    state: StorageState


def found_organization(page: Page) -> Founder:
    """From the sign-in page to a brand in Berlin, as any stranger would go."""
    tag = uuid4().hex[:6]
    email, organization = f"ada-{tag}@linden.example", f"Linden {tag}"
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Make an account").click()
    page.locator("[name=email]").fill(email)
    page.get_by_label("Your name").fill("Ada Linden")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make an account").click()
    page.get_by_role("heading", name="look in your mail").wait_for()
    page.goto(letters.link(email))
    pages.follow(page, page.get_by_role("button", name="Yes, confirm"))
    _sign_in_where_asked(page, email)
    page.get_by_label("Organization").fill(organization)
    page.get_by_label("First brand").fill(f"Linden Tea {tag}")
    page.get_by_label("Time zone").select_option(BERLIN)
    page.get_by_role("button", name="Open the brand").click()
    page.wait_for_url(f"{house.BASE}/b/**")
    brand = page.url.removeprefix(house.BASE)
    page.goto("/me/settings/")
    people = (
        page.get_by_role("main")
        .get_by_role("link", name=re.compile(r"^People\b"))
        .first.get_attribute("href")
        or ""
    )
    return Founder(email, organization, brand, people, page.context.storage_state())


def join(guest: Page, host: Page, people: str, role: str) -> StorageState:
    """A new person, invited by `host` on the page `people` with this role; her cookies."""
    email = f"can-{uuid4().hex[:6]}@linden.example"
    host.goto(f"{people}invite/")
    host.get_by_label("Email addresses").fill(email)
    host.get_by_role("radio", name=role).check()
    host.get_by_role("button", name="Send the invitations").click()
    host.get_by_text(email).first.wait_for()
    guest.goto(letters.link(email))
    assert "/me/invitation/" in guest.url, "the secret stays out of the address"
    guest.get_by_label("Your name").fill(INVITED)
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Make my account and join").click()
    guest.get_by_text("Welcome to").first.wait_for()
    return guest.context.storage_state()


def _sign_in_where_asked(page: Page, email: str) -> None:
    """Confirming in another browser than the one of the sign-up ends at the sign-in page."""
    if "/accounts/login/" in page.url:
        pages.sign_in(page, email, PASSWORD)
