"""The files that commands read, and the options that say how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from grandis.errors import FileError, InputError

if TYPE_CHECKING:
    from grandis.planning import Assignment, Plan, Problem
    from grandis.planning.instances import Format
    from grandis.planning.problem import Objective

T = TypeVar("T")

FILE = click.Path(path_type=Path)
FORMATS = ("auto", "json", "fjsp", "ipps")
OBJECTIVES = ("surplus", "makespan", "weighted_tardiness")

problem_argument = click.argument("problem_file", metavar="PROBLEM", type=FILE)
plan_argument = click.argument("plan_file", metavar="PLAN", type=FILE)
format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="auto",
    show_default=True,
    help="How PROBLEM is written; auto looks at its content.",
)
objective_option = click.option(
    "--objective",
    type=click.Choice(OBJECTIVES),
    help="What to aim for instead of what PROBLEM says.",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object, for programs."
)


def problem_in(
    path: Path, format_: Format = "auto", objective: Objective | None = None
) -> Problem:
    """The problem in a file, aiming for `objective` if one is given.

    Raises
    ------
    InputError
        When there is none.
    """
    from grandis.planning import read_any

    problem = read_any(path, format_)
    return aiming_for(problem, objective) if objective else problem


def decoded(path: Path, decode: Callable[[bytes], T]) -> T:
    """What `decode` makes of a file's content.

    Raises
    ------
    InputError
        When the file cannot be read or understood; it names the file.
    """
    import msgspec

    from grandis.planning.storage import read_bytes

    data = read_bytes(path)
    try:
        return decode(data)
    except InputError as error:
        raise FileError(f"{path}: {error}") from error
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise FileError(
            f"{path}: this is not understood: {error}; correct it"
        ) from error


def aiming_for(problem: Problem, objective: Objective) -> Problem:
    """The same problem with another objective."""
    import msgspec

    return msgspec.structs.replace(problem, objective=objective)


def problem_and_plan(problem_file: Path, plan_file: Path) -> tuple[Problem, Plan]:
    """A problem, aiming for what its plan aims for, and that plan.

    Raises
    ------
    InputError
        When one of them cannot be read, or the plan breaks a rule.
    """
    from grandis.planning import check

    problem = problem_in(problem_file)
    plan = plan_of(problem, problem_file, plan_file)
    problem = aiming_for(problem, plan.objective)
    if broken := check(problem, plan):
        raise InputError(
            f"{plan_file}: {broken[0]}; plan anew, or ask `grandis check` for all"
            " that is wrong with it"
        )
    return problem, plan


def plan_of(problem: Problem, problem_file: Path, plan_file: Path) -> Plan:
    """The plan in a file, unless it is one of another problem.

    Raises
    ------
    InputError
        When it cannot be read, or most of what it assigns does not exist.
    """
    from grandis.planning import read_plan

    plan = read_plan(plan_file)
    strange = [a for a in plan.assignments if not _exists(problem, a)]
    if len(strange) > len(plan.assignments) / 2:
        raise InputError(
            f"{plan_file}: this is a plan of another problem: {problem_file} has no"
            f" step {strange[0].step!r} of opportunity {strange[0].opportunity!r} that"
            f" resource {strange[0].resource!r} can do; give the problem it was made"
            " for"
        )
    return plan


def _exists(problem: Problem, assignment: Assignment) -> bool:
    opportunity = problem.opportunity.get(assignment.opportunity)
    return opportunity is not None and any(
        option.resource == assignment.resource
        for step in opportunity.steps
        if step.id == assignment.step
        for option in step.options
    )
