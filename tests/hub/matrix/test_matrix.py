"""Every page for every reader in every state: the tables say what each gets.

A page that is in no table fails the build, and so does a row whose page is gone.
Statuses are those of a GET; 302 is the way to sign in, or to another page.
`test_operations` of the API does the same for every operation. On the way, no page
may hold a value that its reader may not see, and each must be whole.
"""

import pytest
from django.urls import reverse
from tests.cast import Cast
from tests.hub.closing import close
from tests.hub.matrix.addresses import names
from tests.hub.matrix.canaries import Flock, text_of
from tests.hub.matrix.table import READERS, expected, rows
from tests.hub.matrix.targets import Targets
from tests.hub.matrix.wholeness import is_page, wrong_with
from tests.hub.members.filling import fill

#: Between them they read every page and every form.
CHECKERS = ("public", "coordinator", "member", "research")
#: Whoever has the link may read the row that it opens.
BY_LINK = {("core:invitation", "open"): "core.Invitation"}


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


@pytest.mark.parametrize("reader", READERS)
def test_every_page_answers_each_reader_as_the_tables_say(cast, targets, as_, reader):
    flock = Flock(cast)
    client, viewer = as_(cast.everybody[reader]), cast.viewer(cast.everybody[reader])
    got, leaked, wrong = {}, set(), {}

    for row, address in addresses(targets).items():
        answer = client.get(address)
        got[row] = answer.status_code
        leaks = flock.leaks(text_of(answer), viewer)
        leaked |= {(row, *leak) for leak in leaks if leak[0] != BY_LINK.get(row)}
        if reader in CHECKERS and answer.status_code == 200 and is_page(answer):
            wrong[row] = wrong_with(answer)
        close(answer)

    assert got == {row: answers[reader] for row, answers in expected().items()}
    assert leaked == set()
    assert {row: found for row, found in wrong.items() if found} == {}


def addresses(targets):
    """The address of each page in each state."""
    return {
        (page, state): reverse(page, kwargs=kwargs)
        for page, states in targets.states.items()
        for state, kwargs in states.items()
    }
