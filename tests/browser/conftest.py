"""A real browser and real hubs.

Every page that `visit` and `read` open is watched: an error in a script, a broken
policy, a missing file or a request to another host fails the test when it ends.
"""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright
from tests.browser.serving import Hub, WholeHub, serving
from tests.browser.signing_in import cookies_of, enter_cast, enter_demo
from tests.browser.watching import Watch
from tests.installation import ROOT, Installation, built_once

# Playwright's loop runs in this thread, and Django's ORM refuses to work beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = """async () => {
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}"""
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


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The hub of the matrix: the cast, and a row of every kind."""

    def build(made):
        filled = made.python("-m", "tests.browser.every_page.building")
        assert filled.returncode == 0, filled.stderr

    pattern = built_once(tmp_path_factory, "whole", build)
    made = Installation(tmp_path_factory.mktemp("whole") / "var")
    with serving(pattern, made) as address:
        yield WholeHub(address, made)


@pytest.fixture(scope="package")
def browser():
    """Debian's chromium without windows; its loop ends with this folder's tests."""
    program = shutil.which("chromium-headless-shell")
    assert program, "chromium is missing: apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def contexts():
    """Contexts of the browser that are closed when the test ends."""
    opened = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def visit(hub, browser, contexts):
    """Opens a page of the demo, as somebody or as the public, in a way of looking.

    `visit("/c/plastics/", role="Coordinator", width=360, theme="dark",
    language="lt")` gives Playwright's page.
    """
    watch = Watch(hub.address)

    def opened(path, *, role=None, width=1280, theme="light", language="en"):
        context = browser.new_context(
            base_url=hub.address,
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            reduced_motion="reduce",
            storage_state=cookies_of(hub, browser, role, enter_demo),
        )
        contexts.append(context)
        page = watch.over(context.new_page())
        page.goto(path)
        if page.locator("html").get_attribute("lang") != language:
            page.locator(f"button[name=language][value={language}]").first.click()
            page.goto(path)
        return page

    yield opened
    assert watch.problems == []


@pytest.fixture
def read(whole, browser, contexts):
    """Gives a page of the browser to a reader of the matrix, with more options."""
    watch = Watch(whole.address)

    def opened(reader, **more):
        context = browser.new_context(
            base_url=whole.address,
            reduced_motion="reduce",
            storage_state=cookies_of(whole, browser, reader, enter_cast),
            **more,
        )
        contexts.append(context)
        return watch.over(context.new_page())

    yield opened
    assert watch.problems == []


@pytest.fixture
def violations():
    """What axe finds on a page, by rule and element; nothing on a good page."""

    def found(page):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        return page.evaluate(AXE)

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
