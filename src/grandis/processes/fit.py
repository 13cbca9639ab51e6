"""Whether a machine can make a part: fits, borderline or no, because."""

from typing import Literal

from grandis.processes.figures import Figure, Record
from grandis.processes.machines import Machine, MemberFacts
from grandis.processes.needs import CRITERIA, Criterion, Need
from grandis.processes.reasons import Reason, because
from grandis.processes.tables import assumption

Answer = Literal["fits", "borderline", "no"]
ORDER: tuple[Answer, ...] = ("no", "borderline", "fits")

#: Which certificates satisfy one that is asked for.
SATISFIES = {"ISO 22000/BRCGS": ("ISO 22000", "BRCGS")}


class Fit(Record, frozen=True):
    """Whether a machine can make a part, with every reason against it."""

    machine: str
    member: str
    answer: Answer
    reasons: tuple[Reason, ...] = ()


def fit(wanted: Need, machine: Machine, member: MemberFacts) -> Fit:
    """Hold what a part needs against a machine.

    A need is a range: the machine fits if the whole range does, not at all if
    none of it does, and is borderline in between or where a limit was not
    entered.
    """
    answer: Answer = "fits"
    reasons: list[Reason] = []
    for level, reason in (
        *_process(wanted, machine),
        *_allowed(wanted, machine, member),
        *_measured(wanted, machine),
    ):
        reasons.append(reason)
        answer = min(answer, level, key=ORDER.index)
    return Fit(machine.id, machine.member, answer, tuple(reasons))


def limit_of(machine: Machine, criterion: Criterion) -> float | None:
    """A machine's limit; with a robot the opening stroke counts for less."""
    value: float | None = getattr(machine.limits, criterion.limit)
    if criterion.code == "opening" and value is not None and machine.limits.robot:
        plain = assumption("injection.opening").expected
        return value * plain / assumption("injection.opening_robot").expected
    return value


def lacking(asked: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """The certificates asked for that none of those held satisfies."""
    return tuple(
        certificate
        for certificate in asked
        if not {certificate, *SATISFIES.get(certificate, ())} & set(held)
    )


Said = list[tuple[Answer, Reason]]


def _process(wanted: Need, machine: Machine) -> Said:
    if machine.process == wanted.process:
        return []
    other, process = machine.process, wanted.process
    return [("no", because("process_other", other=other, process=process))]


def _allowed(wanted: Need, machine: Machine, member: MemberFacts) -> Said:
    said: Said = [
        ("no", because("certificate", certificate=certificate))
        for certificate in lacking(wanted.certificates, member.certificates)
    ]
    if machine.materials and wanted.material not in machine.materials:
        said.append(("no", because("material_handling", material=wanted.material)))
    # A lower class number is a cleaner room, and the text sorts as the number.
    if wanted.room and (machine.room is None or machine.room > wanted.room):
        have = machine.room or "none"
        said.append(("no", because("clean_room", need=wanted.room, have=have)))
    return said


def _measured(wanted: Need, machine: Machine) -> Said:
    if machine.process != wanted.process:
        return []
    said: Said = []
    for criterion in CRITERIA.get(wanted.process, ()):
        code = criterion.code
        needed, limit = wanted.quantities.get(code), limit_of(machine, criterion)
        if needed is None:
            if code in wanted.unknown:
                unknown = because("not_given", why=wanted.unknown[code])
                said.append(("borderline", unknown))
            continue
        if limit is None:
            unknown = because("not_entered", quantity=criterion.limit)
            said.append(("borderline", unknown))
            continue
        answer = compare(needed, limit, criterion)
        if answer != "fits":
            said.append((answer, _reason(needed, limit, criterion)))
    return said


def compare(needed: Figure, limit: float, criterion: Criterion) -> Answer:
    """What one criterion says of a need and a limit."""
    if criterion.sense == "most":
        none, whole = needed.low > limit, needed.high <= limit
    else:
        none, whole = needed.high < limit * criterion.slack, needed.low >= limit
    if whole:
        return "fits"
    return "no" if none else "borderline"


def _reason(needed: Figure, limit: float, criterion: Criterion) -> Reason:
    off = needed.high - limit if criterion.sense == "most" else limit - needed.low
    return because(
        criterion.code,
        need=needed.expected,
        low=needed.low,
        high=needed.high,
        limit=limit,
        unit=needed.unit,
        by=100 * off / limit,
    )
