"""Readers for public scheduling instances, as problems with one workshop.

Machines become resources ``M1``, ``M2``, …, always open; jobs become
opportunities ``J1``, ``J2``, …; the objective is the makespan.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from grandis.errors import FileError
from grandis.planning.files import problem_from_json
from grandis.planning.lines import MOST_MACHINES, Line, lines_of, shop
from grandis.planning.networks import read_networks
from grandis.planning.problem import Opportunity, Problem, Step
from grandis.planning.storage import read_bytes

Format = Literal["auto", "json", "fjsp", "ipps"]
FilePath = str | os.PathLike[str]


def read_fjsp(path: FilePath) -> Problem:
    """Read a flexible job shop in the FJSPLib format.

    The first line says ``jobs machines [average]``, then one line a job says
    how many operations it has and, for each of them, how many machines can do
    it, followed by pairs ``machine duration``; machines count from 1.

    Raises
    ------
    FileError
        When the file cannot be read or is not in this format.

    References
    ----------
    Brandimarte, Routing and scheduling in a flexible job shop by tabu search,
    Annals of Operations Research 41 (1993).
    """
    return _read(path, read_bytes(path), _fjsp)


def read_ipps(path: FilePath) -> Problem:
    """Read an integrated process planning and scheduling problem of Kim et al.

    The first line says ``jobs machines operations``. Section ``out`` gives
    each operation's successors, alternatives in parentheses, ``in`` the
    alternatives that meet again, ``info`` for each operation how many machines
    can do it, followed by pairs ``machine duration``. Operations without
    machines (``start``, ``end``, ``supernode``) only pass precedence on.
    One operation of a job is done at a time: its steps share a tool, the
    workpiece.

    Raises
    ------
    FileError
        When the file cannot be read or is not in this format.

    References
    ----------
    Kim, Park, Ko, A symbiotic evolutionary algorithm for the integration of
    process planning and job shop scheduling, Computers & Operations Research
    30(8) (2003).
    """
    return _read(path, read_bytes(path), _ipps)


def read_any(path: FilePath, format: Format = "auto") -> Problem:  # noqa: A002
    """Read a problem in any format known here; ``auto`` looks at the content.

    Raises
    ------
    FileError
        When the file cannot be read or is in none of the formats.
    ProblemError
        When the problem in it contradicts itself.
    """
    data = read_bytes(path)
    if format == "auto":
        format = _format(path, data)  # noqa: A001
    if format == "json":
        return problem_from_json(data, str(path))
    return _read(path, data, _fjsp if format == "fjsp" else _ipps)


def _read(
    path: FilePath, data: bytes, parse: Callable[[str, bytes], Problem]
) -> Problem:
    try:
        return parse(Path(path).stem, data)
    except FileError as error:
        raise FileError(f"{path}: {error}") from error


def _format(path: FilePath, data: bytes) -> Format:
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    words = start.split()
    if start.startswith(b"{"):
        return "json"
    if not all(word.replace(b".", b"", 1).isdigit() for word in words[:2]):
        raise FileError(
            f"{path}: this is neither a problem file of Grandis nor an FJSPLib nor an "
            "IPPS instance; give one of these"
        )
    return "ipps" if b"out" in words[:5] else "fjsp"


def _fjsp(name: str, data: bytes) -> Problem:
    header, *rows = lines_of(data)
    jobs = header.take("the number of jobs", 1)
    machines = header.take("the number of machines", 1, MOST_MACHINES)
    if len(rows) != jobs:
        raise header.error(
            f"{jobs} jobs are announced but {len(rows)} lines follow; give one line a "
            "job"
        )
    return shop(
        name, machines, (_job(n, row, machines) for n, row in enumerate(rows, 1))
    )


def _job(number: int, row: Line, machines: int) -> Opportunity:
    steps = []
    for n in range(1, row.take("the number of operations", 1) + 1):
        after = (str(n - 1),) if n > 1 else ()
        steps.append(Step(str(n), row.options(machines), after=after))
    row.end()
    return Opportunity(f"J{number}", tuple(steps))


def _ipps(name: str, data: bytes) -> Problem:
    machines, jobs = read_networks(lines_of(data))
    return shop(name, machines, jobs)
