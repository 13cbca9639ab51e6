"""Every rule that a planning problem keeps, broken once."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.errors import InputError, ProblemError
from grandis.planning.problem import (
    MOST_MONEY,
    MOST_TICKS,
    Begun,
    Calendar,
    CallOff,
    Change,
    Changeover,
    Choice,
    Grid,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)
from grandis.planning.validate import validate

DAY_SHIFT = Calendar("day", ((8, 16), (32, 40)))


def step(name: str = "s", **fields: Any) -> Step:
    return Step(name, **({"options": (Option("press", 2),)} | fields))


def opportunity(*steps: Step, **fields: Any) -> Opportunity:
    return Opportunity("O-1", steps or (step(),), **fields)


def problem(*opportunities: Opportunity, **fields: Any) -> Problem:
    whole: dict[str, Any] = {
        "horizon": 100,
        "members": (Member("Alba"), Member("Brio")),
        "sites": (Site("A", "Alba"), Site("B", "Brio")),
        "resources": (Resource("press", "A"), Resource("team", "B", capacity=3)),
        "opportunities": opportunities,
    }
    return Problem(**(whole | fields))


def refusal(*opportunities: Opportunity, **fields: Any) -> str:
    with pytest.raises(ProblemError) as caught:
        problem(*opportunities, **fields)
    return str(caught.value)


def two_ways(*steps: Step, **fields: Any) -> Opportunity:
    """Steps with a choice of branch x or y, and within y one of v or w."""
    choices = (Choice("c", ("x", "y")), Choice("d", ("v", "w"), within="y"))
    return opportunity(*steps, choices=choices, **fields)


def test_it_accepts_a_problem_that_uses_everything() -> None:
    made = problem(
        two_ways(
            step("mould", makes="new", branch="x"),
            step("mould-2", makes="new", branch="w", options=(Option("team", 3),)),
            step("form", after=("mould", "mould-2"), tool="new", material="PP"),
            price=100_000,
            call_offs=(CallOff("first", 20, latest=20, late_cost=5, steps=("form",)),),
            policy=Policy(60, (("Alba", "Brio"),), ("Alba",), 0.5),
        ),
        calendars=(DAY_SHIFT,),
        changeovers=(Changeover("purge", 2, 1, 1, materials=(Change("PP", "PE", 3),)),),
        resources=(
            Resource(
                "press",
                "A",
                calendar="day",
                closed=((8, 10), (9, 12)),
                load=(Load(12, 14), Load(14, 15)),
                changeover="purge",
                setup=Setup("old", "PP"),
            ),
            Resource("team", "B", capacity=3, load=(Load(0, 5, 2), Load(4, 9))),
        ),
        links=(Link("A", "B", 2, 300), Link("B", "A", 3)),
        tools=(Tool("new"), Tool("old", site="B", ready=4), Tool("spare")),
        begun=(Begun("O-1", "mould", "team", 0, 1, 5),),
        now=4,
    )

    validate(made)

    assert made.member_of("team") == "Brio"


def test_an_error_is_an_input_error() -> None:
    with pytest.raises(InputError):
        problem(opportunity(step(options=())))


def test_it_says_what_where_and_what_to_do() -> None:
    assert refusal(opportunity(step("tooling", options=(Option("R-9", 1),)))) == (
        "opportunity 'O-1', step 'tooling': resource 'R-9' does not exist; add it or "
        "remove the option"
    )


def test_it_offers_the_nearest_name() -> None:
    wrong = opportunity(step(options=(Option("pres", 1),)))

    assert "'pres' does not exist (did you mean 'press'?);" in refusal(wrong)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"horizon": -1}, "'horizon' must be a whole number >= 0"),
        ({"horizon": MOST_TICKS + 1}, "'horizon' must be a whole number <= 10000000"),
        ({"horizon": 10**30}, "'horizon' must be a whole number <= 10000000"),
        ({"horizon": True}, "'horizon' must be a whole number, got true or false"),
        ({"horizon": 9.0}, "'horizon' must be a whole number, got a decimal number"),
        ({"horizon": "9"}, "'horizon' must be a whole number, got text"),
        ({"horizon": object()}, "holds a value that no field can hold"),
        ({"name": None}, "'name' must be text, got nothing"),
        ({"objective": "profit"}, "'objective': invalid enum value 'profit'"),
        ({"members": 3}, "'members' must be a list, got a whole number"),
        ({"members": [Member("Alba"), Member("Brio")]}, "'members' holds a list"),
        ({"members": ({"id": "Alba"}, {"id": "Brio"})}, "'members' holds a list"),
        ({"members": (Member(""),)}, "member number 1: 'id' must be text with length"),
        ({"members": (Member("é" * 101),)}, "'id' must be text with length <= 100"),
        (
            {"members": (Member("Alba", reliability=1.5),)},
            "member 'Alba': 'reliability' must be a decimal number <= 1",
        ),
        (
            {"members": (Member("Alba", reliability=float("nan")),)},
            "member 'Alba': 'reliability' must be a decimal number >= 0",
        ),
        (
            {"sites": (Site("A", "Alba", latitude=91.0),)},
            "site 'A': 'latitude' must be a decimal number <= 90",
        ),
        (
            {"calendars": (Calendar("day", ((1, 2, 3),)),)},  # type: ignore[arg-type]
            "calendar 'day': 'open' number 1 must be a list with length 2, got 3",
        ),
        (
            {"resources": (Resource("press", "A", capacity=0),)},
            "resource 'press': 'capacity' must be a whole number >= 1",
        ),
        (
            {"links": (Link("A", "B", 1, cost=MOST_MONEY + 1),)},
            "link 'A' → 'B': 'cost' must be a whole number <= 100000000000",
        ),
        ({"grid": Grid(minutes=0)}, "'minutes' must be a whole number >= 1"),
    ],
)
def test_it_refuses_values_out_of_range(fields: dict[str, Any], told: str) -> None:
    assert told in refusal(**fields)


def test_it_names_the_option_whose_value_is_wrong() -> None:
    wrong = opportunity(step("s", options=(Option("press", 1), Option("team", -1))))

    assert refusal(wrong) == (
        "opportunity 'O-1', step 's', option 'team': 'duration' must be a whole number "
        ">= 0; correct it"
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"members": (Member("Alba"),) * 2}, "member 'Alba' is there twice"),
        ({"sites": (Site("A", "Alba"),) * 2}, "site 'A' is there twice"),
        ({"resources": (Resource("r", "A"),) * 2}, "resource 'r' is there twice"),
        ({"calendars": (DAY_SHIFT,) * 2}, "calendar 'day' is there twice"),
        ({"changeovers": (Changeover("p"),) * 2}, "changeover 'p' is there twice"),
        ({"tools": (Tool("t"),) * 2}, "tool 't' is there twice"),
        ({"links": (Link("A", "B", 1), Link("A", "B", 2))}, "'A' → 'B' is there twice"),
        ({"grid": Grid(minutes=7)}, "ticks of 7 minutes do not divide a day"),
        ({"grid": Grid("tomorrow")}, "start 'tomorrow' is not a time with a zone"),
        ({"grid": Grid("2026-03-02")}, "start '2026-03-02' is not a time with a zone"),
        ({"grid": Grid("0001-01-01T00:00:00+05:00")}, "is not a time with a zone"),
        ({"grid": Grid(minutes=1440), "horizon": MOST_TICKS}, "after the year 9999"),
        ({"now": 101}, "now (101) is after the horizon (100)"),
        ({"sites": (Site("A", "Alva"),)}, "member 'Alva' does not exist (did you mean"),
        ({"links": (Link("A", "C", 1),)}, "link 'A' → 'C': site 'C' does not exist"),
        ({"links": (Link("A", "A", 1),)}, "a site needs no link to itself"),
        ({"calendars": (Calendar("n", ()),)}, "calendar 'n' has no open hour"),
        ({"calendars": (Calendar("n", ((5, 5),)),)}, "interval [5, 5) ends before it"),
        (
            {"calendars": (Calendar("n", ((5, 9), (0, 2))),)},
            "calendar 'n': [0, 2) does not come after [5, 9)",
        ),
        (
            {"calendars": (Calendar("n", ((0, 5), (5, 9))),)},
            "calendar 'n': [5, 9) does not come after [0, 5)",
        ),
        (
            {"changeovers": (Changeover("p", materials=(Change("a", "b", 1),) * 2),)},
            "changeover 'p': 'materials' has the change from 'a' to 'b' twice",
        ),
        (
            {"changeovers": (Changeover("p", colours=(Change("a", "b", 1),) * 2),)},
            "changeover 'p': 'colours' has the change from 'a' to 'b' twice",
        ),
        ({"tools": (Tool("t", site="C"),)}, "tool 't': site 'C' does not exist"),
    ],
)
def test_it_refuses_a_network_that_contradicts_itself(
    fields: dict[str, Any], told: str
) -> None:
    assert told in refusal(**fields)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"site": "C"}, "site 'C' does not exist"),
        ({"calendar": "dya"}, "calendar 'dya' does not exist (did you mean 'day'?)"),
        ({"changeover": "swap"}, "changeover 'swap' does not exist"),
        ({"changeover": "purge", "capacity": 2}, "only a resource of capacity 1"),
        ({"closed": ((5, 5),)}, "interval [5, 5) ends before it holds a tick"),
        ({"load": (Load(7, 6),)}, "interval [7, 6) ends before it holds a tick"),
        ({"load": (Load(0, 5), Load(4, 6))}, "load at tick 4 is more than its capac"),
        ({"load": (Load(3, 5, 2),)}, "load at tick 3 is more than its capacity 1"),
        ({"calendar": "late"}, "never works before the horizon (100)"),
        ({"closed": ((0, 50), (50, 100))}, "never works before the horizon (100)"),
        ({"calendar": "day", "closed": ((30, 99), (8, 20))}, "never works before the"),
    ],
)
def test_it_refuses_a_resource_that_cannot_be(
    fields: dict[str, Any], told: str
) -> None:
    wrong = Resource("press", **({"site": "A"} | fields))

    sentence = refusal(
        resources=(wrong,),
        calendars=(DAY_SHIFT, Calendar("late", ((100, 108),))),
        changeovers=(Changeover("purge"),),
    )

    assert sentence.startswith("resource 'press'")
    assert told in sentence


def test_a_resource_may_work_between_its_closed_hours() -> None:
    closed = ((0, 9), (10, 100))

    made = problem(
        resources=(Resource("press", "A", calendar="day", closed=closed),),
        calendars=(DAY_SHIFT,),
    )

    assert made.resource["press"].closed == closed


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (Opportunity("O-1", ()), "has no steps"),
        (opportunity(step(), step()), "step 's' is there twice"),
        (opportunity(step(options=())), "step 's' has no options"),
        (
            opportunity(step(options=(Option("press", 1), Option("press", 2)))),
            "step 's': two options are on resource 'press'",
        ),
        (opportunity(step(after=("t",))), "step 's': step 't' does not exist"),
        (
            opportunity(step("a"), step("b", after=("a", "a"))),
            "step 'b': 'after' names 'a' twice",
        ),
        (opportunity(step(after=("s",))), "in a circle, 's' → 's'"),
        (opportunity(step(branch="x")), "step 's': branch 'x' does not exist"),
        (
            opportunity(choices=(Choice("c", ("x",)),)),
            "choice 'c' has fewer than two branches",
        ),
        (
            opportunity(choices=(Choice("c", ("x", "y")), Choice("c", ("v", "w")))),
            "choice 'c' is there twice",
        ),
        (
            opportunity(choices=(Choice("c", ("x", "y")), Choice("d", ("y", "z")))),
            "branch 'y' is there twice",
        ),
        (
            opportunity(choices=(Choice("c", ("x", "y"), within="z"),)),
            "choice 'c': branch 'z' does not exist",
        ),
        (
            opportunity(choices=(Choice("c", ("x", "y"), within="y"),)),
            "choices stand within each other, 'c' → 'c'",
        ),
        (opportunity(release=100), "its release (100) is not before the horizon"),
        (
            opportunity(call_offs=(CallOff("first", 9), CallOff("first", 12))),
            "call-off 'first' is there twice",
        ),
        (
            opportunity(call_offs=(CallOff("first", 9, steps=("t",)),)),
            "call-off 'first': step 't' does not exist",
        ),
        (
            opportunity(call_offs=(CallOff("first", 9, latest=8),)),
            "call-off 'first': latest (8) is before due (9)",
        ),
        (
            opportunity(policy=Policy(apart=(("Alba", "Bria"),))),
            "policy: member 'Bria' does not exist (did you mean 'Brio'?)",
        ),
        (
            opportunity(policy=Policy(apart=(("Alba", "Alba"),))),
            "policy: 'Alba' cannot be kept apart from itself",
        ),
        (opportunity(policy=Policy(required=("Cora",))), "member 'Cora' does not"),
    ],
)
def test_it_refuses_an_opportunity_that_cannot_be(
    wrong: Opportunity, told: str
) -> None:
    sentence = refusal(wrong)

    assert sentence.startswith("opportunity 'O-1'")
    assert told in sentence


def test_opportunities_have_ids_of_their_own() -> None:
    assert "opportunity 'O-1' is there twice" in refusal(opportunity(), opportunity())


def test_it_names_the_steps_of_a_circle() -> None:
    sentence = refusal(
        opportunity(
            step("a"),
            step("b", after=("d",)),
            step("c", after=("b",)),
            step("d", after=("c", "a")),
        )
    )

    circle = sentence.split("in a circle, ")[1].split(";")[0].split(" → ")
    assert circle[0] == circle[-1]
    assert sorted(circle[1:]) == ["'b'", "'c'", "'d'"]


def test_it_shortens_a_long_circle() -> None:
    count = 500
    steps = [step(str(n), after=(str((n + 1) % count),)) for n in range(count)]

    sentence = refusal(opportunity(*steps))

    assert "…" in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize(
    "resource",
    [
        Resource("r", "A", calendar="day"),
        Resource("r", "A", closed=((3, 4),)),
        Resource("r", "A", capacity=2),
        Resource("r", "A", changeover="purge"),
    ],
)
def test_only_plain_machines_do_work_of_no_duration(resource: Resource) -> None:
    fields = {"calendars": (DAY_SHIFT,), "changeovers": (Changeover("purge"),)}
    instant = opportunity(step(options=(Option("r", 0),)))

    sentence = refusal(instant, resources=(resource,), **fields)
    plain = problem(instant, resources=(Resource("r", "A"),), **fields)

    assert "option 'r': duration 0 needs a resource of capacity 1" in sentence
    assert plain.opportunities == (instant,)


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((step(tool="t"),), "step 's': tool 't' does not exist"),
        ((step(makes="t"),), "step 's': tool 't' does not exist"),
        ((step(tool="new"),), "step 's': tool 'new' has no site and no step makes it"),
        ((step(makes="old"),), "makes tool 'old', which stands at site 'A' already"),
        ((step(makes="new", tool="new"),), "needs the tool 'new' that it makes"),
        (
            (step("a", makes="new"), step("b", makes="new")),
            "steps 'a' and 'b' can both make tool 'new' on one route",
        ),
        (
            (step("a", makes="new", branch="y"), step("b", makes="new", branch="v")),
            "steps 'a' and 'b' can both make tool 'new' on one route",
        ),
        (
            (step("a", makes="new"), step("b", makes="new", branch="v")),
            "steps 'a' and 'b' can both make tool 'new' on one route",
        ),
    ],
)
def test_it_refuses_a_tool_that_cannot_be(steps: tuple[Step, ...], told: str) -> None:
    tools = (Tool("new"), Tool("old", site="A"))

    assert told in refusal(two_ways(*steps), tools=tools)


def test_branches_that_exclude_each_other_may_make_the_same_tool() -> None:
    makers = [step(b, makes="new", branch=b) for b in ("x", "v", "w")]

    made = problem(two_ways(*makers, step("use", tool="new")), tools=(Tool("new"),))

    assert len(made.opportunities[0].steps) == 4


def test_a_new_tool_serves_one_opportunity() -> None:
    maker = Opportunity("O-1", (step("make", makes="new"),))
    user = Opportunity("O-2", (step("use", tool="new"),))

    sentence = refusal(maker, user, tools=(Tool("new"),))

    assert "made or used by the opportunities 'O-1' and 'O-2'" in sentence


def test_a_tool_with_a_site_serves_many() -> None:
    users = [Opportunity(f"O-{n}", (step(tool="old"),)) for n in range(3)]

    assert len(problem(*users, tools=(Tool("old", "", "A"),)).opportunities) == 3


@pytest.mark.parametrize(
    ("begun", "told"),
    [
        (Begun("O-2", "a", "press", 0, 0, 1), "opportunity 'O-2' does not exist"),
        (Begun("O-1", "z", "press", 0, 0, 1), "step 'z' does not exist"),
        (Begun("O-1", "a", "pres", 0, 0, 1), "resource 'pres' does not exist (did"),
        (Begun("O-1", "a", "press", 2, 1, 3), "setup 2, start 1 and end 3 are not"),
        (Begun("O-1", "a", "press", 0, 4, 3), "setup 0, start 4 and end 3 are not"),
    ],
)
def test_it_refuses_a_fact_that_cannot_be(begun: Begun, told: str) -> None:
    assert told in refusal(opportunity(step("a")), begun=(begun,))


def test_a_step_begins_once() -> None:
    twice = (Begun("O-1", "a", "press", 0, 0, 1), Begun("O-1", "a", "team", 0, 0, 1))

    assert "step 'a' has begun twice" in refusal(opportunity(step("a")), begun=twice)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("x", "y", False),
        ("x", "w", False),
        ("v", "w", False),
        ("y", "w", True),
        ("x", None, True),
    ],
)
def test_facts_lie_on_one_route(one: str, other: str | None, together: bool) -> None:
    way = two_ways(step("a", branch=one), step("b", branch=other))
    begun = tuple(Begun("O-1", name, "press", 0, 0, 1) for name in ("a", "b"))

    if together:
        assert problem(way, begun=begun).begun == begun
    else:
        assert "exclude each other" in refusal(way, begun=begun)


def test_a_fact_may_be_on_a_resource_that_is_no_option() -> None:
    fact = Begun("O-1", "s", "team", 0, 0, 200)

    assert problem(opportunity(), begun=(fact,)).begun == (fact,)


def test_deeply_nested_choices_are_no_difficulty() -> None:
    depth = 3000
    choices = [Choice("0", ("l0", "r0"))]
    choices += [
        Choice(f"{n}", (f"l{n}", f"r{n}"), f"l{n - 1}") for n in range(1, depth)
    ]
    makers = (
        step("a", makes="t", branch=f"l{depth - 1}"),
        step("b", makes="t", branch=f"r{depth - 1}"),
    )

    made = problem(opportunity(*makers, choices=tuple(choices)), tools=(Tool("t"),))

    assert len(made.opportunities[0].choices) == depth


def test_a_problem_survives_pickling() -> None:
    made = problem(opportunity())

    assert pickle.loads(pickle.dumps(made)) == made


@given(st.permutations(range(6)), st.data())
def test_any_order_of_steps_without_a_circle_is_accepted(
    ranks: list[int], data: st.DataObject
) -> None:
    earlier = [[str(o) for o in range(6) if ranks[o] < ranks[n]] for n in range(6)]
    chosen = [
        data.draw(
            st.lists(st.sampled_from(names), unique=True) if names else st.just([])
        )
        for names in earlier
    ]

    made = problem(
        opportunity(*(step(str(n), after=tuple(a)) for n, a in enumerate(chosen)))
    )

    assert [list(s.after) for s in made.opportunities[0].steps] == chosen


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=5),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=4),
)
def test_a_resource_is_refused_exactly_when_no_tick_is_open(
    gaps: list[tuple[int, int]], closures: list[tuple[int, int]]
) -> None:
    hours, end = [], 0
    for gap, length in gaps:
        hours.append((end + gap + 1, end + gap + 1 + length))
        end = hours[-1][1]
    closed = tuple((start, start + length) for start, length in closures)
    calendar = Calendar("c", tuple(hours) or ((0, 100),))
    open_ticks = {t for a, b in calendar.open for t in range(a, min(b, 100))}
    open_ticks -= {t for a, b in closed for t in range(a, b)}
    resource = Resource("r", "A", calendar="c", closed=closed)

    fields = {"resources": (resource,), "calendars": (calendar,)}

    if open_ticks:
        assert problem(**fields).resources == (resource,)
    else:
        assert "never works" in refusal(**fields)
