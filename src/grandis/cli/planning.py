"""`grandis plan`: the main job, from a problem file to the best plan found."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grandis.cli.inputs import (
    FILE,
    format_option,
    json_option,
    objective_option,
    problem_in,
)
from grandis.cli.limits import limit, search_options
from grandis.cli.outputs import make_folder, refuse_unwritable, write_pictures
from grandis.cli.running import in_view
from grandis.cli.shell import Unsuccessful, note
from grandis.cli.summary import as_object, no_plan, summary
from grandis.cli.wording import counted

if TYPE_CHECKING:
    from grandis.planning import Plan, Problem
    from grandis.planning.instances import Format
    from grandis.planning.problem import Objective
    from grandis.planning.reasons import Reason


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@format_option
@objective_option
@search_options
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Plan parts of a large problem on the workers of this Dask scheduler.",
)
@click.option("-o", "--output", type=FILE, help="Write the plan to this file.")
@click.option(
    "--svg",
    type=FILE,
    metavar="DIR",
    help="Write pictures to this folder: Gantt chart, map, chains.",
)
@click.option(
    "--report", type=FILE, help="Write one HTML page with pictures, table and reasons."
)
@json_option
def plan(
    file: Path,
    format_: Format,
    objective: Objective | None,
    dask: str | None,
    output: Path | None,
    svg: Path | None,
    report: Path | None,
    as_json: bool,
    **limits: Any,
) -> None:
    """Find the best plan for the problem in FILE.

    FILE is a problem of Grandis, or a public instance in the FJSPLib or IPPS
    format. Ctrl-C ends the search early and keeps the best plan found. It exits
    with 1 when there is no plan.
    """
    problem = problem_in(file, format_, objective)
    refuse_unwritable([output, report], inputs=[file])
    if svg:
        make_folder(svg)
    found = _solved_on(dask, problem, **limits)
    if output:
        _keep(found, output)
    if sentence := no_plan(found):
        if as_json:
            click.echo(json.dumps(as_object(found, ())))
        raise Unsuccessful(sentence)
    reasons = _reasons(problem, found)
    if as_json:
        click.echo(json.dumps(as_object(found, reasons)))
    else:
        click.echo(summary(problem, found, reasons))
    _draw(problem, found, reasons, svg, report)


def _solved_on(dask: str | None, problem: Problem, **limits: Any) -> Plan:
    """The plan, made here or on a Dask scheduler as well."""
    if dask is None:
        return _solved(problem, **limits)
    from grandis.planning.spreading.dask import executor_at

    with executor_at(dask) as (executor, workers):
        note(f"{dask}: {counted(workers, 'worker')}")
        return _solved(problem, **limits | {"executor": executor, "workers": workers})


def _solved(problem: Problem, **limits: Any) -> Plan:
    note(
        f"Planning {counted(len(problem.opportunities), 'opportunity')}"
        f" over {counted(len(problem.resources), 'resource')} for {limit(**limits)};"
        " Ctrl-C ends with the best plan so far"
    )
    from grandis.planning import solve

    return in_view(problem, partial(solve, problem), **limits)


def _keep(found: Plan, output: Path) -> None:
    from grandis.planning import write_plan

    write_plan(found, output)
    note(f"{output}: the plan")


def _reasons(problem: Problem, found: Plan) -> tuple[Reason, ...]:
    """Why not, in full: who uses the command line sees the whole problem anyhow."""
    from grandis.planning.audience import OPERATOR
    from grandis.planning.reasons import explain

    return explain(problem, found, OPERATOR, found.seed)


def _draw(
    problem: Problem,
    found: Plan,
    reasons: tuple[Reason, ...],
    svg: Path | None,
    report: Path | None,
) -> None:
    from grandis.planning.drawing import report as page
    from grandis.planning.storage import write_bytes

    if svg:
        note(f"{svg}: {counted(write_pictures(problem, found, svg), 'picture')}")
    if report:
        write_bytes(page(problem, found, reasons).encode(), report)
        note(f"{report}: the plan to look at in a browser")
