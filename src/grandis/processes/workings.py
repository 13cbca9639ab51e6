"""Hours and price of each kind of step, as functions of whose figures to use."""

from typing import Literal

import msgspec

from grandis.processes.candidates import Priced, Pricing
from grandis.processes.derive import asked, sheet_gauge
from grandis.processes.estimates import Basis, estimate
from grandis.processes.estimates import tooling as tools
from grandis.processes.estimates.blow import blow_preform, preform_of
from grandis.processes.estimates.common import Tooling, quantity_of
from grandis.processes.estimates.injection import best_cavities, fits_the_ladder, mould
from grandis.processes.estimates.thermoforming import form, is_heavy, pieces_at_a_time
from grandis.processes.estimates.thermoforming import trimming as trim_seconds
from grandis.processes.estimates.tooling import Metal
from grandis.processes.figures import Figure, entered
from grandis.processes.formulas import costs
from grandis.processes.limits import findings
from grandis.processes.names import PROTOTYPING
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cost


def moulding(part: Part, quantity: int, cavities: int, metal: Metal) -> Pricing:
    """A lot on a press, with a mould that the branch has chosen."""

    def price(basis: Basis) -> Priced:
        made = mould(part, quantity, cavities, basis, metal)
        return made.hours, made.lot, made

    return price


def stretch_blowing(part: Part, quantity: int) -> Pricing:
    """A lot blown from preforms that another step makes."""

    def price(basis: Basis) -> Priced:
        made = blow_preform(part, quantity, basis, moulded=False)
        return made.hours, made.lot, made

    return price


def thermoforming(part: Part, quantity: int) -> Pricing:
    """A lot formed; heavy gauge is trimmed in another step."""

    def price(basis: Basis) -> Priced:
        made = form(part, quantity, basis, trimmed=False)
        return made.hours, made.lot, made

    return price


def plain(part: Part, process: str, quantity: int) -> Pricing:
    """A lot by a process of one step."""

    def price(basis: Basis) -> Priced:
        made = estimate(part, process, quantity, basis)
        return made.hours, made.lot, made

    return price


def trimming(part: Part, quantity: int) -> Pricing | None:
    """Trimming of a heavy-gauge lot; None when the gauge is thin."""
    if not is_heavy(sheet_gauge(part)):
        return None
    one = assumption("calibration.none")
    hours = costs.lot_hours.of(
        quantity=quantity_of(quantity), cycle=trim_seconds(part), cavities=one, good=one
    )
    return _by_the_hour(hours, "thermoforming.trim_rate", operator=True)


def preform(part: Part) -> tuple[Part, int]:
    """The preform of a bottle and the cavities of its mould."""
    made = preform_of(part)
    return made, best_cavities(made, fits_the_ladder(made))


def mould_tool(part: Part, cavities: int, metal: Metal) -> Pricing:
    """Making an injection mould, with its design and its sampling."""
    tool = tools.mould_for(part, cavities, metal)
    textured = part.surface == "textured"
    return _tool(
        tool,
        design=cost("lead_time.weeks.mould-design"),
        sampling=cost("lead_time.weeks.sampling-t1-review"),
        **({"texture": assumption("tools.texture_weeks")} if textured else {}),
    )


def blow_tool(part: Part, kind: Literal["blow", "stretch"]) -> Pricing:
    """Making a blow mould."""
    cavities = int(assumption("stretch.cavities").expected) if kind == "stretch" else 1
    return _tool(tools.blow_mould(part, kind, cavities))


def die(part: Part) -> Pricing:
    """Making an extrusion die."""
    return _tool(tools.die(part))


def forming(part: Part) -> Pricing:
    """Making a forming tool."""
    gauge = sheet_gauge(part)
    pieces = 1 if is_heavy(gauge) else pieces_at_a_time(part, gauge, Basis())
    return _tool(tools.forming_tool(part, pieces))


def design(part: Part) -> Pricing:
    """A review of a finished design, or designing a part from an idea."""
    hours = cost("design.dfm-review.engineering")
    if part.design == "idea":
        hours = _hours(cost("lead_time.weeks.part-design"))
    return _by_the_hour(hours, "design.rate")


def prototypes(part: Part) -> dict[str, Pricing]:
    """One round of prototypes by every process that can make a few pieces."""
    pieces = int(assumption("route.prototypes").expected)
    few = msgspec.structs.replace(
        part, yearly_volume=pieces, lot_size=None, years=1, certificates=()
    )
    possible = [
        process
        for process in PROTOTYPING
        if all(found.level != "no" for found in findings(few, process))
    ]
    return {process: plain(few, process, pieces) for process in possible}


def handwork(part: Part, quantity: int) -> Pricing:
    """One kind of secondary work on a lot."""
    minutes = assumption("assembly.minutes")
    if part.secondary_minutes is not None:
        minutes = asked(part, "secondary_minutes", "min")
    return _piecework(quantity, minutes)


def packing(part: Part, quantity: int) -> Pricing:
    """Packing of a lot."""
    minutes = costs.packing_minutes.of(
        piece=assumption("packing.minutes"),
        box=assumption("packing.box"),
        envelope=entered(part.envelope, "cm3", "customer", "length, width, height"),
        content=assumption("packing.content"),
    )
    return _piecework(quantity, minutes)


def _piecework(quantity: int, minutes: Figure) -> Pricing:
    pieces = quantity_of(quantity)
    hours = costs.piecework_hours.of(quantity=pieces, minutes=minutes)
    return _by_the_hour(hours, "assembly.rate")


def _by_the_hour(hours: Figure, rate: str, *, operator: bool = False) -> Pricing:
    """Hours at the member's rate, or at the cluster-wide one.

    A cluster-wide rate of hand-work holds its operator; a machine's does not.
    """

    def price(basis: Basis) -> Priced:
        paid = basis.rate(assumption(rate))
        if operator:
            wage = cost("labour.hourly-labour-cost.lithuania-all-sectors")
            paid = costs.total.of(rate=paid, wage=wage)
        return hours, costs.hours_cost.of(hours=hours, rate=paid), None

    return price


def _tool(tool: Tooling, **more: Figure) -> Pricing:
    """Making a tool takes its weeks, with design and sampling, at its price."""
    weeks = costs.total.of(making=tool.weeks, **more) if more else tool.weeks
    hours = _hours(weeks)

    def price(basis: Basis) -> Priced:
        return hours, tool.price, None

    return price


def _hours(weeks: Figure) -> Figure:
    return costs.working_hours.of(weeks=weeks, hours=assumption("time.week_hours"))
