"""Tabu search in plain shops: what one is, and that line-ups stay right."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.test_solving import job_shop

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Choice,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Site,
    Step,
    Tool,
)
from grandis.planning.search.shop import islands
from grandis.planning.search.shop.arrays import Lineup, Shop, is_shop
from grandis.planning.search.shop.driver import ShopSearch
from grandis.planning.search.shop.islands import POOL, Found, Pool
from grandis.planning.search.shop.moves import (
    PARTS,
    PLACE,
    forget,
    try_everywhere,
)
from grandis.planning.search.shop.paths import head_of, makespan_of, tail_of
from grandis.planning.solving import solve

Change = Callable[[Problem], Problem]


def with_first_step(problem: Problem, **changes: object) -> Problem:
    first, *others = problem.opportunities
    step = replace(first.steps[0], **changes)
    first = replace(first, steps=(step, *first.steps[1:]))
    return replace(problem, opportunities=(first, *others))


def with_first_resource(problem: Problem, **changes: object) -> Problem:
    first, *others = problem.resources
    return replace(problem, resources=(replace(first, **changes), *others))


def with_first_opportunity(problem: Problem, **changes: object) -> Problem:
    first, *others = problem.opportunities
    return replace(problem, opportunities=(replace(first, **changes), *others))


def with_far_site(problem: Problem) -> Problem:
    far = replace(problem, sites=(*problem.sites, Site("far", "shop")))
    return with_first_resource(far, site="far")


def with_branches(problem: Problem) -> Problem:
    problem = with_first_opportunity(problem, choices=(Choice("or", ("a", "b")),))
    return with_first_step(problem, branch="a")


def with_tool(problem: Problem, tool: Tool) -> Problem:
    return with_first_step(replace(problem, tools=(tool,)), tool=tool.id)


NO_SHOP: dict[str, Change] = {
    "another objective": lambda p: replace(p, objective="weighted_tardiness"),
    "a begun step": lambda p: replace(p, begun=(Begun("J0", "O0", "M4", 0, 0, 1),)),
    "planned downtime": lambda p: with_first_resource(p, closed=((3, 5),)),
    "working hours": lambda p: with_first_resource(
        replace(p, calendars=(Calendar("day", ((0, 100),)),)), calendar="day"
    ),
    "load": lambda p: with_first_resource(p, load=(Load(0, 4),)),
    "a tool that is ready later": lambda p: with_tool(
        p, Tool("mould", site="hall", ready=1)
    ),
    "a tool that has to be made": lambda p: with_first_step(
        replace(p, tools=(Tool("mould"),)), makes="mould"
    ),
    "a step without work": lambda p: with_first_step(p, options=(Option("M1", 0),)),
    "a latest date": lambda p: with_first_opportunity(
        p, call_offs=(CallOff("d", due=9, latest=90),)
    ),
    "a largest share": lambda p: with_first_opportunity(
        p, policy=Policy(largest_share=50)
    ),
    "a site without transport": with_far_site,
}


SHOP: dict[str, Change] = {
    "nothing else": lambda p: p,
    "a choice": with_branches,
    "a tool at hand": lambda p: with_tool(p, Tool("mould", site="hall")),
}


@pytest.mark.parametrize("change", SHOP.values(), ids=SHOP)
def test_a_plain_shop_may_have(change: Change) -> None:
    assert is_shop(change(job_shop()))


@pytest.mark.parametrize("change", NO_SHOP.values(), ids=NO_SHOP)
def test_no_plain_shop_has(change: Change) -> None:
    assert not is_shop(change(job_shop()))


@st.composite
def shops(draw: st.DrawFn, with_tools: bool = True) -> Problem:
    """Shops with transport, teams, releases and steps that wait for several.

    In those of one site steps may need tools; branches may have no step at all.
    """
    number = st.integers(1, 9)
    sites = draw(st.sampled_from([("here",), ("here", "there")]))
    resources = tuple(
        Resource(
            f"M{m}", draw(st.sampled_from(sites)), capacity=draw(st.integers(1, 2))
        )
        for m in range(draw(st.integers(1, 3)))
    )
    tools = ("mould", "die") if with_tools and len(sites) == 1 else ()
    choices = (Choice("or", ("a", "b")), Choice("then", ("c", "d"), within="a"))

    def step(n: int, branches: list[str | None]) -> Step:
        names = draw(
            st.lists(
                st.sampled_from([r.id for r in resources]), min_size=1, unique=True
            )
        )
        branch = draw(st.sampled_from(branches))
        after = draw(st.sets(st.integers(0, n - 1))) if n else set()
        options = tuple(Option(name, draw(number)) for name in names)
        tool = draw(st.sampled_from([None, *tools]))
        names = tuple(map(str, sorted(after)))
        return Step(str(n), options, after=names, branch=branch, tool=tool)

    def opportunity(name: str) -> Opportunity:
        own = draw(st.sampled_from([(), choices[:1], choices]))
        branches = [None, *(branch for choice in own for branch in choice.branches)]
        steps = [step(n, branches) for n in range(draw(st.integers(1, 4)))]
        release = draw(st.integers(0, 5))
        return Opportunity(name, tuple(steps), release=release, choices=own)

    return Problem(
        horizon=1000,
        objective="makespan",
        now=draw(st.integers(0, 3)),
        members=(Member("shop"),),
        sites=tuple(Site(site, "shop") for site in sites),
        links=tuple(Link(a, b, 2 + (a > b)) for a in sites for b in sites if a != b),
        resources=resources,
        tools=tuple(Tool(tool, site="here") for tool in tools),
        opportunities=tuple(
            opportunity(f"J{j}") for j in range(draw(st.integers(1, 4)))
        ),
    )


def assert_is_right(shop: Shop, s: Lineup) -> None:
    """Every step stands once, after those it waits for, with its head and tail.

    And once at its tool, if it needs one.
    """
    for step in range(len(s.order)):
        lane = s.lane[step]
        assert s.order[s.rank[step]] == step
        assert s.line[shop.line_ptr[lane] + s.position[step]] == step
        tool = shop.tool_line[step]
        assert tool < 0 or s.line[shop.line_ptr[tool] + s.turn[step]] == step
        assert shop.place_lane[s.place[step]] == lane
        assert shop.place_duration[s.place[step]] == s.duration[step]
        assert head_of(shop, s, step) == s.head[step]
        assert tail_of(shop, s, step) == s.tail[step]
        for before in shop.before[shop.before_ptr[step] : shop.before_ptr[step + 1]]:
            assert s.rank[before] < s.rank[step]
    with_tools = np.count_nonzero(shop.tool_line >= 0)
    assert s.filled.sum() == len(s.order) + with_tools
    whole = (s.head + s.duration + s.tail).max(initial=0)
    assert makespan_of(shop, s) == whole


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(shops())
def test_every_move_leaves_a_line_up_that_is_right(problem: Problem) -> None:
    search = ShopSearch(problem, seed=5)
    search.charge(np.arange(1.0, 1.0 + len(problem.resources)))
    island = search.islands[0]
    for _ in range(30):
        island.run(1)
        assert_is_right(island.shop, island._now)


def one_machine_of(*durations: int) -> Problem:
    """A work that takes so long on each of some machines; the last is a team of two."""
    names = [f"M{m}" for m in range(len(durations))]
    options = tuple(map(Option, names, durations))
    return Problem(
        horizon=100,
        objective="makespan",
        members=(Member("shop"),),
        sites=(Site("hall", "shop"),),
        resources=(
            *(Resource(name, "hall") for name in names[:-1]),
            Resource(names[-1], "hall", capacity=2),
        ),
        opportunities=(Opportunity("J", (Step("1", options),)),),
    )


def place_chosen(problem: Problem, rent: list[int]) -> int:
    """Where the only step goes when it has to leave the first place."""
    island = ShopSearch(problem).islands[0]
    assert island._now.place.tolist() == [0]
    shop = island.shop._replace(place_rent=np.array(rent))
    found = np.empty((2, 5), np.int64)
    forget(found)
    taboo, draws = np.zeros(len(rent) + 1, np.int64), np.ones(1, np.uint64)
    try_everywhere(shop, island._now, 0, taboo, 0, found, draws)
    return int(found[0, PLACE])


@pytest.mark.parametrize("cheap", [1, 2, 3])
def test_of_equal_paths_the_one_with_the_least_rent_is_taken(cheap: int) -> None:
    rent = [3, 2, 2, 2, 2]
    rent[cheap] = 1

    assert place_chosen(one_machine_of(4, 5, 5, 5), rent) == cheap


def test_rent_counts_like_parts_of_a_tick_of_the_path() -> None:
    problem = one_machine_of(4, 5, 6)

    assert place_chosen(problem, [0, PARTS - 1, 0, 0]) == 1
    assert place_chosen(problem, [0, PARTS + 1, 0, 0]) in (2, 3)


def test_work_pays_for_the_time_of_its_lane_at_the_prices_told() -> None:
    search = ShopSearch(one_machine_of(4, 6))
    island = search.islands[0]
    free = island.shop.place_rent

    search.charge(np.array([0.5, 0.25]))  # a team of two is two lanes
    island.run(1)

    paid = PARTS * island.found().weight * np.array([1.5 * 4, 0.75 * 6, 0.75 * 6])
    assert free.tolist() == [0, 0, 0]
    assert island.shop.place_rent.tolist() == np.rint(paid).tolist()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(shops())
def test_every_plan_it_finds_in_a_shop_passes_check(problem: Problem) -> None:
    search = ShopSearch(problem, seed=1)
    while search.has_news():
        taken, assignments = search.answer()
        value = value_of(problem, taken, assignments)
        plan = Plan("feasible", "makespan", value, value, taken, assignments)
        assert check(problem, plan) == ()
        search.run(20)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(shops())
def test_it_finds_what_is_proven_the_best(problem: Problem) -> None:
    exact = solve(problem, steps=300)
    search = ShopSearch(problem, seed=2, enough=exact.value)

    # it may need longer routes for two opportunities, which few starts have
    for _ in range(4000):
        if value_of(problem, *search.answer()) == exact.value:
            break
        search.run(200)

    assert exact.status == "optimal"
    assert search.has_news()
    assert value_of(problem, *search.answer()) == exact.value


def test_it_finds_the_published_optimum_of_kacem_1() -> None:
    search = ShopSearch(job_shop(), enough=11)

    search.run(200)

    assert value_of(job_shop(), *search.answer()) == 11


@pytest.mark.parametrize("change", SHOP.values(), ids=SHOP)
def test_equal_seeds_give_equal_line_ups(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(islands, "PATIENCE", (10, 20))  # to start often, from blends
    monkeypatch.setattr(islands, "LEAST_PATIENCE", 10)
    first, second = (ShopSearch(change(job_shop()), seed=4) for _ in range(2))
    sizes = []
    for search in (first, second):
        search.charge(np.arange(1.0, 6.0))
        for _ in range(40):
            search.run(2)
            sizes.append(len(search.islands[0].pool.found))

    assert POOL in sizes[:40]
    assert first.answer() == second.answer()
    assert born_with(first) == born_with(second)


def born_with(search: ShopSearch) -> list[tuple[int, float, float]]:
    found = search.islands[0].pool.found
    return [(f.makespan, f.tenure, f.weight) for f in found]


def found(makespan: int, place: int) -> Found:
    route, start = np.zeros(2, np.int64).reshape(2, 1)
    return Found(makespan, route, start, np.array([place]), tenure=1.0, weight=1.0)


def test_a_pool_keeps_the_best_that_differ() -> None:
    pool = Pool()

    for makespan in range(20, 20 - POOL - 2, -1):
        pool.offer(found(makespan, place=0))
        pool.offer(found(makespan, place=0))

    kept = [line_up.makespan for line_up in pool.found]
    assert kept == list(range(20 - POOL - 1, 20 - 1))


def test_a_pool_that_refuses_everything_starts_anew_from_its_best() -> None:
    pool = Pool()
    for makespan in range(10, 10 + POOL):
        pool.offer(found(makespan, place=0))
    assert pool.parents(np.random.default_rng(0)) is not None

    for _ in range(100):
        if len(pool.found) == POOL:
            pool.offer(found(99, place=0))

    assert [line_up.makespan for line_up in pool.found] == [10]
    assert pool.parents(np.random.default_rng(0)) is None
