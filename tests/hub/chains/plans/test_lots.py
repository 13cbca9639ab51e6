"""Each delivery of a schedule is a lot of its own."""

from collections import defaultdict
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from tests.hub.chains.plans.conftest import STEPS, made

from grandis.hub.chains.bridge.lots import lots_of
from grandis.hub.chains.bridge.opportunities import Assumed
from grandis.hub.chains.bridge.problem import problem_of
from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import Work
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core.models import Person
from grandis.hub.market.domain import opportunities
from grandis.hub.market.models import CallOff, Opportunity

#: Weeks from today, and pieces.
SCHEDULE = ((12, 20_000), (16, 5_000), (20, 20_000))


@pytest.fixture
def scheduled(shop):
    """An opportunity with three deliveries."""
    return deliver(shop, SCHEDULE)


def deliver(shop, schedule):
    today = timezone.localdate()
    rows = [
        {"due": today + timedelta(weeks=weeks), "quantity": pieces}
        for weeks, pieces in schedule
    ]
    opportunities.change(shop.asked[0], by=shop.rasa, version=None, call_offs=rows)
    return Opportunity.objects.select_related("cluster", "part").get(
        pk=shop.asked[0].pk
    )


def lots(works):
    """The works of each lot, those for all lots under None."""
    found = defaultdict(list)
    for work in works:
        _step, mark, number = work.step.rpartition(" #")
        found[int(number) if mark else None].append(work)
    return found


def test_tools_are_made_once_and_each_delivery_in_time(shop, scheduled):
    run = plans.ask_for_plan(
        shop.cast.cluster,
        by=shop.rasa,
        title="Lots",
        opportunities=[scheduled.key],
        steps=STEPS,
    )
    _run, plan = made(run)

    found = lots(Work.objects.filter(plan=plan))
    assert found.keys() == {None, 1, 2, 3}
    assert [work.step for work in found[None]].count("make steel mould") <= 1
    tools_ready = max(work.end for work in found[None])
    for number, (weeks, pieces) in enumerate(SCHEDULE, 1):
        due = timezone.localdate() + timedelta(weeks=weeks)
        assert {work.part["pieces"] for work in found[number]} == {pieces}
        assert all(work.start >= tools_ready for work in found[number])
        assert max(work.end for work in found[number]).date() <= due
    assert {tuple(sorted(work.part)) for work in found[None]} == {
        ("material", "pieces", "shape", "size")
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "lot 2: due"), ("lt", "partija 2: terminas"), ("da", "parti 2: frist")],
)
def test_a_chain_names_its_deliveries_in_the_readers_language(
    shop, scheduled, as_, language, said
):
    run, _plan = made(
        plans.ask_for_plan(
            shop.cast.cluster,
            by=shop.rasa,
            title="Lots",
            opportunities=[scheduled.key],
            steps=STEPS,
        )
    )
    where = reverse("chains:plan_chain", args=["plastics", run.key, scheduled.key])
    rasa = shop.cast.rasa
    Person.objects.filter(pk=rasa.pk).update(language=language)

    assert said in as_(rasa).get(where).content.decode()


def test_what_is_shown_names_no_step_that_is_not_planned(shop, scheduled):
    """The route not taken has steps for each delivery too."""
    run = plans.ask_for_plan(
        shop.cast.cluster,
        by=shop.rasa,
        title="Lots",
        opportunities=[scheduled.key],
        steps=STEPS,
    )
    _run, plan = made(run)

    (shown,) = plan.values["problem"]["opportunities"]
    planned = {step["id"] for step in shown["steps"]}
    assert len(shown["call_offs"]) == len(SCHEDULE)
    for call_off in shown["call_offs"]:
        assert call_off["steps"]
        assert set(call_off["steps"]) <= planned


def test_a_lot_takes_the_hours_of_its_pieces(scheduled):
    (planned,) = problem_of([scheduled], timezone.now()).problem.opportunities
    assert [each.id for each in planned.call_offs] == ["lot 1", "lot 2", "lot 3"]
    moulding = {
        step.id: min(option.duration for option in step.options)
        for step in planned.steps
        if step.id.startswith("mould (steel) #")
    }
    large, small, same = (moulding[f"mould (steel) #{n}"] for n in (1, 2, 3))
    assert large == same > small > large / 4  # setting up takes its time for each


def test_a_delivery_is_due_when_its_day_is_over_in_the_cluster(scheduled):
    asked = problem_of([scheduled], timezone.now()).problem
    (planned,) = asked.opportunities
    zone = ZoneInfo(scheduled.cluster.time_zone)
    over = [asked.grid.time(c.due).astimezone(zone) for c in planned.call_offs]
    days = CallOff.objects.filter(opportunity=scheduled).order_by("due")
    assert [each.time() for each in over] == [time()] * 3
    assert [each.date() - timedelta(days=1) for each in over] == [d.due for d in days]


def test_one_delivery_stays_one_lot(shop):
    (planned,) = problem_of(
        Opportunity.objects.filter(pk=shop.asked[1].pk).select_related(
            "cluster", "part"
        ),
        timezone.now(),
    ).problem.opportunities
    assert not any("#" in step.id for step in planned.steps)


def test_very_many_deliveries_are_joined_and_that_is_said(shop):
    row = deliver(shop, [(10 + n / 2, 1_000 + n) for n in range(30)])
    asked = problem_of([row], timezone.now())
    (planned,) = asked.problem.opportunities
    assert len(planned.call_offs) == 10
    assert Assumed.JOINED in asked.assumed[row.key]
    assert sum(asked.parts[row.key]["lots"]) == sum(1_000 + n for n in range(30))


def test_a_heap_of_deliveries_is_ready_for_its_first():
    rows = [
        CallOff(due=date(2027, 3, n), latest=date(2027, 4, n), quantity=n)
        for n in range(1, 27)
    ]
    first = lots_of(rows)[0]
    assert (first.pieces, first.due, first.latest) == (
        1 + 2 + 3,
        date(2027, 3, 1),
        date(2027, 4, 1),
    )


def test_a_lots_step_is_named_in_the_readers_language():
    assert step_name("packing #2") == "Packing, lot 2"
    with override("lt"):
        assert step_name("packing #2") == f"{step_name('packing')}, partija 2"
