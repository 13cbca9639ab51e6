"""`grandis hub`: the operator's commands around the web application.

Django and the hub are imported when a command runs: `--help` comes at once.
"""

import click

from grandis.cli.hub.exporting import export_problem
from grandis.cli.hub.managing import manage
from grandis.cli.hub.people import create_cluster, invite, mail_test
from grandis.cli.hub.running import demo, run
from grandis.cli.hub.safety import backup, health, restore, verify
from grandis.cli.shell import Shell


@click.group("hub", cls=Shell)
def hub() -> None:
    """Run the web application and look after its data.

    Environment variables say where it is and where its data are; they stand in
    docs/reference/settings.md.
    """


for command in (
    run,
    demo,
    create_cluster,
    invite,
    mail_test,
    backup,
    restore,
    verify,
    health,
    export_problem,
    manage,
):
    hub.add_command(command)
