"""The problems drawn for the other tests put every feature to use."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.planning.exhaustive import best
from tests.planning.exhaustive_ways import Shop
from tests.planning.strategies import problems

from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Opportunity, Problem

SAMPLES = 10
SAMPLED = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

#: What the best plans of the sample must come upon, each more than once.
FEATURES = """
surplus; makespan; weighted tardiness; infeasible; refused; all of several taken;
now; fact of one taken; fact of one left; fact that ends after now; facts overlap;
choice; one choice within another; step not on the route; resource chosen;
pause; changeover; changeover over closed ticks; no time; two on a team; waits for load;
trip; trip that costs; way missing; tool shared; tool at two sites; tool made;
tool made on either branch; tool not ready; late days; latest date; two call-offs;
call-off of some steps; largest share; apart; required; reliability; release
"""


def used(problem: Problem, plan: Plan) -> Iterator[str]:
    """The features that the best plan of a problem has to do with."""
    taken = [problem.opportunity[item.opportunity] for item in plan.taken]
    yield "refused" if len(taken) < len(problem.opportunities) else "all"
    if len(taken) == len(problem.opportunities) > 1:
        yield "all of several taken"
    if problem.now:
        yield "now"
    for opportunity in taken:
        yield from _in_opportunity(problem, plan, opportunity)
        yield from _on_the_road(problem, plan, opportunity)
        yield from _in_policy(opportunity)
    for work in plan.assignments:
        yield from _in_work(problem, plan, work)
    for one, other in combinations(plan.assignments, 2):
        yield from _between(problem, one, other)


def begun(problem: Problem) -> set[tuple[str, str]]:
    return {(fact.opportunity, fact.step) for fact in problem.begun}


def _in_opportunity(
    problem: Problem, plan: Plan, opportunity: Opportunity
) -> Iterator[str]:
    steps = [s for s in opportunity.steps if (opportunity.id, s.id) in plan.by_step]
    if opportunity.choices:
        yield "choice"
        if len(steps) < len(opportunity.steps):
            yield "step not on the route"
    if any(choice.within for choice in opportunity.choices):
        yield "one choice within another"
    if any(len(step.options) > 1 for step in steps):
        yield "resource chosen"
    if len(opportunity.call_offs) > 1:
        yield "two call-offs"
    made = {step.makes for step in steps} - {None}
    if made & {step.tool for step in steps}:
        yield "tool made"
    if len([step for step in opportunity.steps if step.makes]) > 1:
        yield "tool made on either branch"
    if opportunity.release > problem.now:
        yield "release"
    for call_off in opportunity.call_offs:
        ends = [
            plan.by_step[opportunity.id, step.id].end
            for step in steps
            if not call_off.steps or step.id in call_off.steps
        ]
        if call_off.steps:
            yield "call-off of some steps"
        if call_off.latest is not None:
            yield "latest date"
        if max(ends, default=0) > call_off.due + 1 and call_off.late_cost:
            yield "late days"


def _on_the_road(
    problem: Problem, plan: Plan, opportunity: Opportunity
) -> Iterator[str]:
    for step in opportunity.steps:
        work = plan.by_step.get((opportunity.id, step.id))
        for name in step.after:
            before = plan.by_step.get((opportunity.id, name))
            if work is not None and before is not None:
                sites = [problem.resource[a.resource].site for a in (before, work)]
                link = problem.link.get((sites[0], sites[1]))
                if link is not None and link.duration:
                    yield "trip"
                if link is not None and link.cost:
                    yield "trip that costs"
    if len(problem.links) < len(problem.sites) * (len(problem.sites) - 1):
        yield "way missing"


def _in_policy(opportunity: Opportunity) -> Iterator[str]:
    policy = opportunity.policy
    if policy.largest_share < 100:
        yield "largest share"
    if policy.apart:
        yield "apart"
    if policy.required:
        yield "required"
    if policy.least_reliability:
        yield "reliability"


def _in_work(problem: Problem, plan: Plan, work: Assignment) -> Iterator[str]:
    if (work.opportunity, work.step) in begun(problem):
        taken = work.opportunity in plan.taken_ids
        yield "fact of one taken" if taken else "fact of one left"
        if work.end > problem.now:
            yield "fact that ends after now"
        return
    resource = problem.resource[work.resource]
    opened = Shop(problem).open[work.resource]
    steps = problem.opportunity[work.opportunity].steps
    (step,) = (step for step in steps if step.id == work.step)
    (option,) = (o for o in step.options if o.resource == work.resource)
    if work.end - work.start > option.duration:
        yield "pause"
    if work.setup < work.start:
        yield "changeover"
        if not opened >= set(range(work.setup, work.start)):
            yield "changeover over closed ticks"
    if option.duration == 0:
        yield "no time"
    if any(load.end == work.setup for load in resource.load):
        yield "waits for load"
    if any(t.id == step.tool and t.site and t.ready for t in problem.tools):
        yield "tool not ready"


def _between(problem: Problem, one: Assignment, other: Assignment) -> Iterator[str]:
    tools = {(o.id, s.id): s.tool for o in problem.opportunities for s in o.steps}
    tool = tools[one.opportunity, one.step]
    sites = {problem.resource[work.resource].site for work in (one, other)}
    if tool is not None and tool == tools[other.opportunity, other.step]:
        if one.opportunity != other.opportunity:
            yield "tool shared"
        if len(sites) > 1:
            yield "tool at two sites"
    together = one.setup < other.end and other.setup < one.end
    if one.resource == other.resource and together:
        names = {(work.opportunity, work.step) for work in (one, other)}
        if names <= begun(problem):
            yield "facts overlap"
        elif problem.resource[one.resource].capacity > 1:
            yield "two on a team"


def test_every_feature_is_put_to_use() -> None:
    seen: Counter[str] = Counter()

    def look(problem: Problem) -> None:
        found = best(problem)
        seen[problem.objective.replace("_", " ")] += 1
        seen.update(set(used(problem, found[1])) if found else {"infeasible"})

    # Several short samples differ more than one long one.
    for number in range(SAMPLES):
        sample = settings(SAMPLED, max_examples=40)(given(problems())(look))
        seed(number)(sample)()

    asked = [" ".join(feature.split()) for feature in FEATURES.split(";")]
    assert {feature: seen[feature] for feature in asked if seen[feature] < 2} == {}
    # Too many without a plan would leave the other tests little to compare.
    assert seen["infeasible"] < 40 * SAMPLES / 3
