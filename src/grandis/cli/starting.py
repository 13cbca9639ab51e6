"""`grandis demo` and `grandis schema`: what one begins with."""

import json
from pathlib import Path

import click

from grandis.cli.inputs import FILE
from grandis.cli.outputs import refuse_unwritable
from grandis.cli.shell import note
from grandis.cli.wording import counted


@click.command()
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Another seed gives other opportunities.",
)
@click.option(
    "-o", "--output", required=True, type=FILE, help="The problem file to write."
)
def demo(seed: int, output: Path) -> None:
    """Write a demo problem to try things with.

    It is a fictitious plastics cluster with 40 opportunities.
    """
    refuse_unwritable([output], inputs=[])

    from grandis.planning import write_problem
    from grandis.planning.demo import demo_problem

    problem = demo_problem(seed)
    write_problem(problem, output)
    note(
        f"{output}: {counted(len(problem.members), 'member')},"
        f" {counted(len(problem.resources), 'resource')},"
        f" {counted(len(problem.opportunities), 'opportunity')}"
    )


@click.command()
@click.argument("kind", metavar="problem|plan", type=click.Choice(["problem", "plan"]))
def schema(kind: str) -> None:
    """Print the JSON Schema (2020-12) of problem or plan files."""
    from grandis.planning.files import plan_schema, problem_schema

    described = problem_schema() if kind == "problem" else plan_schema()
    click.echo(json.dumps(described, indent=2))
