"""Everything can be done with the keyboard alone, and focus can always be seen."""

import re

import pytest
from playwright.sync_api import expect

HOME, MEMBERS = "/c/plastics/", "/c/plastics/members/"
FOCUS = """() => {
    const here = document.activeElement
    if (here === document.body) return null
    const box = here.getBoundingClientRect()
    const style = getComputedStyle(here)
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2
    const at = document.elementFromPoint(
        middle(box.left, box.right, innerWidth),
        middle(box.top, box.bottom, innerHeight))
    const number = [...document.querySelectorAll('*')].indexOf(here)
    return {
        name: `${number} ${here.tagName} ${here.textContent.trim().slice(0, 40)}`,
        outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
        shown: box.width > 1 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth
            && (here.contains(at) || at?.contains(here)),
    }
}"""


def tab_to(page, place, most=150):
    """Press Tab until a place has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if place.evaluate("place => place === document.activeElement"):
            return
    raise AssertionError(f"{place} is not reached by {most} times Tab")


def own(page, path):
    """Go to a page of the company that one acts for."""
    page.goto(f"{HOME}company/")
    page.goto(page.url + path)


def test_the_skip_link_leads_past_the_menu(visit):
    page = visit(HOME, role="Coordinator")
    skip = page.locator("a.skip")

    page.keyboard.press("Tab")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("look", [(1280, "light"), (360, "dark")], ids=str)
@pytest.mark.parametrize("path", [HOME, MEMBERS, f"{HOME}find/", f"{HOME}coverage/"])
def test_focus_can_be_seen_wherever_it_is(visit, path, look):
    width, theme = look
    page = visit(path, role="Coordinator", width=width, theme=theme)
    seen = []

    page.keyboard.press("Tab")
    while (focus := page.evaluate(FOCUS)) and focus not in seen:
        seen.append(focus)
        page.keyboard.press("Tab")

    assert len(seen) > 10
    assert [each["name"] for each in seen if not each["shown"]] == []
    assert [each["name"] for each in seen if each["outline"] < 2] == []


def test_the_menu_of_a_phone_opens_closes_and_leads_on(visit):
    page = visit(HOME, role="Coordinator", width=360)
    button, menu = page.locator(".menu-button"), page.locator("#menu")

    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    tab_to(page, menu.get_by_role("link", name="Members", exact=True), most=5)
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{MEMBERS}")
    expect(page.locator("h1")).to_have_text("Members")


def test_the_account_s_menu_opens_and_leads_on(visit):
    page = visit(HOME, role="Coordinator")

    tab_to(page, page.locator(".account summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="My profile"), most=5)
    page.keyboard.press("Enter")

    page.wait_for_url("**/profile/")


def test_a_list_is_filtered(visit):
    page = visit(MEMBERS, role="Coordinator")
    rows = page.locator("table.list tbody tr")
    everybody = rows.count()

    tab_to(page, page.get_by_label("Stage"))
    page.keyboard.type("Thermo")
    tab_to(page, page.get_by_role("button", name="Filter"), most=5)
    page.keyboard.press("Enter")
    page.wait_for_url("**stage=thermoforming**")

    assert 0 < rows.count() < everybody
    assert all("Thermoforming" in text for text in rows.all_inner_texts())


def test_a_form_is_mended_and_sent(visit):
    page = visit(HOME, role="Research member")
    own(page, "products/add/")
    name = page.get_by_label("Name")
    summary = page.get_by_role("alert")

    tab_to(page, name)
    page.keyboard.type(" ")
    page.keyboard.press("Enter")
    summary.wait_for()
    assert summary.evaluate("summary => summary === document.activeElement")
    assert page.title().startswith("Error:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert name.evaluate("field => field === document.activeElement")
    page.keyboard.press("Control+A")
    page.keyboard.type("Test bar, 80 mm")
    tab_to(page, page.get_by_role("button", name="Save"), most=5)
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/products/(#|$)"))
    expect(page.get_by_role("rowheader", name="Test bar, 80 mm")).to_be_visible()


def test_every_fault_leads_to_its_field(visit):
    page = visit(HOME, role="Member")
    own(page, "resources/add/?process=injection_moulding")
    page.get_by_label("Name").fill(" ")
    page.get_by_label("Site").select_option(index=1)
    page.get_by_label("Jobs at a time").fill("2")
    page.get_by_label("Clamping force", exact=True).check()
    page.get_by_role("button", name="Save").press("Enter")
    links = page.get_by_role("alert").get_by_role("link")
    links.first.wait_for()

    led_to = []
    for link in links.all():
        link.focus()
        page.keyboard.press("Enter")
        led_to.append(page.evaluate("document.activeElement.name"))

    assert led_to == ["name", "capacity", "assumed"]
