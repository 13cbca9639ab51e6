"""Which processes can make a part, in which order, and why the others cannot."""

from typing import Literal

from grandis.processes.errors import ValidityError
from grandis.processes.estimates import Estimate, estimate
from grandis.processes.figures import Record
from grandis.processes.limits import findings
from grandis.processes.names import PRODUCTION
from grandis.processes.part import Part
from grandis.processes.reasons import Reason, because


class Verdict(Record, frozen=True):
    """Whether a process can make a part: yes, limited (with care) or no.

    `reasons` are all that the hard limits say, the ones that rule it out
    first. `estimate` is from cluster-wide figures, None if there can be none.
    """

    process: str
    answer: Literal["yes", "limited", "no"]
    reasons: tuple[Reason, ...] = ()
    estimate: Estimate | None = None


def choose(part: Part) -> tuple[Verdict, ...]:
    """Judge every process: those that can first, the cheapest piece first.

    Hard limits decide who is in; the full price of a piece with its share of
    the tools ranks. A process that cannot be estimated stands after the others.
    """
    verdicts = [judge(part, process) for process in PRODUCTION]
    return tuple(sorted(verdicts, key=_rank))


def judge(part: Part, process: str) -> Verdict:
    """Judge one process."""
    found = findings(part, process)
    order = ("no", "limited", "note")
    reasons = [f.reason for f in sorted(found, key=lambda f: order.index(f.level))]
    levels = {finding.level for finding in found}
    if "no" in levels:
        return Verdict(process, "no", tuple(reasons))
    estimated = None
    try:
        estimated = estimate(part, process)
    except ValidityError as error:
        reasons.append(because("outside", why=str(error)))
    answer: Literal["yes", "limited"] = "limited" if "limited" in levels else "yes"
    return Verdict(process, answer, tuple(reasons), estimated)


def _rank(verdict: Verdict) -> tuple[bool, bool, float]:
    price = verdict.estimate.unit.expected if verdict.estimate else 0.0
    return verdict.answer == "no", verdict.estimate is None, price
