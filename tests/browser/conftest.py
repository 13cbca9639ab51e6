"""A real browser and a real hub: the demo, as `./run` starts it.

Every page that `visit` opens is watched: an error in a script, a broken policy,
a missing file or a request to another host fails the test when it ends.
"""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests.browser.watching import Watch
from tests.installation import (
    GRANDIS,
    ROOT,
    Installation,
    built_once,
    free_port,
    group_of,
)

# Playwright's loop runs in this thread, and Django's ORM refuses to work beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SCREENSHOTS = ROOT / "build/screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Hub:
    """A running demo, and who of it has signed in so far."""

    address: str
    installation: Installation
    states: dict[str, dict] = field(default_factory=dict)


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    """The demo on a port of its own, until the tests end."""

    def build(made):
        filled = made.hub("demo", GRANDIS_DEMO="yes")
        assert filled.returncode == 0, filled.stderr

    demo = built_once(tmp_path_factory, "demo", build)
    made = Installation(tmp_path_factory.mktemp("hub") / "var")
    with serving(demo, made, GRANDIS_DEMO="yes") as address:
        yield Hub(address, made)


@contextmanager
def serving(pattern, made, **environment):
    """The address of a running copy of an installation, until the block ends."""
    shutil.copytree(pattern.folder, made.folder)
    port = free_port()
    program = made.popen(
        *(*GRANDIS, "hub", "run", f"--port={port}", "--processes=1"),
        environment=environment,
        stderr=subprocess.PIPE,
    )
    with group_of(program):
        said = []
        while not said or not said[-1].startswith("Open "):
            said.append(program.stderr.readline())
            assert said[-1], "".join(said)
        yield f"http://localhost:{port}"
        program.terminate()
        assert program.wait() == 0


@pytest.fixture(scope="package")
def browser():
    """Debian's chromium; its loop ends with this folder's tests."""
    program = shutil.which("chromium")
    assert program, "chromium is missing; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(hub, browser):
    """Opens a page of the hub, as somebody or as the public, in a way of looking.

    `visit("/c/plastics/", role="Coordinator", width=360, theme="dark",
    language="lt")` gives Playwright's page.
    """
    contexts, watch = [], Watch(hub.address)

    def opened(path, *, role=None, width=1280, theme="light", language="en"):
        context = browser.new_context(
            base_url=hub.address,
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            reduced_motion="reduce",
            storage_state=signed_in(hub, browser, role) if role else None,
        )
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        page.goto(path)
        if page.locator("html").get_attribute("lang") != language:
            page.locator(f"button[name=language][value={language}]").first.click()
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.problems == []


def signed_in(hub, browser, role):
    """The cookies of the first account of a role; each signs in once."""
    if role not in hub.states:
        with browser.new_context(base_url=hub.address) as context:
            sign_in(context.new_page(), role)
            hub.states[role] = context.storage_state()
    return hub.states[role]


def sign_in(page, role):
    """Sign in with one click on the demo's sign-in page."""
    page.goto("/account/login/")
    account = page.locator("section li", has_text=re.compile(rf"{re.escape(role)},"))
    account.first.get_by_role("button").click()
    page.wait_for_url(lambda address: "/account/login/" not in address)


@pytest.fixture
def violations():
    """What axe finds on a page, by rule and element; nothing on a good page."""

    def found(page):
        return [
            f"{each['id']}: {' '.join(node['target'])}"
            for each in Axe().run(page).response["violations"]
            for node in each["nodes"]
        ]

    return found


@pytest.fixture
def keep(request):
    """Keeps a picture of a whole page as an artefact of the test."""

    def kept(page, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        file = SCREENSHOTS / f"{Path(request.node.path).stem}-{name}.png"
        page.screenshot(path=file, full_page=True)
        return file

    return kept
