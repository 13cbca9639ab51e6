"""Parts of a large problem: cut out, improved, put back, and still one plan."""

from random import Random

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.planning.accounts import value_of
from grandis.planning.checking import Violation, check
from grandis.planning.checking.violation import Code
from grandis.planning.incumbent import facts
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.spreading.cutting import Cut, Cutter
from grandis.planning.spreading.parts import Part, improve, packed, rank, read_answer
from grandis.planning.spreading.plan import StandingPlan
from grandis.planning.spreading.territories import Map, Territory, grow
from grandis.planning.validate import validate

NOBODY = Territory(frozenset(), frozenset(), frozenset())


class Bench:
    """A problem with its standing plan, to cut parts out of."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.map = problem, Map(problem)
        self.standing = StandingPlan(problem, facts(problem))
        self.cutter = Cutter(problem, self.standing)

    def grown(self, first: str, busy: Territory = NOBODY, most: int = 3) -> Territory:
        uses = self.standing.uses
        return grow(self.map, first, uses, busy, (), most, Random(0)) or NOBODY

    def improved(self, cut: Cut, seed: int = 0) -> bool:
        """Whether a part got better, and is put back."""
        answer = read_answer(improve(self.packed(cut, seed)))
        before = rank(cut.problem, cut.taken, cut.assignments)
        better = rank(cut.problem, answer.taken, answer.assignments) > before
        if better:
            self.cutter.put_back(cut, answer.taken, answer.assignments)
        return better

    def packed(self, cut: Cut, seed: int = 0) -> bytes:
        part = Part(
            problem=cut.problem,
            taken=cut.taken,
            assignments=cut.assignments,
            pinned=cut.pinned,
            seconds=0.01,
            seed=seed,
            warmth=1.0,
        )
        return packed(part)

    def faults(self) -> list[Violation]:
        """The rules that the standing plan breaks; not all need be made yet."""
        taken, assignments = self.standing.answer()
        value = value_of(self.problem, taken, assignments)
        plan = Plan(
            "feasible", self.problem.objective, value, value, taken, assignments
        )
        return [f for f in check(self.problem, plan) if f.code != Code.NOT_TAKEN]

    def rank(self) -> tuple[int, int]:
        return rank(self.problem, *self.standing.answer())


def plan_all(bench: Bench) -> None:
    """One part after the other, around every opportunity."""
    for opportunity in bench.problem.opportunities:
        bench.improved(bench.cutter.cut(bench.grown(opportunity.id)))


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(problems())
def test_whatever_is_put_back_the_plan_stands_the_check(problem: Problem) -> None:
    bench = Bench(replace(problem, objective="surplus"))
    best = bench.rank()
    for seed in range(2):
        for opportunity in problem.opportunities:
            alone = Territory(
                frozenset({opportunity.id}),
                frozenset(bench.map.work[opportunity.id]),
                bench.map.tools[opportunity.id],
            )
            cut = bench.cutter.cut(alone)
            validate(cut.problem)
            better = bench.improved(cut, seed)
            assert bench.faults() == []
            assert bench.rank() > best if better else bench.rank() == best
            best = bench.rank()


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(problems())
def test_what_must_be_made_is_made_part_by_part(problem: Problem) -> None:
    bench = Bench(replace(problem, objective="weighted_tardiness"))
    made = 0
    for opportunity in problem.opportunities:
        bench.improved(bench.cutter.cut(bench.grown(opportunity.id)))
        assert bench.faults() == []
        assert len(bench.standing.taken) >= made
        made = len(bench.standing.taken)


def test_steps_that_take_no_time_have_neighbours_too() -> None:
    problem = Problem(
        horizon=8,
        members=(Member("m"),),
        sites=(Site("s", "m"),),
        resources=(Resource("r", "s"),),
        opportunities=tuple(
            Opportunity(name, (Step("look", (Option("r", 0),)),)) for name in "xy"
        ),
    )
    assert Bench(problem).grown("x").group == {"x", "y"}


def test_parts_that_were_away_at_once_fit_together() -> None:
    bench = Bench(midsize(orders=24))
    plan_all(bench)
    uses = bench.standing.uses
    name = min(bench.standing.taken)
    first = Territory(frozenset({name}), uses[name], frozenset())
    found = (bench.grown(other, busy=first) for other in bench.standing.taken)
    second = next(each for each in found if each.group)
    assert first.resources.isdisjoint(second.resources)
    assert first.group.isdisjoint(second.group)
    cuts = [bench.cutter.cut(territory) for territory in (first, second)]
    answers = [read_answer(improve(bench.packed(cut))) for cut in cuts]
    for cut, answer in zip(cuts, answers, strict=True):
        bench.cutter.put_back(cut, answer.taken, answer.assignments)
    assert bench.faults() == []


def test_a_part_can_use_its_territory_only() -> None:
    bench = Bench(midsize(orders=24))
    plan_all(bench)
    territory = bench.grown("o05", most=4)
    cut = bench.cutter.cut(territory)
    own = [o for o in cut.problem.opportunities if o.id in territory.group]
    assert {o.id for o in own} == territory.group
    options = {x.resource for o in own for step in o.steps for x in step.options}
    assert options <= territory.resources


def test_work_of_others_goes_along_and_stays() -> None:
    bench = Bench(midsize(orders=24))
    plan_all(bench)
    resource = next(name for name, works in bench.standing.on.items() if len(works) > 2)
    (opportunity, _), *_ = sorted(bench.standing.on[resource])
    territory = Territory(
        frozenset({opportunity}),
        frozenset(bench.map.work[opportunity]),
        frozenset(),
    )
    others = {
        key: (work.resource, work.start, work.end)
        for works in bench.standing.on.values()
        for key, work in works.items()
        if key[0] != opportunity
    }
    bench.improved(bench.cutter.cut(territory))
    after = {
        key: (work.resource, work.start, work.end)
        for works in bench.standing.on.values()
        for key, work in works.items()
        if key[0] != opportunity
    }
    assert after == others


def test_a_part_tells_a_worker_no_names() -> None:
    problem = midsize(orders=4)
    named = replace(
        problem,
        name="secret",
        members=tuple(replace(m, name="secret") for m in problem.members),
        sites=tuple(replace(s, name="secret") for s in problem.sites),
        resources=tuple(replace(r, name="secret") for r in problem.resources),
        opportunities=tuple(
            replace(
                o,
                name="secret",
                steps=tuple(replace(s, name="secret") for s in o.steps),
            )
            for o in problem.opportunities
        ),
    )
    bench = Bench(named)
    plan_all(bench)
    assert b"secret" not in bench.packed(bench.cutter.cut(bench.grown("o00")))


def test_a_group_stays_within_what_it_can_reach() -> None:
    one, other = midsize(0, orders=6), midsize(1, orders=6)
    apart = replace(
        one,
        members=(*one.members, *(replace(m, id=f"x{m.id}") for m in other.members)),
        sites=(
            *one.sites,
            *(replace(s, id=f"x{s.id}", member=f"x{s.member}") for s in other.sites),
        ),
        resources=(
            *one.resources,
            *(replace(r, id=f"x{r.id}", site=f"x{r.site}") for r in other.resources),
        ),
        opportunities=(
            *one.opportunities,
            *(
                replace(
                    o,
                    id=f"x{o.id}",
                    steps=tuple(
                        replace(
                            s,
                            options=tuple(
                                replace(x, resource=f"x{x.resource}") for x in s.options
                            ),
                        )
                        for s in o.steps
                    ),
                )
                for o in other.opportunities
            ),
        ),
    )
    territory = Bench(apart).grown("xo00", most=99)
    assert territory.group == {f"xo{n:02}" for n in range(6)}
