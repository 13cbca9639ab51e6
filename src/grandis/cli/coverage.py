"""`grandis coverage`: what a cluster can do, and where one member stands alone."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grandis.cli.inputs import FILE, json_option


@click.command()
@click.argument("network_file", metavar="NETWORK", type=FILE)
@json_option
def coverage(network_file: Path, as_json: bool) -> None:
    """Count the members behind each process, material and certificate.

    It shows what nobody in the cluster can do, and what depends on one member.
    """
    import msgspec

    from grandis.processes import load_network
    from grandis.processes.coverage_text import coverage_text
    from grandis.processes.spotting import coverage as coverage_of

    found = coverage_of(load_network(network_file))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found)))
    else:
        click.echo(coverage_text(found), nl=False)
