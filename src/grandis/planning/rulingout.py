"""Rule a makespan out in a process of its own.

HiGHS looks up from its work once in several seconds, and whoever waits for it waits
that long. A process can be ended at any moment.
"""

import logging
import subprocess
import sys
from collections.abc import Callable

from msgspec import json

from grandis.planning.problem import Part, Problem
from grandis.planning.timeindexed import ending_by, is_impossible

logger = logging.getLogger(__name__)

#: Seconds between two looks at whether the answer is still wanted.
GLANCE = 0.05
IMPOSSIBLE = b"impossible"


def cannot_end_by(
    problem: Problem, tick: int, seconds: float, stop: Callable[[], bool]
) -> bool:
    """Whether it is proven that no plan has all its work done by `tick`.

    False when it is possible, when it is not proven within `seconds` or before `stop`
    says true, and when it would be too large to try or no process can be had.
    """
    easier = ending_by(problem, tick)
    if easier is None:
        return False
    try:
        solver = _begun(seconds)
    except OSError as error:  # a plan is worth more than this proof
        logger.warning("no process to rule a makespan out: %s", error)
        return False
    with solver:
        try:
            return _answer(solver, json.encode(easier), stop) == IMPOSSIBLE
        finally:
            solver.kill()


def _begun(seconds: float) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "grandis.planning.rulingout", str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for who waits
    )


def _answer(
    solver: "subprocess.Popen[bytes]", question: bytes, stop: Callable[[], bool]
) -> bytes:
    """What a solver says; nothing when it is told to stop before."""
    unsaid: bytes | None = question
    while not stop():
        try:
            return solver.communicate(unsaid, GLANCE)[0]
        except subprocess.TimeoutExpired:
            unsaid = None  # it goes on being sent
    return b""


def main() -> None:
    easier = json.decode(sys.stdin.buffer.read(), type=Part)
    if is_impossible(easier, float(sys.argv[1])):
        sys.stdout.buffer.write(IMPOSSIBLE)


if __name__ == "__main__":
    main()
