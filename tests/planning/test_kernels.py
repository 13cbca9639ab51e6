"""What kernels reckon, beside plain ways to say the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import (
    Calendar,
    Choice,
    Interval,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.search.arrays import NEVER
from grandis.planning.search.boxes import boxed
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.driver import Search
from grandis.planning.search.hours import end_of, open_tick, opened_before, setup_of
from grandis.planning.worktime import worktimes

HORIZON = 60


def workshop(*opportunities: Opportunity, **changes: object) -> Problem:
    """One machine, with one hour of work to do unless something else is asked."""
    work = Step("work", (Option("r", 1),))
    machine = Resource("r", "s", **changes)  # type: ignore[arg-type]
    return Problem(
        horizon=HORIZON,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        calendars=(Calendar("shifts", ((0, 9), (14, 15), (20, 31), (40, 52))),),
        resources=(machine,),
        opportunities=opportunities or (Opportunity("o", (work,), price=10),),
    )


closures = st.lists(
    st.tuples(st.integers(0, HORIZON - 1), st.integers(1, 12)).map(
        lambda x: (x[0], min(HORIZON, sum(x)))
    ),
    max_size=3,
)


@settings(max_examples=100, deadline=None)
@given(closures, st.integers(0, HORIZON), st.integers(1, 20))
def test_they_count_open_ticks_as_working_time_does(
    closed: list[Interval], at: int, ticks: int
) -> None:
    problem = workshop(calendar="shifts", closed=tuple(closed))
    a = boxed(Compiled(problem).arrays)
    hours = worktimes(problem)["r"]

    assert open_tick(a, 0, -1) == NEVER
    assert opened_before(a, 0, at) == hours.opened_before(at)
    assert end_of(a, 0, at, 0) == at
    first = hours.opened_before(at)
    if first + ticks <= hours.total:
        start = hours.tick(first)
        assert open_tick(a, 0, first) == start
        assert end_of(a, 0, start, ticks) == hours.end(start, ticks)
    else:
        assert open_tick(a, 0, first + ticks - 1) == NEVER
    if hours.is_open(at) and first >= ticks:
        assert setup_of(a, 0, at, ticks) == hours.setup(at, ticks)
    elif first < ticks:
        assert setup_of(a, 0, at, ticks) == -1


def test_a_machine_without_a_calendar_is_always_open() -> None:
    a = boxed(Compiled(workshop()).arrays)

    assert [opened_before(a, -1, 7), open_tick(a, -1, 7)] == [7, 7]
    assert [end_of(a, -1, 7, 3), setup_of(a, -1, 7, 3)] == [10, 4]


def test_load_in_the_way_of_load_takes_what_is_free() -> None:
    team = workshop(load=(Load(0, 10), Load(5, 20), Load(2, 4)), capacity=2)

    state = Compiled(team).empty_state(seed=0)

    items = sorted(
        (int(start), int(end))
        for start, end in zip(state.item_start, state.item_end, strict=True)
        if end > start
    )
    assert sum(end - start for start, end in items) == 10 + 15 + 2
    assert items[0] == (0, 10)


def test_it_knows_a_sample_of_very_many_routes() -> None:
    choices = tuple(Choice(f"c{i}", (f"a{i}", f"b{i}")) for i in range(13))
    steps = tuple(
        Step(branch, (Option("r", 1),), branch=branch)
        for choice in choices
        for branch in choice.branches
    )
    problem = workshop(Opportunity("o", steps, price=10, choices=choices))

    known = [branches for branches, _ in Compiled(problem).routes[0]]

    assert 32 < len(known) <= 64
    assert known == [branches for branches, _ in Compiled(problem).routes[0]]
    for branches in known:
        assert all(len(branches & set(choice.branches)) == 1 for choice in choices)


def test_news_is_told_once() -> None:
    search = Search(workshop())

    assert [search.has_news(), search.has_news()] == [True, False]


def test_a_short_run_never_makes_the_best_plan_worse() -> None:
    search = Search(workshop())
    before = search.energies[1]

    search.run_briefly(remaining=1.0)

    assert search.energies[1] <= before == -10


@pytest.mark.parametrize(
    "works",
    [
        (),  # a step is missing
        (Assignment("o", "work", "r", 2, 2, 3),),  # before the release
        (Assignment("o", "work", "r", HORIZON, HORIZON, HORIZON + 1),),  # too late
    ],
)
def test_what_a_plan_has_wrong_is_planned_anew(works: tuple[Assignment, ...]) -> None:
    work = Step("work", (Option("r", 1),))
    problem = workshop(Opportunity("o", (work,), price=10, release=5))

    search = Search(problem, start=((Taken("o"),), works))

    (planned,) = search.answer()[1]
    assert planned.start == 5
