"""What the cluster lacks, and who could do it together."""

import re

from django.urls import reverse
from tests.hub.chains.plans.cluster import ask_for

from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Ending, State

SPOTTING = reverse("chains:spotting", args=["plastics"])


def test_a_lost_opportunity_shows_the_gap_and_its_value(shop, as_):
    lost = ask_for(
        shop.rasa,
        "Medical cap",
        part={"certificates": ["ISO 13485"], "target_price": 0.5},
    )
    opportunities.end(
        lost, by=shop.rasa, state=State.DECLINED, ending=Ending.CAPABILITY
    )
    page = as_(shop.cast.rasa).get(SPOTTING).content.decode()
    assert "Medical cap" in page
    assert "Look for Injection moulding with ISO 13485." in page
    assert re.search(r"10\W000[.,]00", page)


def test_no_team_is_named_where_one_member_can(shop, as_):
    page = as_(shop.cast.rasa).get(SPOTTING).content.decode()
    assert "No open opportunity needs a team." in page


def test_it_is_the_coordinators_page(shop, as_):
    for person in ("ona", "darius", "carl", "milda"):
        assert as_(getattr(shop.cast, person)).get(SPOTTING).status_code == 403
