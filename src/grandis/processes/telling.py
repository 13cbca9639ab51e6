"""A quotation in English: the answer in a few lines, then all that is behind it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import fill

from grandis.processes.fit import ORDER, Answer
from grandis.processes.names import PROCESSES
from grandis.processes.quoting import Delivery, Quotation, Route
from grandis.processes.reasons import Reason
from grandis.processes.rendering import range_text
from grandis.processes.routes import Step

LINE = 88
#: Where the text begins on a line with a label.
INSET = 16
NO_BREAK = "\N{NO-BREAK SPACE}"
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


def quotation_text(quotation: Quotation) -> str:
    """The quotation in English, as a coordinator reads it.

    It names what members' machines can do, and nothing of when they are free
    or of what a member asks for an hour.
    """
    blocks = (_answer, _routes, _members, _processes, _open_questions)
    told = ("\n".join(block(quotation)) for block in blocks)
    return "\n\n".join(text for text in told if text) + "\n"


# --- the answer -----------------------------------------------------------


def _answer(quotation: Quotation) -> Iterator[str]:
    part = quotation.part
    years = f" for {part.years} years" if part.years > 1 else ""
    yield (
        f"{part.name}: {_count(quotation.quantity)} pieces in {part.material},"
        f" {_count(part.yearly_volume)} a year{years}"
    )
    yield ""
    if not quotation.routes:
        lacking = [reason.sentence for reason in quotation.graph.missing]
        why = "" if lacking else ": no process can, see below"
        yield from _lines([f"the cluster cannot make it{why}", *lacking], "cannot")
        return
    first = quotation.routes[0]
    yield from _money(quotation, first)
    yield _said("route", _way(first))
    yield _said("members", ", ".join(_named(quotation, m) for m in first.members))
    yield _said("range", first.uncertainty.sentence)
    if quotation.target:
        yield _said("target", quotation.target.sentence)
    yield from _sooner(quotation)
    yield from _lines(_missing(quotation, outside=True), "without")
    yield ""
    yield "Ranges are low to high around the expected value, in EUR without VAT."


def _missing(quotation: Quotation, outside: bool) -> Iterator[str]:
    """What a customer must buy outside; or else why other routes are not offered."""
    for reason in quotation.graph.missing:
        if (reason.code == "step_outside") == outside:
            yield reason.sentence


def _money(quotation: Quotation, route: Route) -> Iterator[str]:
    yield _said("price", f"{range_text(route.unit)} a piece, tools included")
    if route.once:
        shared = _count(quotation.part.lifetime_volume)
        once = f"once, for tools and design, shared by {shared} pieces"
        yield _said("", f"{range_text(route.once)} {once}")
    yield _said("", f"{range_text(route.lot)} for the lot")
    yield from _delivered(quotation, route)


def _delivered(quotation: Quotation, route: Route) -> Iterator[str]:
    until = (quotation.planned_until or "")[:10]
    if route.delivery:
        when = _when(quotation.part.due, route.delivery, until)
        yield _said("delivered", when)
    elif until:
        yield _said("delivered", f"after {until}, where the time planned ends")


def _when(due: str | None, delivery: Delivery, until: str) -> str:
    low, middle = delivery.low[:10], delivery.expected[:10]
    high = delivery.high[:10] if delivery.high else f"after {until}"
    when = f"{middle} ({low} to {high})"
    if due is None:
        return when
    if middle > due:
        return f"{when}, late: due {due}"
    if delivery.high is None or high > due:
        return f"{when}, in time for {due} unless the work takes longer than expected"
    return f"{when}, in time for {due}"


def _sooner(quotation: Quotation) -> Iterator[str]:
    """The earliest route, if it is not the first one."""
    dated = {r.delivery.expected: r for r in reversed(quotation.routes) if r.delivery}
    if not dated:
        return
    soonest = dated[min(dated)]
    number = quotation.routes.index(soonest) + 1
    if number > 1:
        price = f"{range_text(soonest.unit)} a piece"
        yield _said("sooner", f"{min(dated)[:10]} by route {number}, {price}")


# --- what is behind it ----------------------------------------------------


def _routes(quotation: Quotation) -> Iterator[str]:
    if quotation.routes:
        yield "Routes"
    for number, route in enumerate(quotation.routes, 1):
        yield f"  {number}. {_way(route)}"
        yield _said("a piece", range_text(route.unit))
        if route.once:
            yield _said("once", range_text(route.once))
        yield _said("the lot", range_text(route.lot))
        yield _said("work", f"{range_text(route.work)}, without waiting")
        yield from _delivered(quotation, route)
        if route.delivery:
            yield from _schedule(route.delivery)
        else:
            yield _said("members", ", ".join(route.members))
        told = quotation.routes[0].uncertainty.values["name"]
        if route.uncertainty.values["name"] != told:
            yield _said("range", route.uncertainty.sentence)
    if quotation.routes:
        yield from _lines(_missing(quotation, outside=False), "not offered")


def _schedule(delivery: Delivery) -> Iterator[str]:
    steps = (
        f"{work.start[:10]} to {work.end[:10]}  {work.machine}: {work.step}"
        for work in delivery.work
    )
    yield from _lines(steps, "steps")


def _members(quotation: Quotation) -> Iterator[str]:
    """Who can do each step; steps with the same answer are told together."""
    answers: dict[str, list[str]] = {}
    for step in quotation.graph.steps:
        answers.setdefault("\n".join(_who(step)), []).append(step.name)
    if answers:
        yield "Who can, with how many machines"
    for told, names in answers.items():
        yield fill("; ".join(names), LINE, initial_indent="  ", subsequent_indent="  ")
        yield told


def _who(step: Step) -> Iterator[str]:
    """Each member by its best machine, and what the others lack."""
    answers: list[tuple[str, Answer]] = [
        *((option.member, option.answer) for option in step.options),
        *((fit.member, fit.answer) for fit in step.refused),
    ]
    best: dict[str, Answer] = {}
    for member, answer in answers:
        best[member] = max(best.get(member, "no"), answer, key=ORDER.index)
    numbers = Counter(member for member, answer in answers if answer == best[member])
    for reached, label in (("fits", "can"), ("borderline", "borderline")):
        able = [f"{m} ({numbers[m]})" for m in best if best[m] == reached]
        if able:
            yield _said(label, ", ".join(able))
    unsure = [o for o in step.options if best[o.member] == "borderline"]
    yield from _lines(_nearest((o.member, o.machine, o.reasons) for o in unsure))
    refused = [f for f in step.refused if best[f.member] == "no"]
    lacks = _nearest((f.member, f.machine, f.reasons) for f in refused)
    yield from _lines(lacks, "cannot")


def _nearest(
    found: Iterable[tuple[str, str, tuple[Reason, ...]]],
) -> Iterator[str]:
    """For each member its machine with the fewest reasons against it, and them."""
    nearest: dict[str, tuple[str, tuple[Reason, ...]]] = {}
    for member, machine, reasons in found:
        if member not in nearest or len(reasons) < len(nearest[member][1]):
            nearest[member] = machine, reasons
    for machine, reasons in nearest.values():
        yield f"{machine} {'; '.join(reason.sentence for reason in reasons)}"


def _processes(quotation: Quotation) -> Iterator[str]:
    yield "Processes"
    for verdict in quotation.verdicts:
        price = f", {range_text(verdict.estimate.unit)}" if verdict.estimate else ""
        yield _said(verdict.answer, f"{PROCESSES[verdict.process]}{price}")
        yield from _lines(reason.sentence for reason in verdict.reasons)


def _open_questions(quotation: Quotation) -> Iterator[str]:
    if quotation.missing:
        yield "Would sharpen the answer"
    for each in quotation.missing:
        yield f"  {each.sentence}"


# --- words and lines ------------------------------------------------------


def _way(route: Route) -> str:
    ways = (PROCESSES.get(branch, branch) for branch in route.branches)
    return ", ".join(ways) or " > ".join(route.steps)


def _named(quotation: Quotation, member: str) -> str:
    return f"{member} {quotation.names.get(member, '')}".rstrip()


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _lines(sentences: Iterable[str], label: str = "") -> Iterator[str]:
    """Several texts below each other, the first beside a label."""
    for sentence in sentences:
        yield _said(label, sentence)
        label = ""


def _said(label: str, text: str) -> str:
    """A label and running text beside it; no number is broken."""
    return fill(
        THOUSANDS.sub(NO_BREAK, text),
        LINE,
        initial_indent=f"    {label}".ljust(INSET),
        subsequent_indent=" " * INSET,
        break_on_hyphens=False,
    ).replace(NO_BREAK, " ")
