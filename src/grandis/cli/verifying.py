"""`grandis verify`: is a journal export true?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import FILE, decoded, json_option
from grandis.cli.wording import counted, printable

if TYPE_CHECKING:
    from grandis.sealing import Report

#: So many findings are printed; one false leaf can make every entry false.
MOST_LINES = 20


@click.command()
@click.argument("export_file", metavar="EXPORT", type=FILE)
@click.option(
    "--key",
    metavar="KEY",
    help="The key of the log, from elsewhere than EXPORT.",
)
@click.option(
    "--earlier",
    "earlier_files",
    metavar="CHECKPOINT",
    type=FILE,
    multiple=True,
    help="A checkpoint kept from before; may be given several times.",
)
@json_option
def verify(
    export_file: Path, key: str | None, earlier_files: tuple[Path, ...], as_json: bool
) -> None:
    """Say whether the journal in EXPORT is the one that was signed.

    It needs no server and no network. It exits with 1 when something is false.
    """
    from grandis.sealing import parse_key, read_checkpoint, verify_export

    report = verify_export(
        export_file,
        key=None if key is None else parse_key(key),
        earlier=[decoded(path, read_checkpoint) for path in earlier_files],
    )
    click.echo(json.dumps(_object(report)) if as_json else _told(export_file, report))
    if report.findings:
        raise click.exceptions.Exit(1)


def _told(path: Path, report: Report) -> str:
    """The answer as text."""
    checkpoint = report.checkpoint
    lines = [
        f"{path} {'is true.' if report.is_true else 'is not true:'}",
        *(f"- {printable(str(each))}" for each in report.findings[:MOST_LINES]),
    ]
    if more := report.findings[MOST_LINES:]:
        lines.append(f"- and {len(more):,} more")
    lines += [
        "",
        f"log      {printable(checkpoint.origin)}",
        f"tree     {checkpoint.size:,} leaves, root {report.root}",
        f"entries  {report.shown:,} shown, {report.hidden:,} hidden or erased",
        f"key      {printable(str(report.key))}",
        f"checked  {_checked(report)}",
    ]
    if not report.is_key_given:
        lines += [
            "",
            "The key is the one inside the export. It proves only that the export"
            " agrees\nwith itself: get the key from the cluster another way, and give"
            " it with --key.",
        ]
    return "\n".join(lines)


def _checked(report: Report) -> str:
    parts = ["the signature", "the root over all leaves"]
    if report.shown:
        parts.append("the leaf of each entry shown")
    if report.earlier:
        parts.append(counted(report.earlier, "earlier checkpoint"))
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _object(report: Report) -> dict[str, object]:
    """The answer for programs."""
    return {
        "true": report.is_true,
        "origin": report.checkpoint.origin,
        "size": report.checkpoint.size,
        "root": report.root,
        "key": str(report.key),
        "key_given": report.is_key_given,
        "shown": report.shown,
        "hidden": report.hidden,
        "earlier": report.earlier,
        "findings": [
            {"code": each.code, "values": each.values, "sentence": str(each)}
            for each in report.findings
        ],
    }
