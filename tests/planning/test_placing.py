"""A step is put where it stood, or nowhere."""

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.strategies import problems

from grandis.planning.problem import (
    Link,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.search.boxes import boxed
from grandis.planning.search.chains import withdraw
from grandis.planning.search.driver import Search
from grandis.planning.search.insertion import keep
from grandis.planning.search.lanes import put, take
from grandis.planning.search.placing import NONE, place_as_it_stood

#: The steps of `taken_out`, as they are numbered.
FIRST, SECOND, OTHER = range(3)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_steps_stand_as_they_stood_or_nowhere(problem: Problem) -> None:
    search = Search(replace(problem, objective="surplus"), seed=1)
    search.run(20, remaining=0.5)
    arrays, state = search.compiled.arrays, search.state
    a, s = boxed(arrays), boxed(state)
    for j in range(len(state.route)):
        own = range(arrays.step_ptr[j], arrays.step_ptr[j + 1])
        before = [(state.place[x], state.start[x], state.end[x]) for x in own]
        keep(a, s, j, state.stood)
        withdraw(a, s, j)

        stands = [place_as_it_stood(a, s, step, NONE) for step in own]

        for step, stood, stays in zip(own, before, stands, strict=True):
            now = state.place[step], state.start[step], state.end[step]
            assert now == stood if stays else state.place[step] < 0
        withdraw(a, s, j)


def taken_out() -> Search:
    """Two steps, one after the other on machines with a way of 3 ticks, taken out.

    And one that is not wanted, but could be done on the first machine.
    """
    first = Step("first", (Option("a", 10),))
    second = Step("second", (Option("b", 20),), after=("first",))
    problem = Problem(
        horizon=100,
        members=(Member("m"), Member("n")),
        sites=(Site("here", "m"), Site("there", "n")),
        links=(Link("here", "there", 3, 0), Link("there", "here", 3, 0)),
        resources=(Resource("a", "here"), Resource("b", "there")),
        opportunities=(
            Opportunity("wanted", (first, second), price=1000),
            Opportunity("not", (Step("other", (Option("a", 10, 1),)),)),
        ),
    )
    search = Search(problem)
    assert list(search.state.start[[FIRST, SECOND]]) == [0, 13]
    a, s = boxed(search.compiled.arrays), boxed(search.state)
    keep(a, s, 0, search.state.stood)
    withdraw(a, s, 0)
    return search


@pytest.mark.parametrize(
    ("start", "fits"), [(9, False), (10, True)], ids=["on it", "after it"]
)
def test_nothing_is_put_where_something_else_stands(start: int, fits: bool) -> None:
    search = taken_out()
    a, s = boxed(search.compiled.arrays), boxed(search.state)
    put(a, s, OTHER, search.compiled.arrays.place_ptr[OTHER], start, start + 10)

    assert place_as_it_stood(a, s, FIRST, NONE) == fits
    assert (search.state.place[FIRST] >= 0) == fits


def test_nothing_is_put_before_its_parts_are_there() -> None:
    search = taken_out()
    a, s = boxed(search.compiled.arrays), boxed(search.state)
    put(a, s, FIRST, search.compiled.arrays.place_ptr[FIRST], 1, 11)

    assert not place_as_it_stood(a, s, SECOND, NONE)

    take(a, s, FIRST)
    assert place_as_it_stood(a, s, FIRST, NONE)
    assert place_as_it_stood(a, s, SECOND, NONE)
    assert list(search.state.start[[FIRST, SECOND]]) == [0, 13]


def test_nothing_is_put_at_a_member_that_is_out_of_the_question() -> None:
    search = taken_out()
    a, s = boxed(search.compiled.arrays), boxed(search.state)
    assert not place_as_it_stood(a, s, FIRST, 0)

    search.state.wanted[FIRST] = 1
    assert not place_as_it_stood(a, s, FIRST, NONE)

    search.state.wanted[FIRST] = 0
    assert place_as_it_stood(a, s, FIRST, 1)
