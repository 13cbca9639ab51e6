"""`grandis risk`: how sure are the dates of a plan?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import (
    json_option,
    plan_argument,
    problem_and_plan,
    problem_argument,
)
from grandis.cli.limits import seed_option
from grandis.cli.wording import (
    chance,
    moment,
    money,
    short,
    table,
)

if TYPE_CHECKING:
    from grandis.planning import Problem
    from grandis.planning.risks import OpportunityRisk, Risk

#: Delaying steps that are shown.
SHOWN = 10


@click.command()
@problem_argument
@plan_argument
@click.option(
    "--futures",
    type=click.IntRange(1, 100_000),
    default=10_000,
    show_default=True,
    help="How many to try.",
)
@seed_option
@json_option
def risk(
    problem_file: Path, plan_file: Path, futures: int, seed: int, as_json: bool
) -> None:
    """Try PLAN in many simulated futures.

    In each of them work takes more or less time than planned and machines
    fail; nothing is replanned. How much and how often are assumptions.
    """
    problem, plan = problem_and_plan(problem_file, plan_file)

    from grandis.planning.risks import risk as tried

    found = tried(problem, plan, futures=futures, seed=seed)
    if as_json:
        import msgspec

        click.echo(json.dumps(msgspec.to_builtins(found)))
    else:
        click.echo(_told(problem, found))


def _told(problem: Problem, found: Risk) -> str:
    parts = [_headline(problem, found)]
    if found.opportunities:
        zone = " (UTC)" if problem.grid.is_dated else ""
        heads = ["Taken", "Name", "On time", f"Planned{zone}", "9 of 10 by"]
        rows = [_row(problem, each) for each in found.opportunities]
        parts.append(table(heads, rows, right={2}))
    if found.delays:
        rows = [[chance(d.share), d.opportunity, d.step] for d in found.delays[:SHOWN]]
        parts.append(table(["Makes late", "Opportunity", "Step"], rows, right={0}))
    return "\n\n".join(parts)


def _headline(problem: Problem, found: Risk) -> str:
    lines = [f"All is on time in {chance(found.on_time)} of {found.futures:,} futures."]
    if problem.objective == "surplus":
        low, high = money(found.surplus.q10), money(found.surplus.q90)
        lines.append(f"Surplus {low} to {high} in 8 of 10 futures.")
    lines.append(
        "How far work is off its planned time, and how often machines fail, are"
        " assumptions."
    )
    return "\n".join(lines)


def _row(problem: Problem, each: OpportunityRisk) -> list[str]:
    opportunity = problem.opportunity[each.opportunity]
    return [
        opportunity.id,
        short(opportunity.name),
        chance(each.on_time) if each.call_offs else "-",
        moment(problem.grid, each.planned),
        moment(problem.grid, each.finish.q90),
    ]
