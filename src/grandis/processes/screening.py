"""Screens many parts against many machines at once, with numpy.

The same criteria as `fit`, held against each other as arrays: the ranges of
the parts' needs (parts x criteria) and the limits of the machines of one
process (machines x criteria).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grandis.processes.errors import ValidityError
from grandis.processes.fit import lacking, limit_of
from grandis.processes.limits import findings
from grandis.processes.machines import Machine, MemberFacts
from grandis.processes.names import PRODUCTION
from grandis.processes.needs import CRITERIA, Need, need
from grandis.processes.part import Part

#: The answers in the matrix of `screen`.
NO, BORDERLINE, FITS = 0, 1, 2


def screen(
    parts: Sequence[Part],
    machines: Sequence[Machine],
    members: Sequence[MemberFacts] = (),
) -> NDArray[np.int8]:
    """Which machines can make which parts, made one at a time.

    Returns
    -------
    array of shape (parts, machines)
        `FITS`, `BORDERLINE` or `NO`, as `fit` says for each pair; `NO` also
        where a hard limit rules the process out for the part.
    """
    answers = np.full((len(parts), len(machines)), NO, np.int8)
    facts = {member.id: member for member in members}
    for process in {machine.process for machine in machines}:
        columns = [i for i, m in enumerate(machines) if m.process == process]
        rows, needs = _needs(parts, process)
        if not rows:
            continue
        chosen = [machines[i] for i in columns]
        held = [facts.get(m.member, MemberFacts(m.member)) for m in chosen]
        measured = _measured(needs, chosen, process)
        allowed = _allowed(needs, chosen, held)
        answers[np.ix_(rows, columns)] = np.where(allowed, measured, NO)
    return answers


def _needs(parts: Sequence[Part], process: str) -> tuple[list[int], list[Need]]:
    """The parts that the process can make, and what they need."""
    rows, needs = [], []
    for row, part in enumerate(parts):
        if process not in PRODUCTION:
            continue
        if any(finding.level == "no" for finding in findings(part, process)):
            continue
        try:
            needs.append(need(part, process))
        except ValidityError:
            continue
        rows.append(row)
    return rows, needs


def _measured(
    needs: Sequence[Need], machines: Sequence[Machine], process: str
) -> NDArray[np.int8]:
    """The worst answer over the criteria; nan (unknown) makes borderline."""
    worst = np.full((len(needs), len(machines)), FITS, np.int8)
    for criterion in CRITERIA.get(process, ()):
        low, high = _bounds(needs, criterion.code)
        limits = [limit_of(machine, criterion) for machine in machines]
        limit = np.array([np.nan if v is None else v for v in limits])
        if criterion.sense == "most":
            none, whole = low > limit, high <= limit
        else:
            none, whole = high < limit * criterion.slack, low >= limit
        said = np.where(whole, FITS, np.where(none, NO, BORDERLINE))
        np.minimum(worst, said.astype(np.int8), out=worst)
    return worst


def _bounds(
    needs: Sequence[Need], code: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    figures = [wanted.quantities.get(code) for wanted in needs]
    low = np.array([[figure.low if figure else np.nan] for figure in figures])
    high = np.array([[figure.high if figure else np.nan] for figure in figures])
    return low, high


def _allowed(
    needs: Sequence[Need], machines: Sequence[Machine], held: Sequence[MemberFacts]
) -> NDArray[np.bool_]:
    """Certificates, materials and rooms, decided once for each distinct wish."""
    wishes = [(wanted.certificates, wanted.material, wanted.room) for wanted in needs]
    distinct = {wish: number for number, wish in enumerate(dict.fromkeys(wishes))}
    table = np.array(
        [
            [_allows(wish, m, facts) for m, facts in zip(machines, held, strict=True)]
            for wish in distinct
        ]
    )
    result: NDArray[np.bool_] = table[[distinct[wish] for wish in wishes]]
    return result


def _allows(
    wish: tuple[tuple[str, ...], str, str | None], machine: Machine, facts: MemberFacts
) -> bool:
    certificates, material, room = wish
    handled = not machine.materials or material in machine.materials
    clean = room is None or (machine.room is not None and machine.room <= room)
    return handled and clean and not lacking(certificates, facts.certificates)
