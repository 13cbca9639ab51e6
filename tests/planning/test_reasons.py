"""Reasons are true, say no more than is proven, and tell nobody too much."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.midsize import midsize
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.audience import (
    COORDINATOR,
    OPERATOR,
    Audience,
    HandOver,
    visible_assignments,
    visible_hand_overs,
)
from grandis.planning.checking import check
from grandis.planning.plan import Plan
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
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
    Site,
    Step,
    Tool,
)
from grandis.planning.reason import ENGLISH
from grandis.planning.reasons import Code, Reason, explain, visible
from grandis.planning.search.driver import Search
from grandis.planning.solving import solve
from grandis.planning.subproblems import alone, beside, holding

HORIZON = 100
LATE = (CallOff("all", due=30, latest=30),)


def network(*opportunities: Opportunity, **changes: Any) -> Problem:
    """Members a, b and c with a site and a machine each; a tick is an hour."""
    parts: dict[str, Any] = {
        "horizon": HORIZON,
        "grid": Grid("2026-03-02T00:00:00Z"),
        "members": tuple(Member(m) for m in "abc"),
        "sites": tuple(Site(f"{m}-site", m) for m in "abc"),
        "links": tuple(
            Link(f"{u}-site", f"{v}-site", 2, 10)
            for u in "abc"
            for v in "abc"
            if u != v
        ),
        "resources": tuple(Resource(m, f"{m}-site", stage="moulding") for m in "abc"),
        "opportunities": opportunities,
    }
    return Problem(**parts | changes)


def step(name: str, *options: tuple[str, int, int], **more: Any) -> Step:
    return Step(name, tuple(Option(*option) for option in options), **more)


def order(*steps: Step, name: str = "o", **more: Any) -> Opportunity:
    return Opportunity(name, steps, **{"price": 1000} | more)


def reasons(problem: Problem) -> dict[str | None, Reason]:
    """For the best plan, the reason of each member of the first opportunity."""
    plan = solve(problem, steps=50)
    assert plan.status == "optimal"
    found = explain(problem, plan, OPERATOR)
    first = problem.opportunities[0].id
    return {r.member: r for r in found if r.opportunity == first}


def refusal(problem: Problem) -> Reason:
    found = reasons(problem)
    assert list(found) == [None]
    return found[None]


# --------------------------------------------------------------- opportunities refused


def test_a_price_below_the_cheapest_chain() -> None:
    steps = step("make", ("a", 5, 900), ("b", 5, 800)), step("pack", ("c", 5, 300))
    linked = replace(steps[1], after=("make",))

    reason = refusal(network(order(steps[0], linked)))

    assert reason.code == Code.PRICE_BELOW_COST
    assert reason.values == {"price": 1000, "cost": 1110, "short": 110}
    assert reason.proven
    assert "EUR 11.10" in reason.english()


def test_lateness_that_eats_the_price() -> None:
    late = (CallOff("all", due=10, late_cost=600),)

    reason = refusal(network(order(step("make", ("a", 50, 100)), call_offs=late)))

    assert reason.code == Code.PRICE_BELOW_COST
    assert reason.values["cost"] == 100 + 2 * 600


def test_a_date_that_the_work_alone_misses() -> None:
    reason = refusal(network(order(step("make", ("a", 54, 1)), call_offs=LATE)))

    assert reason.code == Code.TOO_LATE
    assert reason.values["days"] == 1.0
    assert reason.values["finish"] == 54
    assert "wait" not in reason.values
    assert "longest step is 'make'" in reason.english()


def test_a_date_missed_because_the_nearest_machine_is_not_free() -> None:
    busy = tuple(
        Resource(m, f"{m}-site", stage="moulding", load=(Load(0, 48),)) for m in "abc"
    )
    problem = network(order(step("make", ("a", 6, 1)), call_offs=LATE), resources=busy)

    reason = refusal(problem)

    assert reason.code == Code.TOO_LATE
    assert reason.values["step"] == "make"
    assert (reason.values["wait"], reason.values["days"]) == (2.0, 1.0)
    assert "the first machine for step 'make' (moulding) is free 2.0 days" in str(
        reason
    )


def test_closed_hours_are_no_wait_for_a_machine() -> None:
    night = Calendar("k", ((40, 90),))
    resource = Resource("a", "a-site", calendar="k")
    problem = network(
        order(step("make", ("a", 6, 1)), call_offs=LATE),
        resources=(resource,),
        calendars=(night,),
    )

    assert "wait" not in refusal(problem).values


def test_a_reliability_that_nobody_has() -> None:
    members = (Member("a", reliability=0.8), Member("b", reliability=0.9), Member("c"))
    policy = Policy(least_reliability=0.95)
    opportunity = order(step("make", ("a", 5, 1), ("b", 5, 1)), policy=policy)

    reason = refusal(network(opportunity, members=members))

    assert reason.code == Code.POLICY_UNMET
    assert reason.values == {
        "rule": "least_reliability",
        "least_reliability": 0.95,
        "step": "make",
        "best": 0.9,
    }


@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        (Policy(largest_share=60), "largest_share"),
        (Policy(apart=(("a", "b"),)), "apart"),
        (Policy(required=("c",)), "required"),
    ],
)
def test_a_rule_that_no_chain_keeps(policy: Policy, rule: str) -> None:
    steps = step("make", ("a", 5, 90)), step("pack", ("b", 5, 10))

    reason = refusal(network(order(*steps, policy=policy)))

    assert reason.code == Code.POLICY_UNMET
    assert reason.values["rule"] == rule
    assert reason.proven


def test_rules_that_cannot_be_kept_together() -> None:
    policy = Policy(required=("c",), apart=(("a", "b"),))
    steps = step("make", ("a", 5, 90)), step("pack", ("b", 5, 10))

    reason = refusal(network(order(*steps, policy=policy)))

    assert reason.values["rule"] == "together"


def test_a_step_between_sites_without_a_way() -> None:
    steps = step("make", ("a", 5, 9)), step("pack", ("b", 5, 1), after=("make",))

    reason = refusal(network(order(*steps), links=()))

    assert reason.code == Code.NO_CAPABLE_MEMBER
    assert reason.values == {"step": "pack"}


def test_an_opportunity_whose_machine_others_use_better() -> None:
    poor = order(step("make", ("a", 20, 500)), call_offs=LATE)
    rich = order(step("make", ("a", 20, 100)), name="rich", call_offs=LATE)

    reason = refusal(network(poor, rich))

    assert reason.code == Code.DISPLACED
    assert reason.values["surplus"] == 500
    assert reason.values["by"] == ("rich",)
    assert reason.values["call_off"] == "all"
    assert reason.proven


def test_an_opportunity_that_costs_too_much_beside_the_others() -> None:
    soon = (CallOff("all", due=20, late_cost=1000),)
    poor = order(step("make", ("a", 20, 500)), call_offs=soon)
    rich = order(step("make", ("a", 20, 100)), name="rich", call_offs=soon)

    reason = refusal(network(poor, rich))

    assert reason.code == Code.DISPLACED
    assert reason.values["cost"] == 1500


def test_it_claims_no_proof_for_what_was_only_not_found() -> None:
    problem = network(order(step("make", ("a", 20, 500))))
    empty = Plan("feasible", "surplus", 0, 500)

    (reason,) = explain(problem, empty, OPERATOR)

    assert reason.code == Code.NOT_FOUND
    assert reason.values == {"surplus": 500}
    assert not reason.proven
    assert "in the time given" in reason.english()


def test_it_explains_a_plan_that_does_not_exist() -> None:
    opportunity = order(step("make", ("a", 60, 0)), price=0, call_offs=LATE)
    problem = network(opportunity, objective="makespan")
    plan = solve(problem, steps=20)
    assert plan.status == "infeasible"

    (reason,) = explain(problem, plan, OPERATOR)

    assert reason.code == Code.TOO_LATE


def test_what_is_spent_already_is_no_cost_of_going_on() -> None:
    steps = step("make", ("a", 5, 900)), step("pack", ("b", 5, 300), after=("make",))
    fact = Begun("o", "make", "a", 0, 0, 5, 900)
    problem = network(order(*steps, price=250), now=6, begun=(fact,))

    reason = refusal(problem)

    assert reason.values == {"price": 250, "cost": 310, "short": 60}


# ------------------------------------------------------------------ members passed over


def test_a_member_that_costs_more_transport_included() -> None:
    steps = (
        step("make", ("a", 5, 100)),
        step("pack", ("a", 5, 50), ("b", 5, 45), after=("make",)),
    )

    reason = reasons(network(order(*steps)))["b"]

    assert reason.code == Code.DEARER
    assert reason.values == {"step": "pack", "more": 5}


def test_a_member_whose_hours_are_too_late() -> None:
    loaded = (
        Resource("a", "a-site"),
        Resource("b", "b-site", load=(Load(0, 48),)),
    )
    one = step("make", ("a", 6, 100), ("b", 6, 90))

    reason = reasons(network(order(one, call_offs=LATE), resources=loaded))["b"]

    assert reason.code == Code.LATER
    assert reason.values == {"step": "make", "days": 1.0}


def test_a_member_without_time_before_the_horizon() -> None:
    loaded = Resource("a", "a-site"), Resource("b", "b-site", load=(Load(0, HORIZON),))
    one = step("make", ("a", 6, 100), ("b", 6, 90))

    reason = reasons(network(order(one), resources=loaded))["b"]

    assert reason.code == Code.LATER
    assert "has not the time before the horizon" in str(reason)


def test_a_member_busy_with_other_work_of_the_plan() -> None:
    one = order(step("make", ("a", 20, 100), ("b", 20, 90)), call_offs=LATE)
    two = order(step("make", ("b", 20, 100)), name="two", call_offs=LATE, price=2000)

    reason = reasons(network(one, two))["b"]

    assert reason.code == Code.BUSY
    assert reason.values == {"step": "make", "days": 0.41}


def test_a_member_on_a_route_not_taken() -> None:
    choice = Choice("how", ("mould", "print"))
    steps = (
        step("mould", ("a", 5, 100), branch="mould"),
        step("print", ("b", 5, 250), branch="print"),
    )

    reason = reasons(network(order(*steps, choices=(choice,))))["b"]

    assert reason.code == Code.OTHER_ROUTE
    assert reason.values == {"branch": "print", "more": 150}


@pytest.mark.parametrize(
    ("policy", "values"),
    [
        (
            Policy(least_reliability=0.9),
            {"rule": "least_reliability", "reliability": 0.5, "least_reliability": 0.9},
        ),
        (Policy(apart=(("b", "a"),)), {"rule": "apart", "other": "a"}),
        (Policy(largest_share=55), {"rule": "largest_share", "step": "pack"}),
        (
            Policy(required=("c",)),
            {"rule": "required", "step": "pack", "keeps": "c"},
        ),
    ],
)
def test_a_member_that_the_customer_rules_out(
    policy: Policy, values: dict[str, Any]
) -> None:
    members = Member("a"), Member("b", reliability=0.5), Member("c")
    steps = [
        step("make", ("a", 5, 100)),
        step("pack", ("c", 5, 100), ("b", 5, 60)),
    ]

    reason = reasons(network(order(*steps, policy=policy), members=members))["b"]

    assert reason.code == Code.EXCLUDED_BY_POLICY
    assert reason.values == values


def test_a_member_without_transport() -> None:
    links = tuple(
        Link(f"{u}-site", f"{v}-site", 1) for u, v in (("a", "c"), ("c", "a"))
    )
    steps = (
        step("make", ("a", 5, 9)),
        step("p", ("c", 5, 9), ("b", 5, 1), after=("make",)),
    )

    reason = reasons(network(order(*steps), links=links))["b"]

    assert reason.code == Code.NO_LINK


def test_a_member_that_the_tool_cannot_reach() -> None:
    die = Tool("die", site="a-site", ready=28)
    make = step("make", ("a", 2, 100), ("b", 2, 90), tool="die")

    reason = reasons(network(order(make, call_offs=LATE), tools=(die,)))["b"]

    assert reason.code == Code.TOOL_AWAY
    assert reason.values == {"step": "make", "tool": "die"}


def test_a_member_whose_steps_others_have_begun() -> None:
    fact = Begun("o", "make", "a", 0, 0, 5, 100)
    one = step("make", ("a", 5, 100), ("b", 5, 90))

    reason = reasons(network(order(one), now=1, begun=(fact,)))["b"]

    assert reason.code == Code.UNDER_WAY


def test_a_member_as_good_as_the_one_chosen() -> None:
    one = step("make", ("a", 5, 100), ("b", 5, 100))

    found = reasons(network(order(one)))

    assert [r.code for r in found.values()] == [Code.NO_BETTER]


def test_a_plan_that_a_swap_would_improve_is_owned_up_to() -> None:
    problem = network(order(step("make", ("a", 5, 100), ("b", 5, 70))))
    good = solve(problem, steps=20)
    done = replace(good.assignments[0], resource="a", cost=100)
    poor = replace(good, status="feasible", value=900, assignments=(done,))
    assert check(problem, poor) == ()

    (reason,) = explain(problem, poor, OPERATOR)

    assert reason.code == Code.NOT_FOUND
    assert reason.values == {"step": "make", "gain": 30}


# ----------------------------------------------------------------------- properties


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_what_is_said_to_be_proven_is_true(problem: Problem) -> None:
    """Nothing refused as impossible or unprofitable alone is in the best plan."""
    problem = replace(problem, objective="surplus")
    found = best(problem)
    assert found is not None
    empty = replace(
        found[1], taken=(), status="feasible", assignments=_facts_of(problem)
    )
    never = {
        Code.PRICE_BELOW_COST,
        Code.NO_CAPABLE_MEMBER,
        Code.POLICY_UNMET,
        Code.TOO_LATE,
    }

    said = explain(problem, empty, OPERATOR)

    assert [r.opportunity for r in said] == [o.id for o in problem.opportunities]
    for reason in said:
        assert reason.english()
        if reason.proven and reason.code in never:
            single = best(alone(problem, reason.opportunity))
            assert single is not None
            own = [b for b in problem.begun if b.opportunity == reason.opportunity]
            assert single[0] <= -sum(b.cost for b in own)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_every_refusal_and_every_able_member_gets_one_reason(problem: Problem) -> None:
    plan = solve(problem, steps=10)

    found = explain(problem, plan, OPERATOR)

    keys = [(r.opportunity, r.member) for r in found]
    assert len(keys) == len(set(keys))
    assert {o for o, m in keys if m is None} == (
        problem.opportunity.keys() - plan.taken_ids
    )
    working = {(a.opportunity, problem.member_of(a.resource)) for a in plan.assignments}
    able = {
        (o.id, problem.member_of(option.resource))
        for o in problem.opportunities
        for s in o.steps
        for option in s.options
        if o.id in plan.taken_ids
    }
    assert {(o, m) for o, m in keys if m is not None} == able - working


def _facts_of(problem: Problem) -> Any:
    from grandis.planning.incumbent import facts

    return facts(problem)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_subproblems_hold_what_others_do(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    plan = solve(problem, steps=10)
    for opportunity in problem.opportunities:
        small = beside(problem, plan, opportunity.id)
        assert small.opportunities[0] == opportunity
        kept = {(b.opportunity, b.step) for b in small.begun}
        on = {option.resource for s in opportunity.steps for option in s.options}
        assert {
            (a.opportunity, a.step)
            for a in plan.assignments
            if a.resource in on and a.opportunity != opportunity.id
        } <= kept
        assert {b.cost for b in small.begun if b.opportunity != opportunity.id} <= {0}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems())
def test_a_plan_with_all_steps_held_stays_as_it_is(problem: Problem) -> None:
    problem = replace(problem, objective="surplus")
    plan = solve(problem, steps=10)

    held = holding(problem, plan.assignments)
    search = Search(held)

    _, assignments = search.answer()
    was = {(a.opportunity, a.step): a for a in plan.assignments}
    assert {
        key: a for a in assignments if (key := (a.opportunity, a.step)) in was
    } == was


# ------------------------------------------------------------------- who may read what

#: Numbers and names that stand for everything confidential, easy to find again.
PRICE, COST, OTHER_COST, SHORT = 7770, 3331, 4447, 1116
SECRETS = (
    PRICE,
    COST,
    OTHER_COST,
    SHORT,
    "PRIVATE-TOOL",
    "PRIVATE-STAGE",
    "PRIVATE-BRANCH",
    "PRIVATE-STEP",
    "PRIVATE-RULED-OUT",
)


def canaries() -> list[Reason]:
    """A reason of every code, full of values that only the operator may see."""
    values: dict[str, Any] = {
        "price": PRICE,
        "cost": COST,
        "short": SHORT,
        "surplus": OTHER_COST,
        "gain": OTHER_COST,
        "more": SHORT,
        "step": "PRIVATE-STEP",
        "stage": "PRIVATE-STAGE",
        "branch": "PRIVATE-BRANCH",
        "tool": "PRIVATE-TOOL",
        "by": ("PRIVATE-RULED-OUT",),
        "other": "PRIVATE-RULED-OUT",
        "keeps": "PRIVATE-RULED-OUT",
        "best": COST,
        "finish": COST,
        "wait": COST,
        "days": 12.5,
        "latest": 99,
        "call_off": "all",
        "rule": "largest_share",
        "reliability": COST,
        "least_reliability": 0.5,
        "largest_share": 40,
    }
    refused = {
        Code.PRICE_BELOW_COST,
        Code.NO_CAPABLE_MEMBER,
        Code.POLICY_UNMET,
        Code.TOO_LATE,
        Code.DISPLACED,
    }
    collapsed = {Code.CAN, Code.BORDERLINE, Code.CANNOT, Code.OTHER_CHOSEN}
    found = [Reason("o", None, c, values) for c in (*refused, Code.NOT_FOUND)]
    of_members = [c for c in Code if c not in refused | collapsed]
    return found + [Reason("o", m, c, values) for c in of_members for m in "ab"]


READERS = [
    COORDINATOR,
    Audience("issuer", "o"),
    Audience("customer", "o"),
    Audience("member", "a", invited=("o",)),
    Audience("member", "a"),
    Audience("issuer", "other"),
    Audience("customer", "other"),
]


@pytest.mark.parametrize("reader", READERS)
def test_no_secret_reaches_a_reader(reader: Audience) -> None:
    seen = [found for r in canaries() if (found := visible(r, reader))]

    # money is said in euros: 7770 cents are 77.70
    told = json.dumps([msgspec.to_builtins(r) for r in seen]) + " ".join(map(str, seen))
    assert [s for s in SECRETS if str(s) in told.replace(".", "")] == []
    assert all(r.english() for r in seen)


def test_the_operator_reads_everything() -> None:
    assert [visible(r, OPERATOR) for r in canaries()] == canaries()


@pytest.mark.parametrize("reader", [Audience("issuer", "x"), Audience("customer", "x")])
def test_a_customer_reads_nothing_about_other_opportunities(reader: Audience) -> None:
    assert [r for r in canaries() if visible(r, reader)] == []


def test_a_customer_reads_nothing_about_members() -> None:
    seen = [visible(r, Audience("customer", "o")) for r in canaries() if r.member]

    assert seen == [None] * len(seen)


@pytest.mark.parametrize("reader", [COORDINATOR, Audience("issuer", "o")])
def test_of_members_only_whether_they_can_is_told(reader: Audience) -> None:
    seen = [visible(r, reader) for r in canaries() if r.member]

    assert {(r.code, len(r.values)) for r in seen if r} == {
        (Code.CAN, 0),
        (Code.BORDERLINE, 0),
        (Code.CANNOT, 0),
    }
    assert None not in seen


def test_a_member_reads_of_itself_and_only_where_it_was_invited() -> None:
    seen = [visible(r, Audience("member", "a", invited=("o",))) for r in canaries()]

    told = [r for r in seen if r]
    assert {(r.member, r.code, len(r.values)) for r in told} == {
        ("a", Code.OTHER_CHOSEN, 0)
    }
    assert [r for r in canaries() if visible(r, Audience("member", "a"))] == []


def test_an_issuer_reads_its_own_terms() -> None:
    late = next(r for r in canaries() if r.code == Code.TOO_LATE)

    seen = visible(late, Audience("issuer", "o"))

    assert seen is not None
    assert seen.values == {"call_off": "all", "latest": 99, "days": 12.5}


def test_an_unknown_reader_is_refused() -> None:
    with pytest.raises(InputError, match="audience 'public' does not exist"):
        Audience("public")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs an id"):
        Audience("member")


def test_explaining_to_a_reader_is_explaining_and_leaving_out() -> None:
    problem = midsize()
    plan = planned(problem)
    full = explain(problem, plan, OPERATOR)

    for reader in (COORDINATOR, Audience("member", "c0", invited=("o01", "o02"))):
        expected = [seen for r in full if (seen := visible(r, reader))]
        assert list(explain(problem, plan, reader)) == expected


# -------------------------------------------------------------- who may see which work


def planned(problem: Problem) -> Plan:
    search = Search(problem)
    search.run(50, 0.0)
    taken, assignments = search.answer()
    return Plan("feasible", "surplus", 0, 0, taken, assignments)


def test_a_member_sees_its_own_work_and_nothing_else() -> None:
    problem = midsize()
    plan = planned(problem)

    seen = visible_assignments(problem, plan, Audience("member", "c1"))

    own = [a for a in plan.assignments if problem.member_of(a.resource) == "c1"]
    assert own
    assert list(seen) == own


def test_a_member_sees_the_hand_overs_next_to_its_work() -> None:
    problem = midsize()
    plan = planned(problem)

    own = visible_hand_overs(problem, plan, Audience("member", "c1"))
    every = visible_hand_overs(problem, plan, OPERATOR)

    assert own
    assert set(own) == {h for h in every if "c1" in (h.member, h.to_member)}


def test_a_hand_over_does_not_tell_when_the_other_begins() -> None:
    steps = step("make", ("a", 5, 9)), step("pack", ("b", 5, 9), after=("make",))
    plan = solve(network(order(*steps), resources=_b_works_from(50)), steps=20)
    problem = network(order(*steps), resources=_b_works_from(50))

    (seen,) = visible_hand_overs(problem, plan, Audience("member", "a"))

    end = plan.by_step["o", "make"].end
    assert plan.by_step["o", "pack"].start >= 50
    assert seen == HandOver("o", "make", "pack", "a", "b", end, end + 2)


def _b_works_from(tick: int) -> tuple[Resource, ...]:
    load = (Load(0, tick),)
    return Resource("a", "a-site"), Resource("b", "b-site", load=load)


def test_a_made_tool_is_handed_over_too() -> None:
    steps = (
        step("cut", ("a", 5, 9), makes="die"),
        step("form", ("b", 5, 9), tool="die"),
    )
    problem = network(order(*steps), tools=(Tool("die"),))
    plan = solve(problem, steps=20)

    (seen,) = visible_hand_overs(problem, plan, OPERATOR)

    assert (seen.step, seen.to_step) == ("cut", "form")


@pytest.mark.parametrize(
    "reader", [COORDINATOR, Audience("issuer", "o01"), Audience("customer", "o01")]
)
def test_others_see_steps_and_dates_but_no_costs(reader: Audience) -> None:
    problem = midsize()
    plan = planned(problem)

    seen = visible_assignments(problem, plan, reader)

    assert seen
    assert {a.cost for a in seen} == {0}
    assert all(a.setup == a.start for a in seen)
    allowed = problem.opportunity if reader == COORDINATOR else {"o01"}
    assert {a.opportunity for a in seen} <= set(allowed)


def test_the_operator_sees_all_work() -> None:
    problem = midsize()
    plan = planned(problem)

    assert visible_assignments(problem, plan, OPERATOR) == plan.assignments


# -------------------------------------------------------------------------- sentences


def test_every_code_has_a_sentence() -> None:
    assert set(ENGLISH) == set(Code)


def test_a_reason_goes_into_json_and_back() -> None:
    told = [Reason("o", "b", Code.DEARER, {"step": "make", "more": 5})]

    data = msgspec.json.encode(told)

    assert msgspec.json.decode(data, type=list[Reason]) == told
    assert json.loads(data)[0]["code"] == "dearer"


def test_every_sentence_of_every_code_can_be_said() -> None:
    for reason in canaries():
        for sentence in ENGLISH[reason.code]:
            assert "{" not in sentence.format(**reason.values)
