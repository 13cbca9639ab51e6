"""The demo is a cluster as people would have made it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from grandis.hub.chains.enums import QuotationState, RunState
from grandis.hub.chains.models import HandOver, Plan, Quotation, Work
from grandis.hub.core.enums import MEMBERS, Role, Standing
from grandis.hub.core.models import Cluster, Organisation, Person
from grandis.hub.demo.build import build
from grandis.hub.market.enums import Source, State
from grandis.hub.market.models import ExchangeRate, Opportunity
from grandis.hub.members.models import Certificate, Load, Resource


@pytest.fixture
def demo(db):
    """The demo in an otherwise empty installation."""
    return build()


def test_it_is_built_once_with_the_cluster_that_it_promises(empty, demo):
    listed = [
        each for each in demo.organisations.filter(role__in=MEMBERS) if each.is_listed
    ]

    assert sum(each.role == Role.MEMBER for each in listed) == 14
    assert sum(each.role == Role.RESEARCH for each in listed) == 3
    assert {each.role for each in demo.organisations.all()} == set(Role) - {Role.PUBLIC}
    assert Resource.objects.filter(published=False).exists()
    assert Load.objects.exists()
    assert {each.status_on(localdate()) for each in Certificate.objects.all()} >= {
        "valid",
        "expiring",
    }
    assert Organisation.objects.get(name="UAB Naujaforma").standing == Standing.INVITED
    assert Person.objects.filter(is_demo=False).count() == 0
    assert build() is None
    it_tells_two_years_of_opportunities()
    it_holds_offers_and_a_published_plan()


def it_tells_two_years_of_opportunities():
    """Opportunities in every state, from customers of several countries."""
    all_of_them = list(Opportunity.objects.all())
    states = Counter(each.state for each in all_of_them)
    oldest, newest = (
        pick(each.created_at for each in all_of_them) for pick in (min, max)
    )
    answered = [each for each in all_of_them if each.quoted_at]
    minutes = [
        (each.quoted_at - each.received_at) / timedelta(minutes=1)
        for each in sorted(answered, key=lambda each: each.received_at)
    ]

    assert len(all_of_them) == 40
    assert set(states) == set(State)
    assert states[State.RECEIVED] >= 4
    assert newest - oldest > timedelta(days=700)
    assert minutes[0] > 24 * 60  # before there was a hub
    assert minutes[-1] < 60
    assert {each.source for each in all_of_them} == {
        Source.FORM,
        Source.CUSTOMER,
        Source.IDEA,
    }
    assert len({each.country for each in all_of_them}) > 10
    currencies = {each.currency for each in all_of_them} - {"EUR"}
    assert currencies <= {each.currency for each in ExchangeRate.objects.all()}
    ended = [each for each in all_of_them if each.state == State.DECLINED]
    assert all(each.ending and each.ending_note for each in ended)


def it_holds_offers_and_a_published_plan():
    """A sent, an accepted and an expired offer; a plan that members read."""
    offers = list(Quotation.objects.select_related("opportunity"))
    sent = [each for each in offers if each.state == QuotationState.SENT]
    plan = Plan.objects.select_related("run").get()
    works = list(Work.objects.select_related("opportunity"))

    assert {each.valid_until < localdate() for each in sent} == {True, False}
    assert any(each.state == QuotationState.ACCEPTED for each in offers)
    assert all(bytes(each.document).startswith(b"%PDF-") for each in offers)
    assert all(each.sent_at == each.opportunity.quoted_at for each in offers)
    assert plan.run.state == RunState.DONE
    assert plan.published_at
    assert plan.bound >= plan.value > 0
    assert {each.opportunity.state for each in works} == {State.WON}
    assert len({each.member_id for each in works}) > 5
    assert HandOver.objects.exists()


@pytest.fixture
def empty(db):
    """An installation without the cast of the other tests."""
    call_command("flush", interactive=False, verbosity=0)
    assert not Cluster.objects.exists()


def test_the_sign_in_page_offers_each_role_in_a_demo_alone(cast, as_, settings):
    page = as_(None)
    Person.objects.filter(pk=cast.ona.pk).update(is_demo=True)
    address = f"/demo/sign-in/{cast.ona.key}/"

    assert page.post(address).status_code == 404
    settings.DEMO = True
    assert "Ona" in page.get("/account/login/").content.decode()
    assert page.post(f"/demo/sign-in/{cast.darius.key}/").status_code == 404
    assert page.post(address).status_code == 302
    assert page.get("/c/plastics/").wsgi_request.user == cast.ona
