"""Backup, restore, verify, health: that nothing is lost and all is true."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grandis.cli.hub.frame import in_hub
from grandis.cli.inputs import FILE, json_option
from grandis.cli.shell import Unsuccessful, note
from grandis.cli.wording import counted, printable

MOST_LINES = 20


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--with-journal-key",
    is_flag=True,
    help="Put the key that signs the journal into FILE; guard it well then.",
)
@in_hub
def backup(file: Path, with_journal_key: bool) -> None:
    """Write database and files into FILE, a zip file, while the hub runs."""
    from grandis.hub.core.administration.backup import back_up

    made = back_up(file, with_journal_key=with_journal_key)
    note(
        f"{file}: {counted(len(made.parts), 'part')},"
        f" {counted(made.journal.size, 'journal entry')}"
    )
    if not with_journal_key:
        from django.conf import settings

        note(
            f"The journal's key is not in it: keep a copy of {settings.JOURNAL_KEY} in"
            " another place"
        )


@click.command()
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--force", is_flag=True, help="Replace what is here.")
@in_hub
def restore(file: Path, force: bool) -> None:
    """Put back what is in FILE, if all of it verifies; the hub must be stopped."""
    from grandis.hub.core.administration.restoring import restore as put_back

    known = put_back(file, force=force)
    note(
        f"Restored what was here on {known.made_at}, with"
        f" {counted(known.journal.size, 'journal entry')}"
    )
    from django.conf import settings

    if not settings.JOURNAL_KEY.exists():
        note(
            f"The journal's signatures could not be checked: put its key into"
            f" {settings.JOURNAL_KEY} before you start the hub"
        )


@click.command()
@in_hub
def verify() -> None:
    """Say whether the database is sound and the journal the one that was signed.

    It may run beside the hub. It exits with 1 when something is false. To verify
    a journal that somebody exported, use `grandis verify`.
    """
    from grandis.hub.core.administration.verification import (
        journal_root,
        journal_size,
        own_findings,
    )

    size = journal_size()
    if found := list(own_findings()):
        for each in found[:MOST_LINES]:
            click.echo(f"- {printable(each)}")
        if more := found[MOST_LINES:]:
            click.echo(f"- and {len(more):,} more")
        raise Unsuccessful("this hub does not verify; restore a backup")
    click.echo("The database is sound and its journal is true.")
    click.echo(f"journal  {counted(size, 'entry')}, root {journal_root(size).hex()}")


@click.command()
@json_option
@in_hub
def health(as_json: bool) -> None:
    """Say what of the hub works and what needs the operator.

    It exits with 1 when something needs the operator.
    """
    from grandis.hub.core.administration.health import look

    signs = look()
    is_well = all(each.is_well for each in signs)
    if as_json:
        told = [
            {"name": each.name, "well": each.is_well, "sentence": each.sentence}
            for each in signs
        ]
        click.echo(json.dumps({"well": is_well, "signs": told}))
    else:
        for each in signs:
            mark = "ok" if each.is_well else "!!"
            click.echo(f"{mark}  {each.name:10}{each.sentence}")
    if not is_well:
        raise click.exceptions.Exit(1)
