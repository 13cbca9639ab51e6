"""`grandis hub export-problem`: what the planner knew, for the operator."""

from __future__ import annotations

from pathlib import Path

import click

from grandis.cli.hub.frame import in_hub
from grandis.cli.inputs import FILE
from grandis.cli.outputs import refuse_unwritable
from grandis.cli.shell import note


@click.command()
@click.argument("run", metavar="RUN")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--plan", type=FILE, help="Write the plan that was found to this file.")
@in_hub
def export_problem(run: str, file: Path, plan: Path | None) -> None:
    """Write the whole planning problem of a plan run to FILE.

    RUN is the key in the address of the run's page. The problem holds the hours and
    loads of all members concerned: the journal tells each of them that it left.
    `grandis check` and `grandis plan` read the file.
    """
    refuse_unwritable([file, plan], inputs=[])
    from grandis.hub.chains.domain.exporting import export_problem as take_out
    from grandis.planning.storage import write_bytes

    found = take_out(run)
    write_bytes(found.problem, file)
    note(f"{file}: the problem; guard it, it holds what members keep to themselves")
    if plan and found.plan is None:
        note("The run has no plan yet")
    elif plan and found.plan:
        write_bytes(found.plan, plan)
        note(f"{plan}: the plan")
