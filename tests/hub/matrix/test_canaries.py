"""No operation of the API and no search tells a value to whom may not see it.

`test_matrix` says the same of every page and download.
"""

import re

import pytest
from django.urls import reverse
from tests.hub.api.cases import cases_of
from tests.hub.api.dealt import deal
from tests.hub.api.programs import ROOT
from tests.hub.closing import close
from tests.hub.matrix.canaries import Flock, may_see, text_of
from tests.hub.matrix.table import READERS
from tests.hub.matrix.targets import Targets
from tests.hub.members.filling import fill


@pytest.fixture
def filled(cast):
    return fill(cast)


@pytest.fixture
def pages(cast, filled):
    """The address of every page."""
    return [
        reverse(page, kwargs=kwargs)
        for page, states in Targets(cast, filled).states.items()
        for kwargs in states.values()
    ]


@pytest.fixture
def operations(cast, filled):
    """The address of every operation that reads."""
    cases = cases_of(cast, filled, deal(cast)).values()
    return [f"{ROOT}/{case.path}" for case in cases if case.method == "GET"]


@pytest.fixture
def flock(pages, operations, cast):
    """Canaries in every row that the addresses are about."""
    return Flock(cast)


def told(client, address):
    """All that the answer to a request tells."""
    answer = client.get(address)
    text = text_of(answer)
    close(answer)
    return text


@pytest.mark.parametrize("reader", READERS)
def test_no_operation_tells_what_its_reader_may_not_see(
    cast, operations, flock, as_, reader
):
    client = as_(cast.everybody[reader])
    viewer = cast.viewer(cast.everybody[reader])

    leaked = {
        (address, *leak)
        for address in operations
        for leak in flock.leaks(told(client, address), viewer)
    }

    assert leaked == set()


def test_the_canaries_sing_for_those_who_may_hear_them(
    cast, pages, operations, flock, as_
):
    client = as_(cast.ona)
    heard = {
        canary.row._meta.label
        for address in [*pages, *operations]
        for canary in flock.found_in(told(client, address))
    }

    assert heard >= {
        "members.Resource",
        "members.ResourceRate",
        "members.Shift",
        "members.Closure",
        "members.Load",
        "members.Figures",
        "members.LinkedCompany",
        "members.MembershipFee",
        "members.HoursLogged",
        "members.ContactPerson",
        "core.Invitation",
    }


def without_echo(text, word):
    """A page without the word that was looked for and what changes each time."""
    plain = text.replace(word, "")
    return re.sub(r'(csrfmiddlewaretoken|nonce|once)"?[^>]*', "", plain)


@pytest.mark.parametrize("reader", ["public", "coordinator", "competitor"])
def test_looking_for_a_hidden_word_is_like_looking_for_nonsense(
    cast, flock, as_, reader
):
    client = as_(cast.everybody[reader])
    viewer = cast.viewer(cast.everybody[reader])
    page = reverse("members:find", kwargs={"cluster": "plastics"})
    hidden = [
        canary.value
        for canary in flock.canaries
        if canary.value.startswith("qx") and not may_see(viewer, canary.row)
    ]
    nonsense = "qx9999zj"
    expected = without_echo(told(client, f"{page}?text={nonsense}"), nonsense)

    assert hidden
    for word in hidden[:40]:
        found = without_echo(told(client, f"{page}?text={word}"), word)
        assert found == expected
