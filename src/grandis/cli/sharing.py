"""`grandis share`: who gets what of a joint gain."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grandis.cli.inputs import FILE, json_option
from grandis.cli.outputs import make_folder
from grandis.cli.wording import printable, table
from grandis.errors import InputError

if TYPE_CHECKING:
    from grandis.sharing import Game, Reason, Split

READERS = ("issuer", "trustee", "coordinator", "member:MEMBER")


@click.command()
@click.argument("game_file", metavar="GAME", type=FILE)
@click.option(
    "--rule",
    metavar="RULE",
    help="shapley (the default), weighted_shapley, nucleolus, per_capita_nucleolus, "
    "tau, core_selecting, vcg, talmud, proportional or equal.",
)
@click.option(
    "--as",
    "reader",
    default="issuer",
    show_default=True,
    metavar="READER",
    help="issuer, trustee, coordinator or member:MEMBER.",
)
@click.option(
    "--svg",
    type=FILE,
    metavar="DIR",
    help="Write a picture of the split to this folder.",
)
@json_option
def share(
    game_file: Path, rule: str | None, reader: str, svg: Path | None, as_json: bool
) -> None:
    """Divide the gain of GAME, and say what is behind it.

    The issuer and the trustee are told everything. A member is told its own share;
    the coordinator only what asking for more would have gained, rule by rule.
    """
    from grandis.sharing import read_game, split

    kind, member = _reader(reader)
    if svg and kind in ("coordinator", "member"):
        raise InputError(
            f"--svg: the picture shows every bid, which {reader!r} may not see; draw it"
            " for the issuer or the trustee"
        )
    game = read_game(game_file)
    if kind == "coordinator":
        report, told = _for_coordinator(game_file, game, rule)
    elif kind == "member":
        report, told = _for_member(split(game, rule or "shapley"), member)
    else:
        found = split(game, rule or "shapley")
        if svg:
            _draw(found, svg)
        report, told = _for_issuer(found)
    click.echo(json.dumps(report) if as_json else told)


def _reader(reader: str) -> tuple[str, str]:
    """What kind of reader, and which member."""
    kind, _, member = reader.partition(":")
    kinds = {each.partition(":")[0] for each in READERS}
    if kind not in kinds or (kind == "member") != bool(member):
        raise InputError(
            f"--as: reader {reader!r} does not exist; use one of {', '.join(READERS)}"
        )
    return kind, member


def _draw(found: Split, folder: Path) -> None:
    from grandis.planning.storage import write_bytes
    from grandis.sharing import waterfall

    make_folder(folder)
    write_bytes(waterfall(found).encode(), folder / "waterfall.svg")


def _for_coordinator(
    game_file: Path, game: Game, rule: str | None
) -> tuple[dict[str, object], str]:
    from grandis.sharing import RULES, advice

    if game.opportunity is None:
        raise InputError(
            f"{game_file}: a coordinator is told what asking for more gains, and in"
            " this game nobody asks; give one that is written as bids of a chain"
        )
    reasons = advice(game.opportunity, [rule] if rule else tuple(RULES))
    return {"reasons": _objects(reasons)}, _sentences(reasons)


def _for_member(found: Split, member: str) -> tuple[dict[str, object], str]:
    from grandis.sharing import explain

    reasons = explain(found, "member", member)
    return {"rule": found.rule, "reasons": _objects(reasons)}, _sentences(reasons)


def _for_issuer(found: Split) -> tuple[dict[str, object], str]:
    from grandis.sharing import explain

    reasons = explain(found, "issuer")
    others = [reason for reason in reasons if reason.code != "share"]
    return _report(found, reasons), f"{_shares(found)}\n\n{_sentences(others)}"


def _shares(found: Split) -> str:
    """A table of who gets what; with bids also what each is paid in all."""
    game = found.game
    if game.chain is None or game.weights is None:
        heads, columns = ["player", "share"], [found.shares]
    else:
        heads = ["player", "bids", "share", "paid"]
        columns = [game.weights, found.shares, game.weights + found.shares]
    rows = [
        [name, *(f"{amount:,.2f}" for amount in amounts)]
        for name, *amounts in zip(game.players, *columns, strict=True)
    ]
    return table(heads, rows, right=range(1, len(heads)))


def _sentences(reasons: Iterable[Reason]) -> str:
    return "\n".join(printable(reason.sentence) for reason in reasons)


def _objects(reasons: Iterable[Reason]) -> list[dict[str, object]]:
    return [
        {"code": r.code, "values": r.values, "sentence": r.sentence} for r in reasons
    ]


def _report(found: Split, reasons: Iterable[Reason]) -> dict[str, object]:
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
        "reasons": _objects(reasons),
    }
