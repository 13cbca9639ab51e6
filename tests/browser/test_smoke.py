"""The demo can be opened, signed in to and looked at."""

import pytest
from tests.browser.watching import Watch

ROLES = [
    "Coordinator",
    "Member",
    "Production",
    "Research member",
    "Customer",
    "Trustee",
    "Agency",
    "Partner cluster",
]


@pytest.mark.parametrize("role", ROLES)
def test_the_sign_in_page_opens_the_demo_for_each_role(visit, keep, violations, role):
    page = visit("/", role=role)

    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert violations(page) == []
    assert keep(page, role.lower().replace(" ", "-")).stat().st_size > 5_000


def test_a_visitor_sees_the_front_page_in_their_language(visit, violations):
    page = visit("/", width=360, theme="dark", language="lt")

    assert page.locator("html").get_attribute("lang") == "lt"
    assert violations(page) == []


def test_what_should_not_happen_on_a_page_is_noticed(hub, browser, violations):
    watch = Watch(hub.address)
    with browser.new_context(base_url=hub.address) as context:
        page = watch.over(context.new_page())
        page.goto("/")
        assert watch.problems == []
        page.evaluate(
            """async () => {
                const picture = document.createElement('img')
                picture.src = 'http://127.0.0.1:9/pixel.png'
                const script = document.createElement('script')
                script.textContent = 'window.ran = true'
                document.body.append(picture, script)
                await fetch('/static/nothing.js')
            }"""
        )

        assert page.evaluate("window.ran") is None
        assert "image-alt: img" in violations(page)
    assert any(each.startswith("404 ") for each in watch.problems)
    assert any("Content Security Policy" in each for each in watch.problems)
