"""The command line: one module for each kind of question.

A command imports the libraries it uses when it runs, so that `--help`, and the
answer to a mistake, come at once.
"""

import click

from grandis import __version__
from grandis.cli.checking import check
from grandis.cli.coverage import coverage
from grandis.cli.explaining import explain
from grandis.cli.hub import hub
from grandis.cli.planning import plan
from grandis.cli.quoting import quote
from grandis.cli.replanning import replan
from grandis.cli.risking import risk
from grandis.cli.sharing import share
from grandis.cli.shell import Shell
from grandis.cli.starting import demo, schema
from grandis.cli.verifying import verify
from grandis.cli.weighing import front, worth


@click.group(
    "grandis", cls=Shell, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Plan what a cluster of manufacturers makes, with whom, and when.

    Begin with `grandis demo -o problem.json` and `grandis plan problem.json`.
    """


for command in (
    demo,
    quote,
    coverage,
    plan,
    check,
    explain,
    replan,
    risk,
    front,
    worth,
    share,
    verify,
    schema,
    hub,
):
    main.add_command(command)
