"""`grandis front` and `grandis worth`: what could be instead."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grandis.cli.inputs import (
    FILE,
    decoded,
    format_option,
    json_option,
    objective_option,
    problem_argument,
    problem_in,
)
from grandis.cli.limits import limit, search_options
from grandis.cli.outputs import make_folder
from grandis.cli.running import ending_at_once, tell_of_compiling
from grandis.cli.shell import Unsuccessful, note
from grandis.cli.summary import figures
from grandis.cli.wording import (
    amount,
    chance,
    counted,
    difference,
    moment,
    short,
    table,
    value,
)

if TYPE_CHECKING:
    from grandis.planning import Problem
    from grandis.planning.fronts import FrontPoint
    from grandis.planning.instances import Format
    from grandis.planning.problem import Objective
    from grandis.planning.worths import Addition, Worth


@click.command()
@problem_argument
@format_option
@objective_option
@search_options
@click.option(
    "--plans", type=FILE, metavar="DIR", help="Write each plan to this folder."
)
@json_option
def front(
    problem_file: Path,
    format_: Format,
    objective: Objective | None,
    plans: Path | None,
    as_json: bool,
    **limits: Any,
) -> None:
    """Offer several plans that trade surplus for time or risk.

    Each has more surplus, is done earlier, or is more often on time than every
    other. The time is shared by all searches. Ctrl-C ends the command at once.
    """
    problem = problem_in(problem_file, format_, objective)
    if plans:
        make_folder(plans)
    note(f"Planning in several ways for {limit(**limits)} together")
    tell_of_compiling(problem)

    from grandis.planning.fronts import front as search

    with ending_at_once():
        points = search(problem, **limits)
    if plans:
        _write(points, plans)
    if as_json:
        click.echo(json.dumps({"plans": [_point_as_object(point) for point in points]}))
    elif points:
        click.echo(_choice(problem, points))
    if not points:
        raise Unsuccessful("no plan was found; give it more time with --seconds")


def _write(points: tuple[FrontPoint, ...], folder: Path) -> None:
    from grandis.planning import write_plan

    for number, point in enumerate(points, 1):
        write_plan(point.plan, folder / f"plan-{number}.json")
    note(f"{folder}: {counted(len(points), 'plan')}")


def _choice(problem: Problem, points: tuple[FrontPoint, ...]) -> str:
    goal = problem.objective.replace("_", " ").capitalize()
    zone = " (UTC)" if problem.grid.is_dated else ""
    rows = [
        [
            str(number),
            value(problem, point.value),
            moment(problem.grid, point.finish),
            chance(point.on_time),
            f"{len(point.plan.taken)}",
        ]
        for number, point in enumerate(points, 1)
    ]
    heads = ["Plan", goal, f"All done{zone}", "On time", "Taken"]
    return table(heads, rows, right={0, 1, 3, 4})


def _point_as_object(point: FrontPoint) -> dict[str, object]:
    return {
        "value": point.value,
        "finish": point.finish,
        "lateness": point.lateness,
        "on_time": point.on_time,
        "taken": [taken.opportunity for taken in point.plan.taken],
    }


@click.command()
@problem_argument
@click.argument("addition_file", metavar="ADDITION", type=FILE)
@search_options
@json_option
def worth(
    problem_file: Path, addition_file: Path, as_json: bool, **limits: Any
) -> None:
    """Say what another machine, member or skill would bring.

    PROBLEM is planned twice, without and with what is in the JSON file
    ADDITION; each plan gets half of the time. Ctrl-C ends the command at once.
    """
    problem = problem_in(problem_file)
    addition = decoded(addition_file, partial(_fitting, problem))
    note(f"Planning without and with the addition for {limit(**limits)} together")
    tell_of_compiling(problem)

    from grandis.planning.worths import worth as search

    with ending_at_once():
        found = search(problem, addition, **limits)
    if as_json:
        click.echo(json.dumps(_worth_as_object(found)))
    else:
        click.echo(_told(problem, addition, found))


def _fitting(problem: Problem, data: bytes) -> Addition:
    """The addition in a file's content, once it is seen to fit into the problem."""
    import msgspec

    from grandis.planning.worths import Addition, extended

    addition = msgspec.json.decode(data, type=Addition)
    extended(problem, addition)
    return addition


def _told(problem: Problem, addition: Addition, found: Worth) -> str:
    goal = problem.objective.replace("_", " ")
    before, after = (value(problem, p.value) for p in (found.without, found.with_))
    lines = [
        f"The addition brings {difference(problem, found.gain)}: {goal} {after}"
        f" with it, {before} without.",
        _proof(problem, found),
    ]
    if not found.used:
        lines.append("The plan found does not use it.")
    if found.won:
        lines.append(f"Newly made: {', '.join(found.won)}.")
    if found.lost:
        lines.append(f"No longer made: {', '.join(found.lost)}.")
    if found.shifts:
        lines += ["", _shifts(problem, addition, found)]
    return "\n".join(lines)


def _proof(problem: Problem, found: Worth) -> str:
    if found.least == found.most:
        return "This is proven."
    least, most = (difference(problem, gain) for gain in (found.least, found.most))
    return f"This is not proven: it is {least} at least and {most} at most."


def _shifts(problem: Problem, addition: Addition, found: Worth) -> str:
    names = {m.id: m.name for m in (*problem.members, *addition.members)}
    rows = [
        [s.member, short(names[s.member]), amount(s.before), amount(s.after)]
        for s in found.shifts
    ]
    heads = ["Member", "Name", "Work without EUR", "Work with EUR"]
    return table(heads, rows, right={2, 3})


def _worth_as_object(found: Worth) -> dict[str, object]:
    import msgspec

    return {
        "gain": found.gain,
        "least": found.least,
        "most": found.most,
        "used": found.used,
        "won": found.won,
        "lost": found.lost,
        "shifts": msgspec.to_builtins(found.shifts),
        "without": figures(found.without),
        "with": figures(found.with_),
    }
