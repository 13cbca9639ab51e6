"""A small workshop and its best plan, worked out by hand."""

from grandis.planning import (
    Assignment,
    CallOff,
    Grid,
    Member,
    Opportunity,
    Option,
    Plan,
    Problem,
    Resource,
    Site,
    Step,
    Taken,
)

#: Two members with a press each. The caps earn 600 EUR with Baltija, 500 with
#: Neris; the lids cost more than they bring and are best refused.
PROBLEM = Problem(
    name="workshop",
    horizon=240,
    grid=Grid(start="2026-03-02T00:00:00Z"),
    members=(Member("baltija", "Baltija"), Member("neris", "Neris")),
    sites=(Site("kaunas", "baltija"), Site("vilnius", "neris")),
    resources=(Resource("press-b", "kaunas"), Resource("press-n", "vilnius")),
    opportunities=(
        Opportunity(
            "caps",
            name="Bottle caps",
            price=100_000,
            call_offs=(CallOff("all", due=24, late_cost=10_000),),
            steps=(
                Step(
                    "moulding",
                    (Option("press-b", 20, 40_000), Option("press-n", 20, 50_000)),
                ),
            ),
        ),
        Opportunity(
            "lids",
            name="Lids",
            price=30_000,
            steps=(Step("moulding", (Option("press-b", 10, 35_000),)),),
        ),
    ),
)
PLAN = Plan(
    status="optimal",
    objective="surplus",
    value=60_000,
    bound=60_000,
    taken=(Taken("caps"),),
    assignments=(Assignment("caps", "moulding", "press-b", 0, 0, 20, 40_000),),
    seconds=0.5,
)
