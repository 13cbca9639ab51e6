"""A network of middle size, drawn at random: too large to enumerate, quick to plan."""

import random

from grandis.planning.problem import (
    Calendar,
    CallOff,
    Changeover,
    Grid,
    Link,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)

MEMBERS, MACHINES = 4, 8


def midsize(seed: int = 0, orders: int = 16) -> Problem:
    """Four members with two machines each, and orders of two to four steps."""
    draw = random.Random(seed)
    shift = tuple((24 * day + 6, 24 * day + 22) for day in range(60))
    machines = tuple(
        Resource(
            f"m{i}",
            f"s{i % MEMBERS}",
            calendar="two shifts" if i % 2 else None,
            changeover="colours" if i < 4 else None,
        )
        for i in range(MACHINES)
    )
    return Problem(
        horizon=24 * 60,
        grid=Grid("2026-03-02T00:00:00Z"),
        members=tuple(Member(f"c{i}") for i in range(MEMBERS)),
        sites=tuple(Site(f"s{i}", f"c{i}") for i in range(MEMBERS)),
        links=tuple(
            Link(f"s{a}", f"s{b}", 4, 500)
            for a in range(MEMBERS)
            for b in range(MEMBERS)
            if a != b
        ),
        calendars=(Calendar("two shifts", shift),),
        changeovers=(Changeover("colours", colour=2),),
        resources=machines,
        opportunities=tuple(_order(draw, f"o{i:02}") for i in range(orders)),
    )


def _order(draw: random.Random, name: str) -> Opportunity:
    steps = tuple(
        Step(
            f"p{n}",
            tuple(
                Option(f"m{i}", draw.randint(10, 40), draw.randint(1000, 4000))
                for i in draw.sample(range(MACHINES), 3)
            ),
            after=(f"p{n - 1}",) if n else (),
            colour=draw.choice(("red", "blue", None)),
        )
        for n in range(draw.randint(2, 4))
    )
    due = draw.randint(150, 400)
    call_off = CallOff("all", due=due, latest=due + 240, late_cost=500)
    return Opportunity(name, steps, price=20_000, call_offs=(call_off,))
