"""The main pages as somebody comes to them, most as a member's owner."""

from tests.hub.members.spreadsheets.books import Book

from grandis.hub.members.spreadsheets.columns import NAMES_ROW

CLUSTER = "/c/plastics/"
MEMBER = "Member"


def at(path):
    """The way to a page that has an address."""
    return lambda page: page.goto(path)


def a_member(page):
    page.goto(f"{CLUSTER}members/")
    page.locator("main table th a").first.click()
    page.wait_for_load_state()


def own(page, path):
    """Go to a page of the company that one acts for."""
    page.goto(f"{CLUSTER}company/")
    page.goto(page.url + path)


def resources(page):
    own(page, "resources/")


def a_form_with_errors(page):
    own(page, "resources/add/?process=injection_moulding")
    page.locator("#id_name").fill(" ")
    page.locator("#id_site").select_option(index=1)
    page.locator("#id_capacity").fill("2")
    page.locator("input[name=assumed][value=clamp]").check()
    page.locator("main form.form button.button").first.click()
    page.get_by_role("alert").wait_for()


def a_preview(page):
    own(page, "spreadsheet/")
    content = page.request.get(f"{page.url}workbook/").body()
    book = Book(content)
    for column, value in (("latitude", 55.25), ("sector", "Medicinos priemonės")):
        book.write(sheet_with(book, column), column, value)
    page.locator("input[type=file]").set_input_files(
        {"name": "book.xlsx", "mimeType": "application/zip", "buffer": book.content}
    )
    page.locator("main form.form button.button").click()
    page.locator("input[name=fingerprint]").wait_for(state="attached")


def sheet_with(book, column):
    """The name of the first sheet with a column, in whatever language it is."""
    return next(
        sheet.title
        for sheet in book.book
        if column in [cell.value for cell in sheet[NAMES_ROW]]
    )


#: Who looks at a page, and the way there.
VIEWS = {
    "sign-in": (None, at("/account/login/")),
    "cluster": (None, at(CLUSTER)),
    "home": (MEMBER, at(CLUSTER)),
    "directory": (MEMBER, at(f"{CLUSTER}members/")),
    "map": (MEMBER, at(f"{CLUSTER}members/map/")),
    "coverage": (MEMBER, at(f"{CLUSTER}coverage/")),
    "find": (MEMBER, at(f"{CLUSTER}find/?process=injection_moulding&clamp=1000")),
    "member": (MEMBER, a_member),
    "resources": (MEMBER, resources),
    "errors": (MEMBER, a_form_with_errors),
    "journal": (MEMBER, at(f"{CLUSTER}journal/")),
    "preview": (MEMBER, a_preview),
    "people": (MEMBER, at(f"{CLUSTER}people/")),
}
