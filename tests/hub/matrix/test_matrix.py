"""Every page for every reader in every state: the tables say what each gets.

A page that is in no table fails the build, and so does a row whose page is gone.
Statuses are those of a GET; 302 is the way to sign in, or to another page.
`test_operations` of the API does the same for every operation.
"""

import pytest
from django.urls import reverse
from tests.cast import Cast
from tests.hub.closing import close
from tests.hub.matrix.addresses import names
from tests.hub.matrix.table import READERS, expected, rows
from tests.hub.matrix.targets import Targets
from tests.hub.members.filling import fill


@pytest.fixture
def targets(cast: Cast) -> Targets:
    """What the pages are asked for."""
    return Targets(cast, fill(cast))


def test_every_page_has_its_row():
    assert sorted({page for page, _ in expected()}) == names()


def test_no_row_stands_twice():
    assert len(list(rows())) == len(expected())


def test_every_page_has_all_its_states(targets):
    asked = {(page, state) for page in targets.states for state in targets.states[page]}

    assert set(expected()) == asked


def status_of(answer):
    close(answer)
    return answer.status_code


@pytest.mark.parametrize("reader", READERS)
def test_every_page_answers_each_reader_as_the_table_says(cast, targets, as_, reader):
    client = as_(cast.everybody[reader])

    got = {
        (page, state): status_of(client.get(reverse(page, kwargs=kwargs)))
        for page, states in targets.states.items()
        for state, kwargs in states.items()
    }

    assert got == {row: answers[reader] for row, answers in expected().items()}
