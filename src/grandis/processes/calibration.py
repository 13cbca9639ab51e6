"""Learns a member's factors from its own confirmed bids and actuals.

The logarithm of a confirmed figure over our estimate is the logarithm of the
member's true factor plus noise. True factors scatter around 1 over the
members. The estimate of a factor is the mean of its posterior (normal-normal
conjugate model; Gelman et al., Bayesian Data Analysis, 3rd ed., 2.5): the mean
of what was observed, shrunk towards 1 while observations are few.
"""

from collections.abc import Iterable, Sequence
from math import exp, fsum, log, sqrt
from typing import Annotated, Literal

import msgspec

from grandis.processes.figures import Record
from grandis.processes.machines import Factor, MemberFacts
from grandis.processes.tables import assumption

Amount = Annotated[float, msgspec.Meta(gt=0)]
#: Bounds of a normal distribution that hold nine in ten.
NINE_IN_TEN = 1.645


class Observation(Record, frozen=True):
    """A member's confirmed figure and what we had estimated, in one unit.

    `estimated` is the expected value before calibration.
    """

    member: str
    process: str
    kind: Literal["time", "cost"]
    estimated: Amount
    actual: Amount


class Lesson(Record, frozen=True):
    """What a member's observations taught.

    The errors are mean absolute differences of estimate and confirmed figure,
    as a part of the confirmed one: with factor 1, and with the factor learned
    from all the other observations.
    """

    member: str
    factor: Factor
    error_before: float
    error_after: float


def learn(observations: Sequence[Observation]) -> Factor:
    """The factor that the observations of one member, process and kind teach.

    Raises
    ------
    ValueError
        When there are none, or of more than one member, process or kind.
    """
    ((_, process, kind),) = {(o.member, o.process, o.kind) for o in observations}
    mean, deviation = _posterior([log(o.actual / o.estimated) for o in observations])
    spread = NINE_IN_TEN * deviation
    low, high = exp(mean - spread), exp(mean + spread)
    return Factor(process, kind, low, exp(mean), high, len(observations))


def lessons(observations: Iterable[Observation]) -> tuple[Lesson, ...]:
    """What each member's observations teach, by process and kind."""
    groups: dict[tuple[str, str, str], list[Observation]] = {}
    for seen in observations:
        groups.setdefault((seen.member, seen.process, seen.kind), []).append(seen)
    return tuple(
        Lesson(group[0].member, learn(group), _error_before(group), _error_after(group))
        for _, group in sorted(groups.items())
    )


def taught(facts: MemberFacts, learned: Iterable[Lesson]) -> MemberFacts:
    """A member with the factors that its lessons taught, in place of older ones."""
    factors = {(f.process, f.kind): f for f in facts.factors}
    for lesson in learned:
        if lesson.member == facts.id:
            factors[lesson.factor.process, lesson.factor.kind] = lesson.factor
    return msgspec.structs.replace(facts, factors=tuple(factors.values()))


def _posterior(logs: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm of the factor."""
    noise = assumption("calibration.noise").expected
    members = assumption("calibration.members").expected
    precision = len(logs) / noise**2 + 1 / members**2
    return fsum(logs) / noise**2 / precision, sqrt(1 / precision)


def _error_before(group: Sequence[Observation]) -> float:
    return fsum(abs(o.estimated / o.actual - 1) for o in group) / len(group)


def _error_after(group: Sequence[Observation]) -> float:
    """Each observation is predicted from the others, so that none tests itself."""
    logs = [log(o.actual / o.estimated) for o in group]
    errors = []
    for index, seen in enumerate(group):
        mean, _ = _posterior(logs[:index] + logs[index + 1 :])
        errors.append(abs(seen.estimated * exp(mean) / seen.actual - 1))
    return fsum(errors) / len(errors)
