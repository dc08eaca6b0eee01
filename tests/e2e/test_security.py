"""Protecting an account: an app, a passkey and the sessions, with the browser's own authenticator.

Passkeys need a name in the address bar, so these pages are opened at localhost.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import house, soundness
from tests.e2e.conftest import Visit, defaults
from tests.e2e.newcomers import PASSWORD, Founder, found_organization
from tests.e2e.pages import follow, sign_in

SECURITY, PASSKEYS, DEVICES = "/me/security/", "/me/security/passkeys/", "/me/sessions/"
OFFERS_NOTHING = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"
"""Without it the device, which says yes at once, answers every sign-in page before the button is pressed."""
KEY_OF_THE_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def founder(browser: Browser) -> Founder:
    """A person of this file alone: here sessions end, and others have theirs."""
    context = browser.new_context(**defaults())
    found = found_organization(context.new_page())
    context.close()
    return found


@pytest.fixture
def page(visit: Visit, founder: Founder) -> Iterator[Page]:
    """The founder at localhost, and her account as it was before when the test ends."""
    page = visit(base_url=house.NAMED, reduced_motion="reduce")
    _sign_in(page, founder)
    expect(page).to_have_url(re.compile(r"/b/"))
    yield page
    _without_second_factor(page, founder)


def test_an_app_protects_the_account_and_its_codes_open_it(
    page: Page, visit: Visit, founder: Founder
) -> None:
    page.goto(SECURITY)
    follow(page, page.get_by_role("link", name="Set up the app"))
    _prove(page)
    secret = page.locator("#key").inner_text().replace(" ", "")
    _look(page)
    page.get_by_label("Code of the app").fill(_code(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    _look(page)
    spare = page.locator("#codes li").first.inner_text()
    with page.expect_download() as kept:
        page.get_by_role("button", name="Download").click()
    assert spare in kept.value.path().read_text()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Remove the app")).to_be_visible()

    other = visit(base_url=house.NAMED, reduced_motion="reduce")
    _sign_in(other, founder)
    expect(other.get_by_role("heading", name="One more step")).to_be_visible()
    _look(other)
    other.get_by_label("Code", exact=True).fill("000000")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_text("This code is not right")).to_be_visible()
    other.get_by_label("Code", exact=True).fill(spare)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other).to_have_url(re.compile(r"/b/"))


def test_a_passkey_opens_the_account_without_a_password(page: Page) -> None:
    _authenticator(page)
    page.add_init_script(OFFERS_NOTHING)
    page.goto(PASSKEYS)
    follow(page, page.get_by_role("link", name="Add a passkey").first)
    _prove(page)
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Create the passkey").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    page.goto(PASSKEYS)
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()

    page.goto(DEVICES)
    page.get_by_role("main").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    page.goto("/accounts/login/?next=/me/security/passkeys/")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(f"{house.NAMED}{PASSKEYS}")
    expect(page.get_by_text("last used")).to_be_visible()


def test_another_session_is_ended_from_here(page: Page, visit: Visit, founder: Founder) -> None:
    other = visit(base_url=house.NAMED, reduced_motion="reduce")
    _sign_in(other, founder)
    expect(other).to_have_url(re.compile(r"/b/"))

    page.goto(DEVICES)
    page.get_by_role("button", name="Sign out all other devices").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out all other devices").click()
    expect(page.get_by_role("main").get_by_role("button", name=re.compile("Sign out"))).to_have_count(1)

    other.reload()
    expect(other).to_have_url(re.compile(r"/accounts/login/"))


def _sign_in(page: Page, founder: Founder) -> None:
    page.goto("/accounts/login/")
    sign_in(page, founder.email, PASSWORD)


def _prove(page: Page) -> None:
    """The password once more, where it is asked for."""
    if "/accounts/reauthenticate/" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        follow(page, page.get_by_role("button", name="Go on"))


def _without_second_factor(page: Page, founder: Founder) -> None:
    if "/accounts/" in page.url:
        return
    page.goto(SECURITY)
    if page.get_by_role("link", name="Remove the app").count():
        follow(page, page.get_by_role("link", name="Remove the app"))
        _prove(page)
        follow(page, page.get_by_role("button", name="Remove the app"))
    page.goto(PASSKEYS)
    while page.get_by_role("link", name="Remove").count():
        follow(page, page.get_by_role("link", name="Remove").first)
        _prove(page)
        follow(page, page.get_by_role("button", name="Remove"))


def _look(page: Page) -> None:
    """As sound as every page (test_pages), on a phone, for pages that only a journey reaches."""
    page.set_viewport_size({"width": 390, "height": 844})
    troubles = soundness.layout(page) + soundness.accessibility(page)
    page.emulate_media(color_scheme="dark")
    troubles += soundness.accessibility(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not troubles, "\n".join(troubles)


def _authenticator(page: Page) -> None:
    """The browser gets one that says yes at once."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_OF_THE_DEVICE})


def _code(secret: str) -> str:
    """What the app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
