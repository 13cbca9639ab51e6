"""`grandis quote`: what a customer's part would cost, and when, and who can."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import FILE, json_option
from grandis.cli.outputs import make_folder
from grandis.cli.running import REWRITE, tell_of_compiling
from grandis.cli.shell import note
from grandis.cli.wording import counted, printable

if TYPE_CHECKING:
    from grandis.delivering import Planned


@click.command()
@click.argument("part_file", metavar="PART", type=FILE)
@click.option(
    "--network",
    "network_file",
    required=True,
    type=FILE,
    help="The members, their machines and what they are booked for.",
)
@click.option(
    "--svg",
    type=FILE,
    metavar="DIR",
    help="Write pictures of the first route to this folder: Gantt chart, chain.",
)
@json_option
def quote(part_file: Path, network_file: Path, svg: Path | None, as_json: bool) -> None:
    """Quote the part in PART: processes, routes, who can, prices and dates.

    It tells what a coordinator may know: nobody's load, hours or, without
    consent, rates. It exits with 1 when the cluster cannot make the part.
    """
    from grandis.delivering import (
        planning_problem,
        refuse_misfit,
        with_deliveries,
    )
    from grandis.processes import (
        load_network,
        load_part,
        quotation_json,
        quotation_text,
    )
    from grandis.processes import quote as quotation_of

    part = load_part(part_file)
    network = load_network(network_file)
    problem = planning_problem(network, str(network_file))
    refuse_misfit(part, problem, str(part_file))
    if svg:
        make_folder(svg)
    tell_of_compiling()
    with progress_line() as tell:
        quotation = quotation_of(part, network, on_progress=tell)
        quotation, planned = with_deliveries(quotation, problem, tell)
    if as_json:
        click.echo(json.dumps(quotation_json(quotation)))
    else:
        click.echo(
            "\n".join(map(printable, quotation_text(quotation).split("\n"))), nl=False
        )
    if svg:
        _draw(planned[0] if planned else None, part.due, svg)
    if not quotation.routes:
        raise click.exceptions.Exit(1)


@contextmanager
def progress_line() -> Iterator[Callable[[str], None]]:
    """Tells on one line of a terminal what is being done; silent in a pipe."""
    shown = sys.stderr.isatty()

    def tell(doing: str) -> None:
        if shown:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"{REWRITE}{doing[:width]}", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo(REWRITE, nl=False, err=True)


def _draw(first: Planned | None, due: str | None, folder: Path) -> None:
    """A route's pictures with no more in them than a coordinator may see."""
    from msgspec.structs import replace

    from grandis.delivering import ID, due_as_asked
    from grandis.planning.audience import COORDINATOR, visible_assignments
    from grandis.planning.drawing import chain_map, gantt
    from grandis.planning.storage import write_bytes

    if first is None or first.problem is None or first.plan is None:
        note(f"{folder}: no pictures, for there is no plan")
        return
    problem = due_as_asked(first.problem, due)
    seen = visible_assignments(problem, first.plan, COORDINATOR)
    plan = replace(first.plan, assignments=seen)
    pictures = {"gantt": gantt(problem, plan), "chain": chain_map(problem, plan, ID)}
    for name, picture in pictures.items():
        write_bytes(picture.encode(), folder / f"{name}.svg")
    note(f"{folder}: {counted(len(pictures), 'picture')} of the first route")
