"""Where an opportunity stands in the plans, on its own page."""

import pytest
from django.urls import reverse
from tests.hub.chains.plans.cluster import ask_for
from tests.hub.chains.plans.handmade import kept

from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import Plan, PlanRun, Work
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Source


@pytest.fixture
def enquiry(cast):
    """What Carl asked for."""
    by = cast.viewer(cast.rasa)
    return ask_for(by, "Cap for Carl", customer=cast.organisation(cast.carl))


@pytest.fixture
def idea(cast):
    """An idea of Kamštūna, which its plan lets it mould and the institute test."""
    by = cast.viewer(cast.ona)
    made = opportunities.enter(
        cast.cluster,
        by=by,
        title="Cap of our own",
        part={
            "name": "Own cap",
            "material": "pp-homo",
            "shape": "open",
            "length": 60,
            "width": 60,
            "height": 25,
            "wall": 1.6,
            "mass": 14,
            "yearly_volume": 60_000,
        },
        source=Source.IDEA,
    )
    return opportunities.receive(made, by=by)


def page_of(opportunity, client):
    return client.get(
        reverse("market:opportunity", args=["plastics", opportunity.key])
    ).content.decode()


def section(page, heading):
    """What stands in the card with a heading; nothing where there is none."""
    return page.partition(f">{heading}</h2>")[2].partition("</section>")[0]


def test_the_coordinator_sees_in_which_plans_it_stands(cast, enquiry, as_):
    plan = kept(cast, enquiry, "Spring")
    told = section(page_of(enquiry, as_(cast.rasa)), "Plans")
    where = reverse("chains:plan_chain", args=["plastics", plan.run.key, enquiry.key])
    assert f'href="{where}">Spring</a>' in told
    assert "Not published" in told
    assert "UAB Kamštūna, Polymer Institute" in told
    assert "90 %" in told


def test_what_stands_in_no_plan_leads_to_one(cast, enquiry, as_):
    told = section(page_of(enquiry, as_(cast.rasa)), "Plans")
    assert "It stands in no plan." in told
    assert f"/plans/new/?opportunity={enquiry.key}" in told


def test_the_plan_in_force_comes_first_and_the_list_is_short(cast, enquiry, as_):
    first = kept(cast, enquiry, "In force")
    plans.publish(first, by=cast.viewer(cast.rasa))
    for number in range(6):
        kept(cast, enquiry, f"Draft {number}")
    told = section(page_of(enquiry, as_(cast.rasa)), "Plans")
    assert told.count('<th scope="row">') == 5
    assert told.index("In force") < told.index("Draft 5") < told.index("Draft 2")
    assert "Draft 1" not in told


def test_a_plan_of_others_does_not_stand_there(cast, enquiry, as_):
    other = ask_for(cast.viewer(cast.rasa), "Another")
    kept(cast, other, "Of another")
    assert "Of another" not in page_of(enquiry, as_(cast.rasa))


def test_a_member_sees_its_own_work_once_it_is_published(cast, idea, as_):
    plan = kept(cast, idea, "Spring")
    client = as_(cast.ona)
    assert not section(page_of(idea, client), "Our work")
    plans.publish(plan, by=cast.viewer(cast.rasa))
    page = page_of(idea, client)
    told = section(page, "Our work")
    assert "Press" in told
    assert "Bench" not in page  # where the institute tests it
    assert "Polymer Institute" not in page
    assert "Spring" not in page


def test_a_customer_sees_nothing_of_plans(cast, enquiry, as_):
    client = as_(cast.carl)
    before = page_of(enquiry, client)
    plans.publish(kept(cast, enquiry, "Spring"), by=cast.viewer(cast.rasa))
    assert Work.objects.filter(opportunity=enquiry).exists()
    assert without_nonces(page_of(enquiry, client)) == without_nonces(before)


def without_nonces(page):
    return [line for line in page.splitlines() if "csrf" not in line]


def test_many_plans_cost_no_more_queries(
    cast, enquiry, as_, django_assert_max_num_queries
):
    client = as_(cast.rasa)
    for number in range(8):
        kept(cast, enquiry, f"Plan {number}")
    assert Plan.objects.count() == PlanRun.objects.count() == 8
    page_of(enquiry, client)
    with django_assert_max_num_queries(20):
        page = page_of(enquiry, client)
    assert len(page) < 100_000
