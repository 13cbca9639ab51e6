"""What every estimate has in common: on whose figures it rests, what it says."""

from grandis.processes.figures import Figure, FromEntry, Record, entered
from grandis.processes.formulas import costs
from grandis.processes.machines import Factor, Machine, MemberFacts, own
from grandis.processes.materials import resin_price
from grandis.processes.needs import cavity_count
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cost


class Basis(Record, frozen=True):
    """On whose figures an estimate rests: the whole cluster's, or a machine's.

    A member's own rate and its learned factors are used only with its
    consent; otherwise the cluster-wide figures stand in.
    """

    machine: Machine | None = None
    member: MemberFacts | None = None

    def limit(self, name: str, unit: str) -> Figure | None:
        """A limit that the machine entered."""
        value = getattr(self.machine.limits, name) if self.machine else None
        if self.machine is None or value is None:
            return None
        return own(self.machine, value, unit, name)

    def rate(self, cluster_wide: Figure) -> Figure:
        """The hourly rate without operator."""
        machine = self.machine
        if machine is None or machine.rate is None or not machine.rate_consent:
            return cluster_wide
        return own(machine, machine.rate, "EUR/h", "rate")

    def factor(self, process: str, kind: str) -> Figure:
        """The member's learned factor on times or costs; 1 before it learned."""
        if self.member is not None and self.member.factor_consent:
            for learned in self.member.factors:
                if (learned.process, learned.kind) == (process, kind):
                    return _learned(self.member, learned)
        return assumption("calibration.none")


CLUSTER = Basis()


class Estimate(Record, frozen=True):
    """What making a lot by a process takes and costs, as ranges.

    `cycle` is in s for `cavities` pieces, `hours` on the machine for the whole
    lot, money in EUR: `piece` without set-up and tools, `lot` with set-up,
    `tool` one tool and `tools` all that wear out over the years, `unit` a piece
    with everything. `tool_weeks` is how long a tool takes. `tier` names the
    price tier that the quantity falls into, `before` the estimate of the
    preform that is blown, `trim` the hours of trimming.
    """

    process: str
    quantity: int
    cavities: int
    cycle: Figure
    hours: Figure
    piece: Figure
    lot: Figure
    unit: Figure
    tool: Figure | None = None
    tools: Figure | None = None
    tool_weeks: Figure | None = None
    tool_sets: int = 0
    tier: str = ""
    before: "Estimate | None" = None
    trim: Figure | None = None


class Tooling(Record, frozen=True):
    """One tool: its price in EUR, the cycles it lasts, the weeks it takes."""

    price: Figure
    life: Figure
    weeks: Figure


def quantity_of(quantity: int) -> Figure:
    """The pieces of a lot as a figure."""
    return entered(quantity, "-", "customer", "quantity")


def resin(part: Part) -> Figure:
    """Price of the resin in EUR/kg with the spread of what members pay."""
    return costs.price_of_cost.of(
        cost=resin_price(part.material),
        markup=assumption("material.price_spread"),
        factor=assumption("calibration.none"),
    )


def processing(
    rate: Figure, operators: Figure, cycle: Figure, cavities: Figure
) -> Figure:
    """Machine and labour of one piece in EUR."""
    return costs.processing_cost.of(
        rate=rate,
        wage=cost("labour.hourly-labour-cost.lithuania-all-sectors"),
        operators=operators,
        cycle=cycle,
        cavities=cavities,
    )


def price(cost_of_piece: Figure, basis: Basis, process: str) -> Figure:
    """Price of a piece from its cost."""
    return costs.price_of_cost.of(
        cost=cost_of_piece,
        markup=assumption("price.markup"),
        factor=basis.factor(process, "cost"),
    )


def calibrated(time: Figure, basis: Basis, process: str) -> Figure:
    """A time with the member's learned factor."""
    return costs.calibrated_time.of(time=time, factor=basis.factor(process, "time"))


def estimate(
    part: Part,
    process: str,
    quantity: int,
    *,
    cycle: Figure,
    hours: Figure,
    piece: Figure,
    cavities: int = 1,
    setup: Figure | None = None,
    tooling: Tooling | None = None,
    more_tools: Figure | None = None,
    tier: str = "",
    before: Estimate | None = None,
    trim: Figure | None = None,
) -> Estimate:
    """Put an estimate together: clean room, lot, tools, and the full unit price."""
    if part.clean_room is not None:
        saved = cost("cleanroom.iso8-cost-effect")
        piece = costs.clean_room_price.of(price=piece, saved=saved)
    pieces = quantity_of(quantity)
    set_up = {"setup": setup} if setup else {}
    lot = costs.lot_price.of(quantity=pieces, unit_price=piece, **set_up)
    lifetime = entered(part.lifetime_volume, "-", "customer", "yearly_volume, years")
    tools, sets = None, 0
    if tooling is not None:
        made = cavity_count(cavities)
        tools = costs.tool_sets.of(
            tool=tooling.price, lifetime=lifetime, life=tooling.life, cavities=made
        )
        sets = -(-part.lifetime_volume // int(tooling.life.expected * cavities))
    if tools is not None and more_tools is not None:
        tools = costs.total.of(tools=tools, before=more_tools)
    share = {"tools": tools, "lifetime": lifetime} if tools else {}
    return Estimate(
        process,
        quantity,
        cavities,
        cycle,
        hours,
        piece,
        lot,
        costs.full_unit_price.of(lot=lot, quantity=pieces, **share),
        tooling.price if tooling else None,
        tools,
        tooling.weeks if tooling else None,
        sets,
        tier,
        before,
        trim,
    )


def lot_hours(
    quantity: int, cycle: Figure, cavities: Figure, good: Figure, start: Figure
) -> Figure:
    """Machine hours of a lot."""
    return costs.lot_hours.of(
        quantity=quantity_of(quantity),
        cycle=cycle,
        cavities=cavities,
        good=good,
        start=start,
    )


def set_up_cost(hours: Figure, rate: Figure) -> Figure:
    """Cost in EUR of setting up a lot."""
    wage = cost("labour.hourly-labour-cost.lithuania-all-sectors")
    return costs.hours_cost.of(hours=hours, rate=costs.total.of(rate=rate, wage=wage))


def _learned(member: MemberFacts, learned: Factor) -> Figure:
    field = f"{learned.process}: {learned.kind} factor from {learned.count} confirmed"
    source = FromEntry(member.id, field)
    return Figure(learned.low, learned.expected, learned.high, "-", source)
