"""A customer's own tool is quoted and planned where it stands."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.hub.chains.plans.cluster import ask_for

from grandis.hub.chains.bridge.opportunities import Assumed
from grandis.hub.chains.bridge.problem import problem_of
from grandis.hub.chains.domain.computing import compute
from grandis.hub.core.errors import Broken
from grandis.hub.market.domain.tools import place_tool
from grandis.hub.market.models import Opportunity

#: Heavy enough for one cavity on the presses of the cluster.
LID = {
    "length": 100,
    "width": 100,
    "height": 40,
    "wall": 2.5,
    "mass": 100,
    "tool": "Mould 7",
}


@pytest.fixture
def caps(shop):
    """Two lids of Carl for one mould, which Ona's plant has."""
    customer = shop.cast.organisation(shop.cast.carl)
    shop.caps = [
        ask_for(shop.rasa, f"Lid {n}", part=LID, customer=customer) for n in range(2)
    ]
    return shop


def place(shop, **more):
    for cap in shop.caps:
        place_tool(cap, by=shop.rasa, site=shop.ona["press"].site, **more)


def problem(shop):
    rows = Opportunity.objects.filter(pk__in=[cap.pk for cap in shop.caps])
    return problem_of(rows.select_related("cluster", "part"), timezone.now())


def test_it_cannot_be_quoted_before_it_is_said_where_it_stands(caps):
    with pytest.raises(Broken, match="where “Mould 7” stands"):
        compute(caps.caps[0], by=caps.rasa)


def test_it_is_quoted_from_where_and_when_it_stands_without_a_new_tool(caps):
    ready = timezone.localdate() + timedelta(days=60)
    place(caps, ready_on=ready)
    best = compute(caps.caps[0], by=caps.rasa).values["routes"][0]
    assert best["steps"] == ["mould (steel)", "packing"]
    starts = {work["step"]: work["start"] for work in best["delivery"]["work"]}
    assert starts["mould (steel)"] >= ready.isoformat()


def test_it_is_ready_from_the_morning_of_its_day_in_the_cluster(caps):
    day = timezone.localdate() + timedelta(days=60)
    place(caps, ready_on=day)
    asked = problem(caps).problem
    (tool,) = asked.tools
    zone = ZoneInfo(caps.cast.cluster.time_zone)
    ready = asked.grid.time(tool.ready).astimezone(zone)
    assert (ready.date(), ready.time()) == (day, time())


def test_parts_that_share_a_tool_wait_for_each_other(caps):
    place(caps)
    asked = problem(caps)
    (tool,) = asked.problem.tools
    assert (tool.name, tool.site) == ("Mould 7", caps.ona["press"].site.key)
    for planned in asked.problem.opportunities:
        assert {step.tool for step in planned.steps} == {None, tool.id}
    assert not any(Assumed.TOOL_COMES in each for each in asked.assumed.values())


def test_a_tool_that_nobody_has_yet_is_brought(caps):
    asked = problem(caps)
    assert asked.problem.tools == ()
    assert all(Assumed.TOOL_COMES in each for each in asked.assumed.values())
