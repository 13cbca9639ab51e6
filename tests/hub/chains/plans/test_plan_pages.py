"""The coordinator's pages of plans."""

import threading
from datetime import UTC, datetime

import pytest
from benchmarks.hub.gantt import large
from django.urls import reverse
from django.utils.translation import override
from tests.hub.chains.plans.conftest import STEPS, made

from grandis.hub.chains.domain import making, plans, runs
from grandis.hub.chains.enums import RunKind, RunState
from grandis.hub.chains.models import HandOver, Plan, PlanRun, Work
from grandis.hub.chains.telling.plans import language
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Person
from grandis.hub.members.enums import Stage

VIEWS = ("plan", "plan_table", "plan_reasons", "compare_plans")
ALL = (*VIEWS, "replan", "what_if", "plan_front", "publish_plan", "withdraw_plan")


def at(page, run, *more):
    return reverse(f"chains:{page}", args=["plastics", run.key, *more])


def test_a_plan_is_asked_for_with_a_form(shop, as_):
    client = as_(shop.cast.rasa)
    page = client.get(reverse("chains:new_plan", args=["plastics"]))
    assert "Cap 1 for Carl" in page.content.decode()
    answer = client.post(
        reverse("chains:new_plan", args=["plastics"]),
        {
            "title": "Mine",
            "seconds": 5,
            "opportunities": [shop.asked[0].key, shop.asked[2].key],
        },
    )
    run = PlanRun.objects.get(title="Mine")
    assert answer.url == at("plan", run)
    assert run.asked["opportunities"] == [shop.asked[0].key, shop.asked[2].key]
    assert run.state == RunState.WAITING


@pytest.mark.parametrize("view", ALL)
def test_every_view_of_a_plan_opens_small(
    planned, as_, view, django_assert_max_num_queries
):
    client = as_(planned.cast.rasa)
    client.get("/c/plastics/")
    with django_assert_max_num_queries(15):
        page = client.get(at(view, planned.run))
    assert page.status_code == 200
    assert len(page.content) < 100_000


def test_the_chart_shows_each_step_with_its_words(planned, as_):
    page = as_(planned.cast.rasa).get(at("plan", planned.run)).content.decode()
    assert (
        page.count("gantt-said") == Work.objects.filter(plan=planned.plan).count() > 0
    )
    assert "Cap 0 for Carl: " in page


def test_a_chain_is_drawn_with_its_steps(planned, as_):
    client = as_(planned.cast.rasa)
    page = client.get(at("plan_chain", planned.run, planned.asked[0].key))
    told = page.content.decode()
    assert "Chain of " in told
    assert "<svg" in told
    assert client.get(at("plan_chain", planned.run, "nothere")).status_code == 404


def test_a_chain_names_its_stages_in_the_readers_language(planned, as_):
    Person.objects.filter(pk=planned.cast.rasa.pk).update(language="lt")
    where = at("plan_chain", planned.run, planned.asked[0].key)
    page = as_(planned.cast.rasa).get(where).content.decode()
    picture = page.partition("scroll chain-map")[2].partition("</svg>")[0]
    works = Work.objects.filter(plan=planned.plan)
    stages = set(works.values_list("stage", flat=True))
    assert not any(f">{stage}<" in picture for stage in stages)
    with override("lt"):
        assert any(str(Stage(stage).label) in picture for stage in stages)


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "3 Mar 2027"), ("lt", "2027 kov 3"), ("da", "3. mar 2027")],
)
def test_pictures_write_dates_as_the_language_does(code, said):
    with override(code):
        assert language("Europe/Vilnius").day(datetime(2027, 3, 3, 12, tzinfo=UTC)) == (
            said
        )


def test_members_get_their_own_work_only(planned):
    for member in (planned.cast.ona, planned.cast.darius):
        key = planned.cast.organisation(member).key
        mine = Work.objects.filter(plan=planned.plan, member__key=key)
        assert all("Cap" not in work.step for work in mine)
        assert all("name" not in work.part for work in mine)
    assert HandOver.objects.filter(plan=planned.plan).exists() == (
        Work.objects.filter(plan=planned.plan).values("member").distinct().count() > 1
    )


