"""`grandis check`: does a plan keep every rule?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import (
    format_option,
    json_option,
    objective_option,
    plan_argument,
    plan_of,
    problem_argument,
    problem_in,
)
from grandis.cli.wording import counted, printable, value

if TYPE_CHECKING:
    from grandis.planning import Plan, Problem
    from grandis.planning.checking import Violation
    from grandis.planning.instances import Format
    from grandis.planning.problem import Objective


@click.command()
@problem_argument
@plan_argument
@format_option
@objective_option
@json_option
def check(
    problem_file: Path,
    plan_file: Path,
    format_: Format,
    objective: Objective | None,
    as_json: bool,
) -> None:
    """Say whether PLAN keeps every rule of PROBLEM.

    The check shares no code with what makes plans. It exits with 1 when a rule
    is broken.
    """
    from grandis.planning import check as violations_of

    problem = problem_in(problem_file, format_, objective)
    plan = plan_of(problem, problem_file, plan_file)
    broken = violations_of(problem, plan)
    if as_json:
        click.echo(json.dumps(_report(broken)))
    elif broken:
        click.echo(f"{plan_file} breaks {counted(len(broken), 'rule')}:")
        for violation in broken:
            click.echo(f"- {printable(str(violation))}")
    else:
        click.echo(
            f"{plan_file} keeps every rule of {problem_file}: {_gist(problem, plan)}."
        )
    if broken:
        raise click.exceptions.Exit(1)


def _gist(problem: Problem, plan: Plan) -> str:
    if plan.status in ("infeasible", "unknown"):
        return f"it holds no plan ({plan.status})"
    goal = problem.objective.replace("_", " ")
    return f"{plan.status}, {goal} {value(problem, plan.value)}"


def _report(broken: tuple[Violation, ...]) -> dict[str, object]:
    return {
        "valid": not broken,
        "violations": [
            {"code": v.code, "values": v.values, "sentence": str(v)} for v in broken
        ],
    }
