"""Canaries are looked for where readers of a file would find them."""

import zipfile
from io import BytesIO

import pytest
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.comments import Comment
from tests.hub.matrix.canaries import Flock, text_of
from tests.hub.members.filling import fill
from weasyprint import HTML

BIRD = "qx4711zj"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def document():
    return HTML(string=f"<p>A quiet page with {BIRD} on it.").write_pdf()


def title():
    page = f"<title>{BIRD}</title><p>A quiet page."
    return HTML(string=page).write_pdf()


def hidden_sheet():
    book = Workbook()
    sheet = book.create_sheet("more")
    sheet.sheet_state = "hidden"
    sheet["C7"] = BIRD
    return saved(book)


def comment():
    book = Workbook()
    book.active["A1"].comment = Comment(BIRD, "somebody")
    return saved(book)


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def archive():
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("page.txt", BIRD)
    return content.getvalue()


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (document, "application/pdf"),
        (title, "application/pdf"),
        (hidden_sheet, WORKBOOK),
        (comment, WORKBOOK),
        (archive, "application/zip"),
    ],
)
def test_a_canary_is_found_in_a_file(make, kind):
    content = make()

    assert BIRD not in content.decode("latin-1")
    assert BIRD in text_of(HttpResponse(content, content_type=kind))


@pytest.mark.parametrize(
    ("telling", "told"),
    [
        ("<td>{number}</td>", True),
        ("<td>12 {grouped},00</td>", True),
        ('"leaf": "{number}ab{rest}"', False),
        ("DTSTAMP:20261128T{number}Z", False),
    ],
)
def test_a_number_is_no_canary_by_chance(cast, telling, told):
    fill(cast)
    flock = Flock(cast)
    canary = next(each for each in flock.canaries if each.value.startswith("150"))
    answer = telling.format(
        number=canary.value, grouped=f"{int(canary.value):,}", rest="0f" * 28
    )

    assert (canary in flock.found_in(answer)) is told
