import json

import pytest
from openpyxl import Workbook
from tests.processes.test_part import CAP

from grandis.errors import FileError, InputError
from grandis.processes import load_part, read_part, read_row, read_sheet


def test_it_loads_a_json_file(tmp_path):
    path = tmp_path / "part.json"
    path.write_text(json.dumps(CAP))

    assert load_part(path) == read_part(CAP)


@pytest.mark.parametrize(
    ("text", "message"), [("{", "is not JSON"), ("[]", "holds no part")]
)
def test_it_says_what_is_wrong_with_a_file(tmp_path, text, message):
    path = tmp_path / "part.json"
    path.write_text(text)

    with pytest.raises(FileError, match=message):
        load_part(path)


def test_it_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        load_part(tmp_path / "none.json")


def test_a_row_takes_units_from_its_heading():
    row = {**CAP, "mass [kg]": 0.003, "mass": None, "Certificates": "ISO 9001, UL 94"}

    part = read_row(row, "row 2")

    assert part.mass == 3
    assert part.certificates == ("ISO 9001", "UL 94")


def test_a_row_reads_yes_and_no():
    assert read_row({**CAP, "two sided": "yes"}, "row 2").two_sided is True
    assert read_row({**CAP, "two_sided": "No"}, "row 2").two_sided is False


def test_it_reads_the_rows_of_a_spreadsheet(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(list(CAP))
    sheet.append(list(CAP.values()))
    sheet.append([None] * len(CAP))
    sheet.append(["lid", *list(CAP.values())[1:]])
    book.save(tmp_path / "parts.xlsx")

    parts = read_sheet(tmp_path / "parts.xlsx")

    assert [part.name for part in parts] == ["cap", "lid"]
    assert parts[0] == read_part(CAP)


def test_a_wrong_row_is_named(tmp_path):
    book = Workbook()
    book.active.append(list(CAP))
    book.active.append([*list(CAP.values())[:-1], "many"])
    book.save(tmp_path / "parts.xlsx")

    with pytest.raises(InputError, match=r"parts\.xlsx row 2: yearly_volume"):
        read_sheet(tmp_path / "parts.xlsx")


def test_it_says_that_a_file_is_no_spreadsheet(tmp_path):
    path = tmp_path / "parts.xlsx"
    path.write_text("name,material")

    with pytest.raises(FileError, match=r"cannot be read as \.xlsx"):
        read_sheet(path)
