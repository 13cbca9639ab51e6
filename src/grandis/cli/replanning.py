"""`grandis replan`: what becomes of a plan after something has happened."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grandis.cli.inputs import (
    FILE,
    decoded,
    json_option,
    plan_argument,
    problem_and_plan,
    problem_argument,
)
from grandis.cli.limits import limit, search_options
from grandis.cli.outputs import refuse_unwritable
from grandis.cli.running import in_view
from grandis.cli.shell import Unsuccessful, note
from grandis.cli.summary import figures, moves, no_plan
from grandis.cli.times import tick
from grandis.cli.wording import counted

if TYPE_CHECKING:
    from grandis.planning import Problem
    from grandis.planning.events import Event, StepLate
    from grandis.planning.replanning import Replan


@click.command()
@problem_argument
@plan_argument
@click.option(
    "--now",
    required=True,
    metavar="TIME",
    help="When it became known; what has begun before is not changed.",
)
@click.option(
    "--machine-down",
    nargs=3,
    multiple=True,
    metavar="RESOURCE FROM TO",
    help="A resource cannot work between two times.",
)
@click.option(
    "--step-late",
    nargs=3,
    multiple=True,
    metavar="OPPORTUNITY STEP TIME",
    help="A step that has begun ends at a later time; or, written as +TICKS, one "
    "takes so much longer.",
)
@click.option(
    "--cancelled",
    multiple=True,
    metavar="OPPORTUNITY",
    help="A customer wants an opportunity no more.",
)
@click.option(
    "--event",
    "event_files",
    multiple=True,
    type=FILE,
    help="A JSON file with a list of events, new opportunities among them.",
)
@search_options
@click.option("-o", "--output", type=FILE, help="Write the new plan to this file.")
@click.option(
    "--new-problem",
    type=FILE,
    help="Write the problem as it is now, which the new plan is for.",
)
@json_option
def replan(
    problem_file: Path,
    plan_file: Path,
    now: str,
    machine_down: tuple[tuple[str, str, str], ...],
    step_late: tuple[tuple[str, str, str], ...],
    cancelled: tuple[str, ...],
    event_files: tuple[Path, ...],
    output: Path | None,
    new_problem: Path | None,
    as_json: bool,
    **limits: Any,
) -> None:
    """Change PLAN as little as need be after something has happened.

    What has begun stays as it is. Each kind of event may be given several
    times; times are ticks or dates in UTC. Ctrl-C ends the search early and
    keeps the best plan found.
    """
    problem, plan = problem_and_plan(problem_file, plan_file)
    inputs = [problem_file, plan_file, *event_files]
    refuse_unwritable([output, new_problem], inputs)

    from grandis.planning.events import Cancelled, decode_events
    from grandis.planning.replanning import replan as search

    events = [
        *(event for path in event_files for event in decoded(path, decode_events)),
        *(_machine_down(problem, *given) for given in machine_down),
        *(_step_late(problem, *given) for given in step_late),
        *(Cancelled(opportunity) for opportunity in cancelled),
    ]
    if not events:
        raise click.UsageError("Say what has happened, for example with --cancelled.")
    known = tick(problem, now, "--now")
    note(
        f"Replanning {counted(len(plan.assignments), 'step')} after"
        f" {counted(len(events), 'event')} for {limit(**limits)};"
        " Ctrl-C ends with the best plan so far"
    )
    found = in_view(problem, partial(search, problem, plan, events, known), **limits)
    _write(found, output, new_problem)
    if as_json:
        click.echo(json.dumps(_as_object(found)))
    elif not no_plan(found.plan):
        click.echo(moves(found, plan))
    if sentence := no_plan(found.plan):
        raise Unsuccessful(sentence)


def _machine_down(problem: Problem, resource: str, start: str, end: str) -> Event:
    from grandis.planning.events import MachineDown

    times = (tick(problem, text, "--machine-down") for text in (start, end))
    return MachineDown(resource, *times)


def _step_late(problem: Problem, opportunity: str, step: str, by: str) -> StepLate:
    from grandis.planning.events import StepLate

    if re.fullmatch(r"\+[1-9][0-9]{0,6}", by):
        return StepLate(opportunity, step, extra=int(by))
    return StepLate(opportunity, step, end=tick(problem, by, "--step-late"))


def _write(found: Replan, output: Path | None, new_problem: Path | None) -> None:
    from grandis.planning import write_plan, write_problem

    if output:
        write_plan(found.plan, output)
        note(f"{output}: the new plan")
    if new_problem:
        write_problem(found.problem, new_problem)
        note(f"{new_problem}: the problem that it is for")


def _as_object(found: Replan) -> dict[str, object]:
    import msgspec

    return {
        **figures(found.plan),
        "cost": None if no_plan(found.plan) else found.cost,
        "changed": found.changed,
        "of": found.of,
        "fresh_changed": found.fresh_changed,
        "dropped": found.dropped,
        "added": found.added,
        "moved": msgspec.to_builtins(found.moved),
    }
