"""What a few opportunities lose together is never more than a better plan loses."""

from itertools import combinations

import numpy as np
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems
from tests.planning.test_fixing import priced, refined
from tests.planning.test_relaxation import job, one_press

from grandis.planning.exact import least_lost, solve_exactly
from grandis.planning.pricing import Priced
from grandis.planning.problem import (
    Changeover,
    Load,
    Opportunity,
    Option,
    Problem,
    Setup,
    Step,
)
from grandis.planning.rivals import lost_in, lost_together
from grandis.planning.search.priced.fixing import scope_of

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck)
)


def never() -> bool:
    return False


@QUIET
@given(problems())
def test_the_best_plan_loses_as_much_in_every_part(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, plan = found
    scope = scope_of(*refined(problem, value - 1), value - 1)

    lost = lost_in(problem, scope, plan.taken, plan.assignments)

    assert sum(lost.values()) <= scope.allowance
    for size in 1, 2:
        for part in combinations(lost, size):
            least = least_lost(problem, scope, part, seconds=60)
            assert least <= sum(lost[name] for name in part)


@QUIET
@given(problems())
def test_the_best_plan_is_found_by_what_is_left_to_each(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    value, _ = found
    prices, compiled = refined(problem, value - 1)
    scope = scope_of(prices, compiled, value - 1)

    together = lost_together(
        {o.id: scope.allowance for o in problem.opportunities},
        prices.rivalry(),
        scope.allowance,
        lambda part: least_lost(problem, scope, part, seconds=60),
        (),
        never,
    )

    known = scope.knowing(together)
    assert solve_exactly(problem, seconds=60, scope=known).value == value
    closer = Priced(prices, compiled, together)
    assert closer.bound >= value
    assert prices.refined(value - 1, closer.elsewhere()).bound >= value


def coloured(name: str, colour: str | None, ticks: int = 5) -> Opportunity:
    step = Step("mould", (Option("press", ticks, 10),), colour=colour)
    return replace(job(name, ticks, latest=11), steps=(step,))


def press_for(
    *jobs: Opportunity, between: int = 2, first: str | None = None
) -> Problem:
    """A press that must stop at 11, and takes time to change colours."""
    problem = one_press(*jobs)
    (press,) = problem.resources
    press = replace(
        press,
        changeover="colours",
        load=(Load(11, 90),),
        setup=Setup(colour=first),
    )
    return replace(
        problem,
        resources=(press,),
        changeovers=(Changeover("colours", colour=between),),
    )


def test_two_lose_together_what_neither_loses_alone() -> None:
    problem = press_for(coloured("a", "red"), coloured("b", "blue"))
    prices, compiled = priced(problem)
    scope = scope_of(prices, compiled, 0)
    assert prices.bound == 180

    assert least_lost(problem, scope, ["a"], seconds=60) == 0
    assert least_lost(problem, scope, ["b"], seconds=60) == 0
    # one of two is refused; what it brings is rounded down to be on the safe side
    assert least_lost(problem, scope, ["a", "b"], seconds=60) == 89


def test_others_may_spare_a_changeover() -> None:
    late = coloured("late", "red")
    early = coloured("early", None, ticks=1)
    alone = press_for(late, between=7, first="green")
    beside = press_for(late, early, between=7, first="green")

    def lost(problem: Problem) -> int:
        prices, compiled = priced(problem)
        assert prices.most[0] == (0 if problem is alone else 90)
        scope = scope_of(prices, compiled, -1)
        return least_lost(problem, scope, ["late"], seconds=60)

    assert lost(alone) == 0
    assert lost(beside) == 0


def test_more_is_lost_than_allowed_where_nothing_in_the_scope_can_be_done() -> None:
    problem = press_for(coloured("a", "red"), coloured("b", "blue"))
    scope = scope_of(*priced(problem), 170)
    assert scope.allowance < 89

    assert least_lost(problem, scope, ["a", "b"], seconds=60) > scope.allowance


def test_rivals_want_the_same_time() -> None:
    """Three jobs of five ticks on a press for eleven; one on another press."""
    problem = press_for(*(coloured(name, "red") for name in "abcd"))
    (press,), (*three, last) = problem.resources, problem.opportunities
    moved = Step("mould", (Option("second", 5, 10),), colour="red")
    problem = replace(
        problem,
        resources=(press, replace(press, id="second")),
        opportunities=(*three, replace(last, steps=(moved,))),
    )
    prices, _ = priced(problem)
    prices = prices.refined(0)
    prices.improve(lambda bound: None, never, rounds=20)

    rivalry = prices.rivalry()

    assert (rivalry == rivalry.T).all()
    assert (rivalry[:3, :3] > 0).all()
    assert (rivalry[:3, 3] == 0).all()


#: What a and b want together is dear; c wants a little of it.
RIVALRY = np.array([[9.0, 5.0, 1.0], [5.0, 9.0, 0.0], [1.0, 0.0, 9.0]])


def groups(
    lost: dict[str, int], least: dict[str, int], before: tuple[str, ...] = ()
) -> tuple[dict[str, int], list[str]]:
    """What is found of a gap of 100, and what was asked."""
    asked = []

    def ask(part: frozenset[str]) -> int:
        asked.append("".join(sorted(part)))
        return least.get(asked[-1], 0)

    given = map(frozenset, before)
    found = lost_together(lost, RIVALRY, 100, ask, given, never)
    return {"".join(sorted(part)): cents for part, cents in found.items()}, asked


def test_the_strongest_rival_joins_until_it_is_clear_what_is_lost() -> None:
    found, asked = groups({"a": 60, "b": 0, "c": 3}, {"ab": 50})

    assert found == {"ab": 50}
    assert asked == ["a", "ab"]


def test_who_loses_all_of_it_alone_needs_no_rival() -> None:
    found, asked = groups({"a": 60, "b": 30, "c": 0}, {"a": 60, "ab": 20})

    assert found == {"a": 60}
    assert asked == ["a", "b", "ab", "abc"]


def test_who_loses_less_than_most_is_not_asked() -> None:
    """Three that share a gap of 100 lose 33 each, if all lose as much."""
    _, asked = groups({"a": 24, "b": 0, "c": 22}, {"a": 24})

    assert asked == ["a"]


def test_nobody_is_counted_twice() -> None:
    found, asked = groups({"a": 50, "b": 0, "c": 40}, {"ab": 30, "ac": 35}, ("ac",))

    assert found == {"ac": 35}
    assert "ab" in asked


def test_groups_from_before_are_asked_first() -> None:
    found, asked = groups({"a": 60, "b": 0, "c": 3}, {"ab": 60}, before=("ab",))

    assert found == {"ab": 60}
    assert asked == ["ab", "a"]
