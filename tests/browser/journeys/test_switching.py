"""Language and colours are switched on any page, and stay as they were chosen."""

from playwright.sync_api import expect

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(245, 246, 243)", "rgb(17, 21, 23)"
COVERAGE = "/c/plastics/coverage/"


def test_a_visitor_s_language_stays_on_the_page_and_on_others(visit):
    page = visit(COVERAGE)

    page.get_by_role("button", name="Lietuviškai").click()
    expect(page.locator("html")).to_have_attribute("lang", "lt")
    expect(page.locator("h1")).to_have_text("Vertės grandinė")
    assert page.url.endswith(COVERAGE)
    page.get_by_role("link", name="Nariai").first.click()
    page.wait_for_url("**/members/")
    expect(page.locator("html")).to_have_attribute("lang", "lt")
    page.get_by_role("button", name="dansk").click()

    expect(page.locator("h1")).to_have_text("Medlemmer")


def test_a_language_goes_with_the_account(visit):
    page = visit("/c/plastics/", role="Trustee")
    page.get_by_role("button", name="dansk").click()
    expect(page.locator("html")).to_have_attribute("lang", "da")

    elsewhere = visit("/c/plastics/", role="Trustee", language="da")

    expect(elsewhere.locator("h1")).to_have_text("Hjem")


def test_colours_are_the_system_s_until_they_are_chosen(visit):
    page = visit(COVERAGE, theme="dark")
    assert page.evaluate(GROUND) == DARK

    page.get_by_role("button", name="Light").click()
    assert page.evaluate(GROUND) == LIGHT
    assert pressed(page) == "Light"
    page.goto("/c/plastics/members/")
    assert page.evaluate(GROUND) == LIGHT
    assert pressed(page) == "Light"
    page.get_by_role("button", name="System").click()
    page.reload()

    assert page.evaluate(GROUND) == DARK
    assert pressed(page) == "System"


def pressed(page):
    """The colours that are said to be chosen."""
    return page.locator(".theme button[aria-pressed=true]").inner_text()
