"""What an addition brings is never claimed beyond what the bounds allow."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.errors import InputError
from grandis.planning.audience import COORDINATOR, OPERATOR, Audience
from grandis.planning.checking import check
from grandis.planning.incumbent import Progress
from grandis.planning.problem import (
    CallOff,
    Link,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.worths import (
    Addition,
    Likeness,
    NewOption,
    Worth,
    extended,
    seen_by,
    worth,
)


def order(
    name: str, cost: int = 100, price: int = 1000, latest: int = 10
) -> Opportunity:
    """Ten ticks on machine m."""
    make = Step("make", (Option("m", 10, cost),))
    dates = (CallOff("all", due=latest, latest=latest),)
    return Opportunity(name, (make,), price=price, call_offs=dates)


def workshop(*opportunities: Opportunity, **changes: Any) -> Problem:
    parts: dict[str, Any] = {
        "horizon": 50,
        "members": (Member("a"),),
        "sites": (Site("u", "a"),),
        "resources": (Resource("m", "u"), Resource("idle", "u")),
        "opportunities": opportunities,
    }
    return Problem(**parts | changes)


TWIN = Addition(resources=(Resource("n", "u"),), likenesses=(Likeness("n", "m"),))


def test_a_second_machine_takes_the_second_order() -> None:
    found = worth(workshop(order("x"), order("y", price=700)), TWIN, steps=50)

    assert (found.gain, found.least, found.most) == (600, 600, 600)
    assert found.won == ("y",)
    assert found.lost == ()
    assert found.used


def test_a_machine_that_nobody_needs_is_worth_nothing() -> None:
    found = worth(workshop(order("x")), TWIN, steps=50)

    assert (found.gain, found.least, found.most) == (0, 0, 0)
    assert found.shifts == ()


def test_a_skill_is_likeness_to_another_machine() -> None:
    skill = Addition(likenesses=(Likeness("idle", "m", cost_percent=150),))

    found = worth(workshop(order("x"), order("y")), skill, steps=50)

    assert found.gain == 1000 - 150
    assert found.won in (("x",), ("y",))


def test_a_new_member_shifts_work_from_another() -> None:
    addition = Addition(
        members=(Member("b"),),
        sites=(Site("v", "b"),),
        links=(Link("u", "v", 1), Link("v", "u", 1)),
        resources=(Resource("n", "v"),),
        options=(NewOption("x", "make", Option("n", 10, 40)),),
    )

    found = worth(workshop(order("x")), addition, steps=50)

    assert found.gain == 60
    assert [(s.member, s.before, s.after) for s in found.shifts] == [
        ("a", 100, 0),
        ("b", 0, 40),
    ]


def test_it_serves_the_other_objectives() -> None:
    orders = order("x", latest=50), order("y", latest=50)
    problem = workshop(*orders, objective="makespan")

    found = worth(problem, TWIN, steps=50)

    assert (found.gain, found.least, found.most) == (10, 10, 10)


def test_without_a_plan_there_is_nothing_to_compare() -> None:
    problem = workshop(order("x"), order("y"), objective="makespan")

    with pytest.raises(InputError, match="nothing to compare"):
        worth(problem, TWIN, steps=20)


def test_durations_and_costs_are_scaled_and_rounded_up() -> None:
    faster = Likeness("idle", "m", duration_percent=75, cost_percent=33)

    more = extended(workshop(order("x")), Addition(likenesses=(faster,)))

    assert more.opportunities[0].steps[0].options[1] == Option("idle", 8, 33)


def test_a_named_option_goes_before_a_likeness() -> None:
    addition = Addition(
        options=(NewOption("x", "make", Option("idle", 3, 7)),),
        likenesses=(Likeness("idle", "m"), Likeness("m", "m")),
    )

    more = extended(workshop(order("x")), addition)

    assert more.opportunities[0].steps[0].options == (
        Option("m", 10, 100),
        Option("idle", 3, 7),
    )


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        (Addition(likenesses=(Likeness("n", "m"),)), "resource 'n' does not exist"),
        (
            Addition(options=(NewOption("x", "mke", Option("m", 1)),)),
            "no step 'mke'",
        ),
        (
            Addition(options=(NewOption("z", "make", Option("m", 1)),)),
            "opportunity 'z' has no step",
        ),
        (Addition(resources=(Resource("m", "u"),)), "resource 'm' is there twice"),
    ],
)
def test_it_refuses_additions_that_do_not_fit(addition: Addition, said: str) -> None:
    with pytest.raises(InputError, match=said):
        extended(workshop(order("x")), addition)


def test_only_the_operator_reads_money() -> None:
    found = worth(workshop(order("x"), order("y", price=777)), TWIN, steps=50)

    for reader in (COORDINATOR, Audience("issuer", "y"), Audience("member", "a")):
        told = msgspec.json.encode(seen_by(found, reader)).decode()
        assert "677" not in told
        assert "777" not in told
        assert "100" not in told
    assert seen_by(found, COORDINATOR).won == ("y",)
    assert seen_by(found, Audience("issuer", "y")).won == ("y",)
    assert seen_by(found, Audience("issuer", "x")).won == ()
    assert seen_by(found, Audience("member", "a")).won == ()
    assert seen_by(found, OPERATOR).won == ("y",)


def test_a_worth_and_an_addition_go_into_json_and_back() -> None:
    found = worth(workshop(order("x"), order("y")), TWIN, steps=20)

    assert msgspec.json.decode(msgspec.json.encode(found), type=Worth) == found
    assert msgspec.json.decode(msgspec.json.encode(TWIN), type=Addition) == TWIN
    assert str(found.gain) in str(found)
    assert "won" in str(found)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(problem=problems(), data=st.data())
def test_the_true_gain_lies_between_the_bounds(
    problem: Problem, data: st.DataObject
) -> None:
    problem = replace(problem, objective="surplus")
    like = data.draw(st.sampled_from(problem.resources))
    twin = replace(like, id="twin")
    addition = Addition(resources=(twin,), likenesses=(Likeness("twin", like.id),))

    found = worth(problem, addition, steps=10)

    more = extended(problem, addition)
    assert check(problem, found.without) == ()
    assert check(more, found.with_) == ()
    before, after = best(problem), best(more)
    assert before is not None
    assert after is not None
    assert found.least <= after[0] - before[0] <= found.most
    assert found.least <= found.gain <= found.most


def test_it_tells_of_both_searches_and_stops_when_it_is_cancelled() -> None:
    told: list[Progress] = []

    found = worth(
        workshop(order("x"), order("y", price=700)),
        TWIN,
        seconds=8,
        on_progress=told.append,
        cancel=lambda: bool(told) and told[-1].seconds >= 4,
    )

    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert told[-1].seconds >= 4  # the second search, and its first news
    assert {p.value for p in told if p.seconds >= 4} == {found.without.value}
    assert found.least <= found.gain <= found.most