def test_nothing_secret_is_in_what_the_coordinator_gets(planned):
    values = planned.plan.values
    for resource in values["problem"]["resources"]:
        assert not {"load", "closed", "calendar"} & resource.keys()
    assert all("cost" not in a for a in values["plan"]["assignments"])
    assert "calendars" not in values["problem"]
    options = [
        o for each in values["problem"]["opportunities"] for s in each["steps"]
        for o in s["options"]
    ]  # fmt: skip
    assert options
    assert all("cost" not in o for o in options)


def test_others_than_the_coordinator_see_no_plan(planned, as_):
    for person in ("ona", "darius", "carl", "milda", "tomas"):
        client = as_(getattr(planned.cast, person))
        for view in ALL:
            assert client.get(at(view, planned.run)).status_code == 403
    stranger = as_(planned.cast.stranger)
    assert stranger.get(at("plan", planned.run)).status_code == 404


def test_publishing_tells_the_members_and_withdraws_the_earlier(planned, as_):
    client = as_(planned.cast.rasa)
    client.post(at("publish_plan", planned.run), {"version": planned.plan.version})
    planned.plan.refresh_from_db()
    assert planned.plan.published_at
    again = plans.ask_for_plan(
        planned.cast.cluster,
        by=planned.rasa,
        title="Again",
        opportunities=[planned.asked[0].key],
        steps=STEPS,
    )
    _, other = made(again)
    plans.publish(other, by=planned.rasa)
    planned.plan.refresh_from_db()
    assert planned.plan.withdrawn_at
    assert other.published_at


def test_a_machine_that_breaks_down_changes_the_plan_least(planned, as_):
    work = Work.objects.filter(plan=planned.plan).first()
    client = as_(planned.cast.rasa)
    asked = {
        "title": "Broken",
        "seconds": 5,
        "event": "machine_down",
        "resource": work.resource_key,
        "first_day": work.start.date().isoformat(),
        "last_day": work.end.date().isoformat(),
    }
    client.post(at("replan", planned.run), asked)
    run, plan = made(PlanRun.objects.get(title="Broken"))
    assert 0 < plan.values["replan"]["changed"] <= plan.values["replan"]["of"]
    assert not Work.objects.filter(
        plan=plan,
        resource_key=work.resource_key,
        start__lt=work.end,
        end__gt=work.start,
    ).exists()
    page = client.get(at("compare_plans", run)).content.decode()
    assert "What moved" in page


def test_what_if_is_never_published_and_never_worse(planned, as_):
    client = as_(planned.cast.rasa)
    work = Work.objects.filter(plan=planned.plan).first()
    asked = {
        "title": "More",
        "seconds": 5,
        "change": "new_member",
        "resource": work.resource_key,
        "name": "Somebody",
    }
    client.post(at("what_if", planned.run), asked)
    run, plan = made(PlanRun.objects.get(title="More"))
    assert plan.value >= planned.plan.value
    assert not Work.objects.filter(plan=plan).exists()
    assert "Publish" not in client.get(at("plan", run)).content.decode()


def test_a_front_offers_choices(planned, as_):
    client = as_(planned.cast.rasa)
    client.post(at("plan_front", planned.run), {"title": "Choose", "seconds": 9})
    run, plan = made(PlanRun.objects.get(title="Choose"))
    assert run.kind == RunKind.FRONT
    assert plan.values["front"]
    page = client.get(at("plan_reasons", run)).content.decode()
    assert "To choose from" in page
    for number in range(1, len(plan.values["front"]) + 1):
        assert f'href="{at("take_plan", run, number)}"' in page


