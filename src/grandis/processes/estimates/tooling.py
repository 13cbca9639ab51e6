"""What the tools of each process cost and how long they take."""

from typing import Literal

from grandis.processes import derive
from grandis.processes.estimates.common import Tooling
from grandis.processes.figures import Figure, entered
from grandis.processes.formulas import costs, tools
from grandis.processes.needs import cavity_count, clamp, mould
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cell, cost, parameter

Metal = Literal["steel", "aluminium"]

#: Factors of Kazmer that a mould with a cold runner needs.
SYSTEMS = ("cooling", "ejection", "structural", "misc")
#: From here on a mould counts as complex: cavities, longest side in mm.
COMPLEX_CAVITIES = 4
COMPLEX_SIDE = 300.0


def steel_mould(part: Part, cavities: int) -> Figure:
    """Price in EUR of a steel mould, as toolmakers quote it."""
    return tools.mould_with_cavities.of(
        single=single_mould(part),
        cavities=cavity_count(cavities),
        exponent=assumption("tools.cavity_exponent"),
        dispersion=quote_dispersion(),
    )


def single_mould(part: Part) -> Figure:
    """Price in EUR of a steel mould with one cavity: cavity, base, customisation."""
    block = mould(part, 1, clamp(part, 1))
    base = tools.mould_base.of(
        fixed=cost("mould.base-fixed.p20-base"),
        per_kg=cost("mould.base-per-kg.p20-base"),
        mass=tools.mould_mass.of(**block),
    )
    cavity = tools.cavity_cost.of(
        fixed=assumption("tools.cavity_fixed"),
        per_area=assumption("tools.cavity_area"),
        area=derive.projected_area(part),
    )
    rest = tools.customisation.of(
        cavity=cavity,
        base=base,
        by_cavity=_systems("customisation-x-cavity-cost"),
        by_base=_systems("customisation-x-base-cost"),
    )
    amount = tools.mould_total.of(cavities=cavity, base=base, customisation=rest)
    return costs.in_euro.of(amount=amount, rate=assumption("currency.usd"))


def quote_dispersion() -> Figure:
    """One toolmaker's quote over the middle one: a factor of three from end to end."""
    row = cost("mould.quote-dispersion.same-mould-several-toolmakers")
    half = row.expected**0.5
    return Figure(1 / half, 1.0, half, "-", row.source)


def mould_for(part: Part, cavities: int, metal: Metal) -> Tooling:
    """The injection mould of a part, or the one that exists already."""
    if part.tool is not None:
        return existing(part)
    steel = steel_mould(part, cavities)
    if metal == "aluminium":
        band = cost("mould.price-band.simple-1-cavity-prototype")
        euro = costs.in_euro.of(amount=band, rate=assumption("currency.usd"))
        price = tools.tool_from_mould.of(
            mould=steel, part=assumption("tools.aluminium_part"), least=euro
        )
        weeks = cost("lead_time.weeks.rapid-aluminium-mould-t1")
        return Tooling(price, assumption("tools.aluminium_life"), weeks)
    large = max(part.length, part.width, part.height) > COMPLEX_SIDE
    kind = "complex" if large or cavities >= COMPLEX_CAVITIES else "simple"
    life = cell("processes", "injection_moulding.mould-life.spi-class-101", "low")
    return Tooling(steel, life, cost(f"lead_time.weeks.{kind}-production-mould"))


def blow_mould(part: Part, kind: Literal["blow", "stretch"], cavities: int) -> Tooling:
    """A mould for blowing: a part of an injection mould, for none was found."""
    price = tools.tool_from_mould.of(
        mould=steel_mould(part, cavities),
        part=assumption(f"{kind}.mould_part"),
        least=assumption("blow.mould_least"),
    )
    if part.tool is not None:
        return existing(part)
    return Tooling(price, assumption("tools.blow_life"), assumption("blow.mould_weeks"))


def die(part: Part) -> Tooling:
    """An extrusion die."""
    if part.tool is not None:
        return existing(part)
    price = costs.in_euro.of(
        amount=parameter("processes", "extrusion.die-cost.simple-profile"),
        rate=assumption("currency.usd"),
    )
    weeks = assumption("extrusion.die_weeks")
    return Tooling(price, assumption("tools.die_life"), weeks)


def forming_tool(part: Part, pieces: int) -> Tooling:
    """A forming tool for so many pieces at a time."""
    if part.tool is not None:
        return existing(part)
    least = cell("cost_parameters", "thermoforming.tool-price", "low", "USD")
    price = tools.tool_from_mould.of(
        mould=steel_mould(part, pieces),
        part=assumption("thermoforming.tool_part"),
        least=costs.in_euro.of(amount=least, rate=assumption("currency.usd")),
    )
    weeks = cost("lead_time.weeks.thermoforming-tool")
    return Tooling(price, assumption("tools.forming_life"), weeks)


def existing(part: Part) -> Tooling:
    """The tool that the customer has: it costs nothing and is there."""
    none = entered(0.0, "EUR", "customer", f"tool {part.tool}")
    life = assumption("tools.forming_life")
    return Tooling(none, life, entered(0.0, "weeks", "customer", f"tool {part.tool}"))


def _systems(factor: str) -> Figure:
    """The sum of Kazmer's factors over the systems of a mould."""
    rows = {name: cost(f"mould.{factor}.{name}") for name in SYSTEMS}
    return costs.total.of(**rows)
