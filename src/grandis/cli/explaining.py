"""`grandis explain`: why not, for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from grandis.cli.inputs import (
    json_option,
    plan_argument,
    problem_and_plan,
    problem_argument,
)
from grandis.cli.wording import indented, printable
from grandis.errors import InputError

if TYPE_CHECKING:
    from grandis.planning import Problem
    from grandis.planning.audience import Audience
    from grandis.planning.reasons import Reason


@click.command()
@problem_argument
@plan_argument
@click.option(
    "--as",
    "reader",
    default="operator",
    show_default=True,
    metavar="READER",
    help="operator, coordinator, issuer:OPPORTUNITY, customer:OPPORTUNITY or "
    "member:MEMBER.",
)
@click.option(
    "--invited",
    multiple=True,
    metavar="OPPORTUNITY",
    help="What a member was asked to work for; it is told of nothing else.",
)
@json_option
def explain(
    problem_file: Path,
    plan_file: Path,
    reader: str,
    invited: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say why opportunities are refused and able members not chosen.

    A reader is told only what it may know; the operator is told everything.
    """
    problem, plan = problem_and_plan(problem_file, plan_file)
    audience = _audience(problem, reader, invited)

    from grandis.planning.reasons import explain as reasons_for

    reasons = reasons_for(problem, plan, audience)
    if as_json:
        click.echo(json.dumps({"reasons": [_as_object(r) for r in reasons]}))
    else:
        click.echo(told(problem, reasons) or f"There is nothing to tell {reader}.")


def _audience(problem: Problem, reader: str, invited: Iterable[str]) -> Audience:
    from grandis.planning.audience import Audience, Kind

    kind, _, name = reader.partition(":")
    for opportunity in invited:
        _refuse_unknown("--invited: opportunity", opportunity, problem.opportunity)
    if name and kind == "member":
        _refuse_unknown("--as: member", name, problem.member)
    elif name and kind in get_args(Kind):
        _refuse_unknown("--as: opportunity", name, problem.opportunity)
    return Audience(kind, name, tuple(invited))  # type: ignore[arg-type]


def _refuse_unknown(what: str, name: str, known: Iterable[str]) -> None:
    from grandis.planning.validation.wording import nearest

    if name not in known:
        raise InputError(
            f"{what} {name!r} does not exist{nearest(name, known)}; correct it"
        )


def told(problem: Problem, reasons: Sequence[Reason]) -> str:
    """Reasons below the opportunity that each is about."""
    lines = []
    about = None
    for reason in reasons:
        if reason.opportunity != about:
            about = reason.opportunity
            name = f"{about}  {problem.opportunity[about].name}".rstrip()
            lines.append(printable(f"{name}: refused" if not reason.member else name))
        lines.append(indented(_sentence(problem, reason)))
    return "\n".join(lines)


def _sentence(problem: Problem, reason: Reason) -> str:
    """Who is passed over, why, and whether that is certain."""
    why = reason.english()
    if reason.member is None:
        why = why[:1].upper() + why[1:]
    else:
        why = f"{problem.member[reason.member].name or reason.member}: {why}"
    return f"{why}." if reason.proven else f"{why} (not proven)."


def _as_object(reason: Reason) -> dict[str, object]:
    return {
        "opportunity": reason.opportunity,
        "member": reason.member,
        "code": reason.code,
        "values": reason.values,
        "proven": reason.proven,
        "sentence": reason.english(),
    }
