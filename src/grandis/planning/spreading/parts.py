"""A part of a large plan: what goes to a worker, and the pure function there.

Both ways it is a few kilobytes of MessagePack, made and read by msgspec: a worker
needs nothing but this package, and nothing of the large problem.
"""

import time

import msgspec

from grandis.planning.accounts import value_of
from grandis.planning.checking import check
from grandis.planning.checking.violation import Code
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import Problem

#: The search of a part begins this much less warm than that of a whole problem:
#: it begins with a good plan and has not long.
COOLER = 0.3


class Excerpt(Problem, frozen=True, dict=True):
    """Cut out of a problem that was checked, and not checked again."""

    def __post_init__(self) -> None:
        pass


class Part(msgspec.Struct, frozen=True):
    """A problem cut out of a large one, as it stands, and how to improve it.

    The last `pinned` opportunities of the problem stand for what others do there.
    `warmth` (1 … 0) is the part of the whole run still to come.
    """

    problem: Excerpt
    taken: tuple[Taken, ...]
    assignments: tuple[Assignment, ...]
    pinned: int
    seconds: float
    seed: int
    warmth: float


class Answer(msgspec.Struct, frozen=True):
    """The best found for a part; `iterations` of the search were needed."""

    taken: tuple[Taken, ...]
    assignments: tuple[Assignment, ...]
    iterations: int


_READ_PART = msgspec.msgpack.Decoder(Part)
_READ_ANSWER = msgspec.msgpack.Decoder(Answer)


def packed(value: Part | Answer) -> bytes:
    """A part or an answer to be sent."""
    return msgspec.msgpack.encode(value)


def read_answer(data: bytes) -> Answer:
    """An answer as it was sent."""
    return _READ_ANSWER.decode(data)


def improve(data: bytes) -> bytes:
    """Search a packed part for so many seconds; the packed answer.

    The answer is what stood before unless there is a better one that stands the
    independent check.
    """
    from grandis.planning.search.driver import Search

    part = _READ_PART.decode(data)
    standing = part.taken, part.assignments
    search = Search(part.problem, part.seed, start=standing, pinned=part.pinned)
    until = time.monotonic() + part.seconds
    while (left := until - time.monotonic()) > 0:
        search.run_briefly(COOLER * part.warmth * left / part.seconds)
    found = search.answer()
    if not _is_better(part, *found):
        found = standing
    return packed(Answer(*found, iterations=search.iterations))


def rank(
    problem: Problem, taken: tuple[Taken, ...], assignments: tuple[Assignment, ...]
) -> tuple[int, int]:
    """What is better is larger: with more made of what must be, then by value."""
    value = value_of(problem, taken, assignments)
    if problem.objective == "surplus":
        return 0, value
    return len(taken), -value


def _is_better(
    part: Part, taken: tuple[Taken, ...], assignments: tuple[Assignment, ...]
) -> bool:
    """Whether a plan is better, leaves the pinned alone, and stands the check.

    Only that all must be made is left aside: others may do so later.
    """
    problem = part.problem
    if rank(problem, taken, assignments) <= rank(problem, part.taken, part.assignments):
        return False
    pinned = {o.id for o in problem.opportunities[-part.pinned :] if part.pinned}
    if not pinned <= {each.opportunity for each in taken}:
        return False
    value = value_of(problem, taken, assignments)
    plan = Plan("feasible", problem.objective, value, value, taken, assignments)
    return all(fault.code == Code.NOT_TAKEN for fault in check(problem, plan))
