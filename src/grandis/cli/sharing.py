"""`grandis share`: who gets what of a joint gain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import FILE, json_option
from grandis.cli.wording import printable

if TYPE_CHECKING:
    from grandis.sharing.explaining import Reason
    from grandis.sharing.rules import Split


@click.command()
@click.argument("game_file", metavar="GAME", type=FILE)
@click.option(
    "--rule",
    default="shapley",
    show_default=True,
    metavar="RULE",
    help="shapley, weighted_shapley, nucleolus, per_capita_nucleolus, tau, "
    "core_selecting, vcg, talmud, proportional or equal.",
)
@json_option
def share(game_file: Path, rule: str, as_json: bool) -> None:
    """Divide the gain of GAME, and say everything behind it.

    What it prints is for the issuer and the trustee: it shows every bid.
    """
    from grandis.sharing.explaining import explain
    from grandis.sharing.files import read_game
    from grandis.sharing.rules import split

    found = split(read_game(game_file), rule)
    reasons = explain(found, "issuer")
    if as_json:
        click.echo(json.dumps(_report(found, reasons)))
    else:
        click.echo(_told(found, reasons))


def _told(found: Split, reasons: list[Reason]) -> str:
    width = max(map(len, found.game.players))
    rows = [
        f"{printable(name):<{width}}  {amount:>14,.2f}"
        for name, amount in zip(found.game.players, found.shares, strict=True)
    ]
    said = [printable(r.sentence) for r in reasons if r.code != "share"]
    return "\n".join([*rows, "", *said])


def _report(found: Split, reasons: list[Reason]) -> dict[str, object]:
    names = found.game.players
    worst = found.dissatisfaction
    return {
        "rule": found.rule,
        "shares": dict(zip(names, found.shares.tolist(), strict=True)),
        "rest": found.rest,
        "dissatisfaction": {
            "coalition": [names[i] for i in worst.players],
            "excess": worst.excess if worst.players else None,
        },
        "certificate": found.certificate
        and {
            "claim": found.certificate.claim,
            "verdict": found.certificate.verdict,
            "sentence": found.certificate.sentence,
        },
        "reasons": [
            {"code": r.code, "values": r.values, "sentence": r.sentence}
            for r in reasons
        ],
    }
