"""The page on visibility names every kind of row that is declared."""

import re
from pathlib import Path

import pytest

from grandis.hub.core.visibility import Declaration, declarations

PAGE = Path(__file__).parents[2] / "docs/reference/visibility.md"
DECLARED = PAGE.read_text().partition("## What is declared")[2]
TABLE = {
    cells[0].strip(): cells[1:]
    for line in DECLARED.splitlines()
    if len(cells := line.strip("|").split("|")) == 4
}


def named(data: str) -> set[str]:
    """The models that stand in a row of the table."""
    return set(re.findall(r"`([^`]+)`", TABLE.get(data, [""])[0]))


@pytest.mark.parametrize(
    "declared", declarations.values(), ids=lambda d: d.model._meta.label
)
def test_a_declared_model_stands_in_the_row_of_its_data(declared: Declaration):
    assert declared.model._meta.label in named(declared.data)


@pytest.mark.parametrize(
    "declared", declarations.values(), ids=lambda d: d.model._meta.label
)
def test_every_role_that_sees_rows_of_others_is_named(declared: Declaration):
    others = TABLE[declared.data][2]

    assert {role for role in declared.shows if role.value not in others} == set()


def test_the_table_names_nothing_that_is_not_declared():
    labels = {model._meta.label for model in declarations}

    assert {label for data in TABLE for label in named(data)} <= labels
