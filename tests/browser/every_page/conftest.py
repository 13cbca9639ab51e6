"""The hub of the matrix: the cast, and a row of every kind, for every reader."""

import json

import pytest
from tests.browser.conftest import Hub, serving
from tests.browser.watching import Watch
from tests.cast import PASSWORD
from tests.hub.matrix.table import expected
from tests.installation import Installation, built_once

EMAIL = {
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


class WholeHub(Hub):
    """A hub that knows what the matrix says of its pages."""

    @property
    def addresses(self):
        """The address of each page of the matrix, by page and state."""
        listed = json.loads((self.installation.folder / "addresses.json").read_text())
        return {(page, state): address for page, state, address in listed}

    def open_to(self, reader):
        """The addresses that a reader may read, by page and state."""
        table = expected()
        return {
            row: address
            for row, address in self.addresses.items()
            if table[row][reader] == 200
        }


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The hub of the matrix on a port of its own, until the tests end."""

    def build(made):
        filled = made.python("-m", "tests.browser.every_page.building")
        assert filled.returncode == 0, filled.stderr

    pattern = built_once(tmp_path_factory, "whole", build)
    made = Installation(tmp_path_factory.mktemp("whole") / "var")
    with serving(pattern, made) as address:
        yield WholeHub(address, made)


@pytest.fixture
def read(whole, browser):
    """Opens a page for a reader of the matrix; what goes wrong on it fails the test."""
    contexts, watch = [], Watch(whole.address)

    def opened(reader, **looking):
        context = browser.new_context(
            base_url=whole.address,
            reduced_motion="reduce",
            storage_state=signed_in(whole, browser, reader),
            **looking,
        )
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.problems == []


def signed_in(hub, browser, reader):
    """The cookies of a reader; each signs in once, by the form."""
    if reader not in EMAIL:
        return None
    if reader not in hub.states:
        with browser.new_context(base_url=hub.address) as context:
            enter(context.new_page(), reader)
            hub.states[reader] = context.storage_state()
    return hub.states[reader]


def enter(page, reader):
    """Sign in with e-mail address and password."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"{EMAIL[reader]}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/account/login/" not in address)
