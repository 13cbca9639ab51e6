"""What is planned anew is better, and nothing better of its kind is missed."""

from benchmarks.planning.networks import surplus_problem
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_fixing import refined
from tests.planning.test_rivals import coloured, never, press_for

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.exact import Answer, remade, size
from grandis.planning.incumbent import Run
from grandis.planning.plan import Plan
from grandis.planning.pricing import price
from grandis.planning.problem import Option, Problem, Step
from grandis.planning.remaking import Remaking
from grandis.planning.search.driver import Search
from grandis.planning.search.priced.fixing import scope_of
from grandis.planning.windows import Scope

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


@QUIET
@given(problems())
def test_the_best_plan_is_found_around_itself_and_none_better(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, plan = found
    scope = scope_of(*refined(problem, value - 1), value - 1)

    for opportunity in problem.opportunities:
        asked = opportunity.id, plan.assignments, 60.0
        answer, sure = remade(problem, scope, *asked)
        assert answer is not None
        assert sure
        again = Plan("feasible", "surplus", value, value, *answer)
        assert value_of(problem, *answer) == value
        assert not check(problem, again)
        assert remade(problem, scope.beyond(value), *asked) == (None, True)


def everywhere(problem: Problem) -> Scope:
    """Where a plan can lie that has any surplus."""
    return scope_of(*refined(problem, 0), 0)


def test_nothing_is_tried_before_it_is_known_where() -> None:
    remaking = Remaking(Run(press_for(coloured("a", "red")), None, None), 60, seed=0)

    assert not remaking.once(never)


def test_others_make_room_on_their_machines() -> None:
    """The long one fits in no gap of the press, unless the short one begins earlier."""
    short, long = coloured("short", "red", ticks=4), coloured("long", "red", ticks=7)
    problem = press_for(short, long)
    run = Run(problem, None, None)
    remaking = Remaking(run, 60, seed=0)
    remaking.scope = everywhere(problem)
    ((taken,), (work,)) = solo(problem, "short")
    run.offer((taken,), (replace(work, setup=3, start=3, end=7),))
    assert run.value == 90

    while remaking.once(never):
        pass

    assert run.value == 180


def test_it_ends_where_no_single_one_can_be_done_better() -> None:
    """Both stay on the dear press: no one alone can leave it, as the other is full."""
    problem = press_for(*(coloured(name, "red") for name in "abc"))
    (press,) = problem.resources
    cheap = Step("mould", (Option("press", 5, 10), Option("cheap", 5, 5)), colour="red")
    problem = replace(
        problem,
        resources=(press, replace(press, id="cheap")),
        opportunities=tuple(replace(o, steps=(cheap,)) for o in problem.opportunities),
    )
    run = Run(problem, None, None)
    remaking = Remaking(run, 60, seed=0)
    remaking.scope = everywhere(problem)
    values = [run.value]

    while remaking.once(never):
        values.append(run.value)

    # two at 95 on the cheap press and one at 90; and once more about each in vain
    assert run.value == 280
    assert values[-3:] == [280, 280, 280]
    assert values == sorted(values)
    assert not remaking.once(never)
    remaking.scope = everywhere(problem)
    assert not remaking.once(never)


def solo(problem: Problem, name: str) -> Answer:
    """The best plan of one opportunity alone."""
    answer, _ = remade(problem, everywhere(problem), name, (), 60)
    assert answer is not None
    return answer


def test_what_prices_say_when_they_are_refined_is_told() -> None:
    problem = surplus_problem(3, 5, 0)
    run, search = Run(problem, None, None), Search(problem)
    search.run(300, remaining=1)
    run.offer(*search.answer())

    asked = search.compiled, size(problem), 20.0, 0, Remaking(run, 20, seed=0)
    priced = price(run, *asked)

    assert priced is not None
    assert run.value is not None
    assert run.bound == max(priced.bound, run.value)
