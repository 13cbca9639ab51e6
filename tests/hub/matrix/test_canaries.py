"""No page, API answer, download or search shows a value to whom may not see it."""

import re
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from tests.hub.api.cases import cases_of
from tests.hub.api.programs import ROOT
from tests.hub.closing import close
from tests.hub.matrix.canaries import Flock
from tests.hub.matrix.table import READERS
from tests.hub.matrix.targets import Targets
from tests.hub.members.filling import fill

from grandis.hub.core.models import Appointment, Cluster, Person
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.visibility import see


@pytest.fixture
def addresses(cast):
    """Every address that can be read, of pages and API."""
    filled = fill(cast)
    pages = Targets(cast, filled)
    operations = cases_of(cast, filled).values()
    return [
        reverse(page, kwargs=kwargs)
        for page, states in pages.states.items()
        for kwargs in states.values()
    ] + [f"{ROOT}/{case.path}" for case in operations if case.method == "GET"]


@pytest.fixture
def flock(addresses, cast):
    """Canaries in every row that the addresses are about."""
    return Flock(cast)


def text_of(answer):
    """All that an answer tells, files in an archive included."""
    content = answer.getvalue()
    close(answer)
    if answer.headers.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def may_see(viewer, row):
    """Whether a viewer sees a row, here or on the public pages of the other cluster."""
    if isinstance(row, Person):
        return row == viewer.person or any(
            each.person_id == row.pk for each in see(viewer, Appointment)
        )
    elsewhere = viewer_of(viewer.person, Cluster.objects.get(slug="abroad"))
    return any(
        see(reader, type(row)).filter(pk=row.pk).exists()
        for reader in (viewer, elsewhere)
    )


@pytest.mark.parametrize("reader", READERS)
def test_no_answer_holds_what_its_reader_may_not_see(
    cast, addresses, flock, as_, reader
):
    client = as_(cast.everybody[reader])
    viewer = cast.viewer(cast.everybody[reader])

    leaked = {
        (address, canary.row._meta.label, canary.field)
        for address in addresses
        for canary in flock.found_in(text_of(client.get(address)))
        if not may_see(viewer, canary.row)
    }

    assert leaked == set()


def test_the_canaries_sing_for_those_who_may_hear_them(cast, addresses, flock, as_):
    client = as_(cast.ona)
    heard = {
        canary.row._meta.label
        for address in addresses
        for canary in flock.found_in(text_of(client.get(address)))
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
    cast, addresses, flock, as_, reader
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
    expected = without_echo(text_of(client.get(page, {"text": nonsense})), nonsense)

    assert hidden
    for word in hidden[:40]:
        told = without_echo(text_of(client.get(page, {"text": word})), word)
        assert told == expected
