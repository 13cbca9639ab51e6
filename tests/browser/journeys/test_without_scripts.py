"""Without JavaScript the hub can be read, and forms can be sent."""

import pytest
from playwright.sync_api import expect
from tests.browser.signing_in import enter_cast
from tests.hub.members.spreadsheets.books import Book

CLUSTER = "/c/plastics/"


@pytest.fixture
def plain(read):
    """Gives a reader a page of a browser that runs no scripts."""
    return lambda reader: read(reader, java_script_enabled=False)


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def test_somebody_signs_in_and_out(plain):
    page = plain("public")

    enter_cast(page, "member")
    page.goto(CLUSTER)
    assert heading(page) == "Home"
    page.locator(".account summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{CLUSTER}people/")

    assert heading(page) == "Sign in"


def test_the_menu_is_at_hand_on_a_phone(read):
    page = read(
        "member",
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )

    page.goto(CLUSTER)
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_role("link", name="Find", exact=True).click()

    assert heading(page) == "Find"


def test_a_member_is_found(plain):
    page = plain("customer")

    page.goto(f"{CLUSTER}find/")
    page.get_by_label("Words").fill("dosing cap")
    page.get_by_role("button", name="Find").click()

    assert "1 member found" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="UAB Kamštūna").click()
    assert heading(page) == "UAB Kamštūna"


def test_a_profile_is_changed(plain):
    page = plain("member")

    page.goto(f"{CLUSTER}company/")
    page.get_by_role("link", name="Change the profile").click()
    page.locator("#id_summary").fill("Caps that open with one hand.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Caps that open with one hand.")).to_be_visible()


def test_answers_are_checked_changed_and_sent(plain):
    page = plain("coordinator")

    page.goto(f"{CLUSTER}organisations/invite/")
    page.locator("#id_name").fill("UAB Naujas")
    page.locator("#id_email").fill("first@example.org")
    page.locator("main form button.button").first.click()
    assert heading(page) == "Check the invitation"
    assert "UAB Naujas" in page.locator("dl.facts").inner_text()
    page.get_by_role("button", name="Change the answers").click()
    page.locator("#id_name").fill("UAB Naujesnis")
    page.locator("main form button.button").first.click()
    page.get_by_role("button", name="Invite the organisation").click()

    assert heading(page) == "UAB Naujesnis"
    expect(page.get_by_text("UAB Naujesnis is invited.")).to_be_visible()


def test_a_workbook_is_imported(plain):
    page = plain("member")
    page.goto(f"{CLUSTER}company/")
    page.get_by_role("link", name="Spreadsheet").click()
    book = Book(page.request.get(f"{page.url}workbook/").body())
    book.write("Products", "description", "40 mm, three parts")

    page.get_by_label("Workbook").set_input_files(
        {"name": "book.xlsx", "mimeType": "", "buffer": book.content}
    )
    page.get_by_role("button", name="Show what would change").click()
    assert "40 mm, three parts" in page.locator("main").inner_text()
    page.get_by_role("button", name="Save all of it").click()

    expect(page.get_by_text("The workbook is saved.")).to_be_visible()
    page.get_by_role("link", name="Products").click()
    expect(page.get_by_text("40 mm, three parts")).to_be_visible()