def test_one_of_the_choices_becomes_a_plan_to_carry_out(planned, as_):
    client = as_(planned.cast.rasa)
    client.post(at("plan_front", planned.run), {"title": "Choose", "seconds": 9})
    front, offer = made(PlanRun.objects.get(title="Choose"))
    assert not Work.objects.filter(plan=offer).exists()
    last = len(offer.values["front"])
    point = offer.values["front"][-1]

    asked = client.get(at("take_plan", front, last)).content.decode()
    answer = client.post(at("take_plan", front, last), {"title": "Chosen"})

    assert "Check what you take" in asked
    run, plan = made(PlanRun.objects.get(title="Chosen"))
    assert answer.url == at("plan", run)
    assert run.kind == RunKind.CHOICE
    assert (plan.value, len(plan.values["plan"]["taken"])) == (
        point["value"],
        point["taken"],
    )
    works = Work.objects.filter(plan=plan)
    assert max(work.end for work in works).isoformat() == point["finish"]
    assert plans.publish(plan, by=planned.rasa).is_published


def test_what_a_front_does_not_offer_is_not_taken(planned, as_):
    client = as_(planned.cast.rasa)
    assert client.get(at("take_plan", planned.run, 1)).status_code == 404
    with pytest.raises(Broken):
        plans.take(planned.plan, by=planned.rasa, choice=1, title="None")


def test_a_front_is_told_of_and_cancelled_while_it_searches(planned):
    run = plans.ask_again(
        planned.plan, by=planned.rasa, kind=RunKind.FRONT, title="Choose", seconds=60
    )
    PlanRun.objects.filter(pk=run.pk).update(steps=None)
    mine = runs.begin(run.key)
    reporter = runs.Reporter(mine)
    told = []

    def tell_once(progress):
        runs.Reporter.searching(reporter, progress)
        if threading.current_thread() is not threading.main_thread():
            return  # the database of a test is for one thread
        reporter.tell()
        told.append(progress.seconds)
        plans.cancel(run, by=planned.rasa)
        reporter.tell()

    reporter.searching = tell_once
    with pytest.raises(runs.Stopped):
        making.make(mine, reporter)
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert told[-1] < 60 / 9  # of nine searches, the first was not over
    assert run.bound is not None
    assert not Plan.objects.filter(run=run).exists()


def test_one_that_nobody_can_make_is_said_and_why(shop, as_):
    from tests.hub.chains.plans.cluster import ask_for

    huge = ask_for(
        shop.rasa, "Huge", part={"length": 1900, "width": 1900, "mass": 9000}
    )
    run = plans.ask_for_plan(
        shop.cast.cluster,
        by=shop.rasa,
        title="Both",
        opportunities=[huge.key, shop.asked[0].key],
        steps=STEPS,
    )
    run, _plan = made(run)
    page = as_(shop.cast.rasa).get(at("plan_reasons", run)).content.decode()
    assert "Nobody in the cluster can make it" in page
    assert Plan.objects.filter(run=run).exists()


def test_pages_of_a_very_large_plan_stay_light(planned, as_):
    values = large(members=200, steps=2_000)
    keys = [each["id"] for each in values["problem"]["opportunities"]]
    risks = [{"key": k, "on_time": 0.5, "planned": 40, "by": 50} for k in keys]
    reasons = [
        {"opportunity": k, "member": None, "code": "displaced", "values": {}}
        for k in keys
    ]
    values |= {
        "reasons": reasons,
        "risk": {"futures": 10, "on_time": 0.1, "opportunities": risks, "delays": []},
        "asked": keys,
    }
    Plan.objects.filter(pk=planned.plan.pk).update(values=values)
    client = as_(planned.cast.rasa)
    sizes = {view: len(client.get(at(view, planned.run)).content) for view in ALL}
    sizes["chain"] = len(client.get(at("plan_chain", planned.run, keys[0])).content)
    assert max(sizes.values()) < 100_000, sizes
    page = client.get(at("plan", planned.run)).content.decode()
    assert "2000 steps are too many" in page
    one = client.get(at("plan", planned.run), {"member": "m0", "weeks": 4})
    assert one.content.decode().count("gantt-said") > 0


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        (100_000, "(there is no better plan)"),
        (100_001, "(0.1 % more)"),
        (100_460, "(0.5 % more)"),
        (102_000, "(2 % more)"),
    ],
)
def test_it_says_how_much_better_a_plan_could_be(planned, as_, bound, told):
    Plan.objects.filter(pk=planned.plan.pk).update(value=100_000, bound=bound)

    assert told in as_(planned.cast.rasa).get(at("plan", planned.run)).content.decode()
