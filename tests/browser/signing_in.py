"""Signing in as somebody of the demo or of the cast; each does it once."""

import re

from tests.cast import PASSWORD

#: The addresses of the cast begin with these, by what the matrix calls them.
NAMES = {
    "coordinator": "rasa",
    "member": "ona",
    "production": "petras",
    "competitor": "darius",
    "research": "milda",
    "customer": "carl",
    "trustee": "tomas",
    "agency": "asta",
    "partner": "pernille",
    "invited": "jonas",
    "stranger": "sven",
}
SIGN_IN = "/account/login/"


def cookies_of(hub, browser, who, enter):
    """The cookies of somebody whom `enter` signs in; of nobody, none."""
    if who in (None, "public"):
        return None
    if who not in hub.states:
        with browser.new_context(base_url=hub.address) as context:
            enter(context.new_page(), who)
            hub.states[who] = context.storage_state()
    return hub.states[who]


def enter_demo(page, role):
    """Sign in with one click on the demo's sign-in page, as the first of a role."""
    page.goto(SIGN_IN)
    account = page.locator("section li", has_text=re.compile(rf"{re.escape(role)},"))
    account.first.get_by_role("button").click()
    page.wait_for_url(lambda address: SIGN_IN not in address)


def enter_cast(page, reader):
    """Sign in with e-mail address and password, as a reader of the matrix."""
    page.goto(SIGN_IN)
    page.get_by_label("Email").fill(f"{NAMES[reader]}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: SIGN_IN not in address)
