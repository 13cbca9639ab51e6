"""Where the tool of a customer stands: the coordinator says it."""

import pytest
from django.urls import reverse
from tests.hub.market.asking import CAP

from grandis.hub.core.errors import Broken, Refused
from grandis.hub.market.domain import opportunities, tools
from grandis.hub.market.enums import Source
from grandis.hub.market.models import StandingTool
from grandis.hub.members.domain import resources
from grandis.hub.members.models import Site


@pytest.fixture
def rasa(cast):
    return cast.viewer(cast.rasa)


@pytest.fixture
def works(cast):
    by = cast.viewer(cast.ona)
    return resources.add_site(by.organisation, by=by, name="Works", town="Kaunas")


def enter(cast, by, **part):
    return opportunities.enter(
        cast.cluster,
        by=by,
        source=Source.COORDINATOR,
        title="Cap",
        part=CAP | part,
        customer=cast.organisation(cast.carl),
    )


@pytest.fixture
def cap(cast, rasa):
    """A cap for which Carl has a mould."""
    return enter(cast, rasa, tool="Mould 7")


def page_of(opportunity, client, page="opportunity"):
    return client.get(reverse(f"market:{page}", args=["plastics", opportunity.key]))


def test_the_coordinator_says_it_and_takes_it_back(cast, cap, works, as_):
    client = as_(cast.rasa)
    assert "nobody has it yet" in page_of(cap, client).content.decode()
    where = reverse("market:tool", args=["plastics", cap.key])

    client.post(where, {"site": works.key, "ready_on": "2027-02-01"})

    standing = StandingTool.objects.get(opportunity=cap)
    assert (standing.site, f"{standing.ready_on}") == (works, "2027-02-01")
    told = page_of(cap, client).content.decode()
    assert "Mould 7: UAB Kamštūna, Works" in told
    assert (
        f'value="{works.key}" selected' in page_of(cap, client, "tool").content.decode()
    )

    client.post(where, {"site": ""})
    assert not StandingTool.objects.exists()


def test_its_customer_and_members_do_not_see_where(cast, rasa, cap, works, as_):
    tools.place_tool(cap, by=rasa, site=works)
    told = page_of(cap, as_(cast.carl)).content.decode()
    assert "Mould 7" in told  # it is the customer's own word
    assert "UAB Kamštūna" not in told
    for person in (cast.ona, cast.darius):
        assert page_of(cap, as_(person)).status_code == 404


def test_only_the_coordinator_says_it(cast, cap, works):
    for person in (cast.ona, cast.carl, cast.stranger):
        with pytest.raises(Refused):
            tools.place_tool(cap, by=cast.viewer(person), site=works)


def test_a_part_without_a_tool_has_none_that_stands(cast, rasa, works):
    with pytest.raises(Broken, match="names no tool"):
        tools.place_tool(enter(cast, rasa), by=rasa, site=works)


def test_a_site_of_another_cluster_cannot_be_chosen(cast, rasa, cap, as_):
    elsewhere = cast.organisation(cast.stranger)
    far = Site.objects.create(organisation=elsewhere, name="Far", town="Malmö")
    where = reverse("market:tool", args=["plastics", cap.key])
    assert as_(cast.rasa).post(where, {"site": far.key}).status_code == 422
    with pytest.raises(Broken, match="another cluster"):
        tools.place_tool(cap, by=rasa, site=far)


def test_a_revision_finds_the_same_tool_where_it_stood(cast, rasa, cap, works):
    tools.place_tool(cap, by=rasa, site=works)
    revised = opportunities.revise(cap, by=rasa, title="Larger cap")
    assert StandingTool.objects.get(opportunity=revised).site == works
    other = opportunities.revise(revised, by=rasa, part=CAP | {"tool": "Mould 8"})
    assert not StandingTool.objects.filter(opportunity=other).exists()
