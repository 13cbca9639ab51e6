"""Prices for the time of machines bound the surplus of every plan."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.midsize import midsize
from tests.planning.strategies import problems
from tests.planning.test_relaxation import job, one_press

from grandis.planning.accounts import value_of
from grandis.planning.problem import (
    CallOff,
    Changeover,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.driver import Search
from grandis.planning.search.priced.driver import Prices
from grandis.planning.search.priced.periods import periods

QUIET = settings(suppress_health_check=list(HealthCheck), max_examples=150)


def bounded(problem: Problem, rounds: int = 30) -> Prices:
    prices = Prices(Compiled(problem))
    prices.improve(lambda bound: None, lambda: False, rounds)
    return prices


@given(problems())
@QUIET
def test_no_plan_has_more_surplus_than_prices_say(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None

    assert bounded(problem).bound >= found[0]


@given(problems())
@QUIET
def test_any_prices_give_a_bound(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    prices = Prices(Compiled(problem))
    drawn = np.random.default_rng(len(problem.resources)).uniform(
        0, 60, len(prices.prices)
    )

    assert prices.at(drawn) >= found[0] - 1e-6


@given(problems())
@QUIET
def test_no_opportunity_brings_more_than_is_said_of_it(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    prices = Prices(Compiled(problem))
    for opportunity in problem.opportunities:
        if not problem.begun:
            found = best(replace(problem, opportunities=(opportunity,)))
            assert found is not None
            assert prices.most_of(problem)[opportunity.id] >= found[0]


@pytest.mark.parametrize("seed", range(3))
def test_the_bound_is_close_where_many_compete(seed: int) -> None:
    problem = midsize(seed, orders=30)
    prices = bounded(problem, rounds=200)
    search = Search(problem, seed)
    search.run(2000, remaining=0.5)
    value = value_of(problem, *search.answer())

    assert value <= prices.bound <= 1.25 * value


def test_what_is_scarce_gets_a_price() -> None:
    problem = one_press(*(job(f"o{i}", 6, latest=100) for i in range(20)))
    prices = Prices(Compiled(problem))
    prices.improve(lambda bound: None, lambda: False)

    assert prices.most.sum() == 20 * 90
    # 100 ticks hold 16 of them, and two thirds of one, which makes 1500
    assert 16 * 90 <= prices.bound <= 1505


def test_work_longer_than_every_gap_brings_nothing() -> None:
    load = tuple(Load(start, start + 1) for start in range(4, 100, 5))

    assert bounded(one_press(job("a", 5, latest=90), load=load)).bound == 0
    assert bounded(one_press(job("a", 4, latest=90), load=load)).bound == 90


def test_a_team_has_as_much_time_as_its_crews_have_left() -> None:
    problem = one_press(job("a", 5, latest=90))
    (press,) = problem.resources
    team = replace(press, capacity=3, load=(Load(0, 50, 2),))
    step = Step("mould", (Option("press", 5, 10),))
    problem = replace(
        problem,
        resources=(team,),
        opportunities=(replace(problem.opportunities[0], steps=(step,)),),
    )

    assert periods(problem).open_ticks.sum() == 50 + 3 * 50


def two_lots(fare: int = 0, least: int = 200) -> Problem:
    """Two lots of ten days in one mould, for which there are presses at two sites."""
    options = Option("here", 240, 10), Option("there", 240, 10)
    steps = (
        Step("test", (Option("lab", 24, 10),)),
        *(
            Step(name, options, after=("test",), tool="mould")
            for name in ("one", "two")
        ),
    )
    call_offs = (
        CallOff("first", 264, latest=least + 264, late_cost=7, steps=("one",)),
        CallOff("second", 264, latest=least + 264, late_cost=7, steps=("two",)),
    )
    order = Opportunity("order", steps, price=1000, call_offs=call_offs)
    return Problem(
        horizon=1000,
        members=(Member("a"), Member("b")),
        sites=(Site("hall", "a"), Site("shed", "b")),
        resources=(
            Resource("lab", "hall"),
            Resource("here", "shed"),
            Resource("there", "shed"),
        ),
        tools=(Tool("mould", site="shed"),),
        links=tuple(
            Link(one, two, 0, fare) for one, two in (("hall", "shed"), ("shed", "hall"))
        ),
        opportunities=(order,),
    )


def thorough(problem: Problem) -> Prices:
    prices = Prices(Compiled(problem), thorough=True)
    prices.improve(lambda bound: None, lambda: False)
    return prices


def closer(prices: Prices) -> Prices:
    prices = prices.refined(0)
    prices.improve(lambda bound: None, lambda: False)
    return prices


def test_two_lots_are_not_made_in_one_mould_at_a_time() -> None:
    problem = two_lots(fare=50, least=240)

    assert bounded(problem).bound == 1000 - 3 * 10 - 2 * 50
    assert thorough(problem).refined(0).bound == 1000 - 3 * 10 - 2 * 50 - 10 * 7


def test_an_order_for_which_the_mould_is_not_free_in_time_brings_nothing() -> None:
    problem = two_lots(least=239)

    assert bounded(problem).bound == 970
    assert thorough(problem).bound == 0


def changing(between: int) -> Problem:
    """Two jobs of five ticks in other colours; in eleven ticks the press must stop."""
    problem = one_press(
        *(
            replace(
                job(name, 5, latest=11),
                steps=(Step("mould", (Option("press", 5, 10),), colour=name),),
            )
            for name in ("red", "blue")
        )
    )
    (press,) = problem.resources
    return replace(
        problem,
        resources=(replace(press, changeover="colours", load=(Load(11, 90),)),),
        changeovers=(Changeover("colours", colour=between),),
    )


@pytest.mark.parametrize(("between", "bound"), [(1, 180), (2, 90)])
def test_work_that_does_not_fit_into_a_gap_together(between: int, bound: int) -> None:
    prices = thorough(changing(between))
    assert prices.bound == 180

    assert closer(prices).bound == bound


def test_other_work_between_two_may_spare_a_changeover() -> None:
    problem = changing(2)
    any_colour = job("any", 1, latest=11, price=15)

    prices = thorough(
        replace(problem, opportunities=(*problem.opportunities, any_colour))
    )

    assert closer(prices).bound == 2 * 90 + 5


def test_a_changeover_takes_time_before_the_first_work_of_a_gap() -> None:
    problem = changing(3)
    (press,) = problem.resources
    green = replace(press, setup=Setup(colour="green"), load=(Load(7, 93),))
    problem = replace(problem, resources=(green,))

    assert bounded(problem).bound == 90
    assert thorough(problem).bound == 0


def test_who_follows_at_a_tool_does_not_spare_its_changeover() -> None:
    lots = tuple(
        Step(name, (Option("press", 24, 10),), tool="mould", colour="red", after=after)
        for name, after in (("one", ()), ("two", ("one",)))
    )
    press = Resource("press", "s", changeover="colours", setup=Setup(colour="green"))

    def bound(free: int) -> int:
        return thorough(
            Problem(
                horizon=100,
                members=(Member("m"),),
                sites=(Site("s", "m"),),
                resources=(replace(press, load=(Load(free, 100),)),),
                tools=(Tool("mould", site="s"),),
                changeovers=(Changeover("colours", colour=2),),
                opportunities=(Opportunity("order", lots, price=100),),
            )
        ).bound

    assert bound(2 + 24 + 24) == 80
    assert bound(1 + 24 + 24) == 0


def test_the_closer_one_looks_the_better_one_knows_who_is_late() -> None:
    """One of two has to wait for the second gap, and then is late at the bench."""
    problem = one_press(job("early", 6, latest=10), load=(Load(10, 20),))
    late = Opportunity(
        "late",
        (
            Step("mould", (Option("press", 6, 10),)),
            Step("pack", (Option("bench", 3, 10),), after=("mould",)),
        ),
        price=100,
        call_offs=(CallOff("d", 28, latest=90, late_cost=7),),
    )
    prices = thorough(
        replace(
            problem,
            resources=(*problem.resources, Resource("bench", "s")),
            opportunities=(*problem.opportunities, late),
        )
    )
    assert prices.bound == 90 + 80

    assert closer(closer(prices)).bound == 90 + 80 - 7


def test_works_of_which_some_fit_have_weights() -> None:
    """In 28 ticks two long ones fit, or a long and two short ones, or three short."""
    problem = changing(2)
    jobs = tuple(
        replace(job(name, ticks, latest=28), steps=(step,))
        for name, ticks in (("a", 10), ("b", 10), ("c", 6), ("d", 6), ("e", 6))
        for step in (Step("mould", (Option("press", ticks, 10),), colour=name),)
    )
    press = replace(problem.resources[0], load=(Load(28, 72),))
    problem = replace(problem, resources=(press,), opportunities=jobs)
    found = best(problem)
    assert found is not None

    prices = closer(closer(thorough(problem)))

    assert found[0] == 3 * 90
    assert prices.bound == found[0]
