"""`grandis demo` and `grandis schema`: what one begins with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import FILE
from grandis.cli.outputs import refuse_unwritable
from grandis.cli.shell import note
from grandis.cli.wording import counted

if TYPE_CHECKING:
    from grandis.planning import Problem


@click.command()
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Another seed gives other opportunities.",
)
@click.option("-o", "--output", type=FILE, help="The problem file to write.")
@click.option(
    "--network",
    "network_file",
    type=FILE,
    help="The network file to write, for `grandis quote`.",
)
def demo(seed: int, output: Path | None, network_file: Path | None) -> None:
    """Write a demo problem, or its network, to try things with.

    It is a fictitious plastics cluster with 40 opportunities.
    """
    if output is None and network_file is None:
        raise click.UsageError("Give --output, --network or both.")
    refuse_unwritable([output, network_file], inputs=[])

    from grandis.planning import write_problem
    from grandis.planning.demo import demo_problem

    problem = demo_problem(seed)
    if output:
        write_problem(problem, output)
        note(
            f"{output}: {counted(len(problem.members), 'member')},"
            f" {counted(len(problem.resources), 'resource')},"
            f" {counted(len(problem.opportunities), 'opportunity')}"
        )
    if network_file:
        _write_network(problem, network_file)


def _write_network(problem: Problem, path: Path) -> None:
    """The demo cluster with what its machines can do, without opportunities."""
    import msgspec

    from grandis.planning.demo.tables import companies
    from grandis.planning.storage import write_bytes
    from grandis.processes import network_json
    from grandis.processes.demo import demo_network

    held = {company.code: company.certifications for company in companies()}
    network = demo_network(msgspec.to_builtins(problem), held)
    text = json.dumps(network_json(network), indent=1, ensure_ascii=False)
    write_bytes(f"{text}\n".encode(), path)
    note(
        f"{path}: {counted(len(network.members), 'member')},"
        f" {counted(len(network.machines), 'machine')}"
    )


@click.command()
@click.argument("kind", metavar="problem|plan", type=click.Choice(["problem", "plan"]))
def schema(kind: str) -> None:
    """Print the JSON Schema (2020-12) of problem or plan files."""
    from grandis.planning.files import plan_schema, problem_schema

    described = problem_schema() if kind == "problem" else plan_schema()
    click.echo(json.dumps(described, indent=2))
