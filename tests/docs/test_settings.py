"""The page of the settings tells every variable that is read, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOLD = set(
    re.findall(
        r"^\| `(GRANDIS_[A-Z_]+)` \|",
        (ROOT / "docs/reference/settings.md").read_text(),
        re.MULTILINE,
    )
)
#: `environment.text("GRANDIS_DATA")`: how every variable is read.
READING = re.compile(r"environment\.\w+\(\s*\"(GRANDIS_[A-Z_]+)\"")


def test_it_tells_what_is_read_and_nothing_else():
    read = {
        name
        for source in (ROOT / "src").rglob("*.py")
        for name in READING.findall(source.read_text())
    }

    assert read == TOLD


def test_variables_are_read_in_one_place():
    readers = {
        str(source.relative_to(ROOT / "src/grandis"))
        for source in (ROOT / "src").rglob("*.py")
        if READING.search(source.read_text())
    }

    assert readers == {"hub/settings.py"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_no_variable_that_does_not_exist(page):
    assert set(re.findall(r"GRANDIS_[A-Z_]+", page.read_text())) <= TOLD
