"""Thermoforming: sheet, cycle, pieces at a time, trimming."""

from grandis.processes import derive
from grandis.processes.estimates.common import (
    CLUSTER,
    Basis,
    Estimate,
    calibrated,
    estimate,
    lot_hours,
    price,
    processing,
    quantity_of,
    resin,
    set_up_cost,
)
from grandis.processes.estimates.tooling import forming_tool
from grandis.processes.figures import Figure
from grandis.processes.formulas import costs
from grandis.processes.formulas import thermoforming as forming
from grandis.processes.needs import cavity_count
from grandis.processes.part import Part
from grandis.processes.tables import assumption

PROCESS = "thermoforming"


def form(
    part: Part, quantity: int, basis: Basis = CLUSTER, *, trimmed: bool = True
) -> Estimate:
    """Estimate a lot made by thermoforming; heavy gauge is trimmed on a router.

    Without `trimmed` the price leaves the trimming to a step of its own.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    gauge = derive.sheet_gauge(part)
    heavy = is_heavy(gauge)
    pieces = 1 if heavy else pieces_at_a_time(part, gauge, basis)
    made = cavity_count(pieces)
    cycle = forming.forming_cycle.of(
        gauge=gauge,
        shortest=assumption("thermoforming.shortest"),
        longest=assumption("thermoforming.longest"),
        thick=assumption("thermoforming.thick"),
    )
    cycle = calibrated(cycle, basis, PROCESS)
    kind = "heavy" if heavy else "thin"
    rate = basis.rate(assumption(f"thermoforming.rate_{kind}"))
    work = processing(rate, assumption("thermoforming.operators"), cycle, made)
    trim = trimming(part) if heavy else None
    if trim is not None and trimmed:
        work = costs.total.of(forming=work, trimming=trimming_cost(trim))
    good, start = assumption("thermoforming.good"), assumption("thermoforming.setup")
    piece_cost = costs.part_cost.of(
        material=sheet_cost(part, gauge), processing=work, good=good
    )
    return estimate(
        part,
        PROCESS,
        quantity,
        cycle=cycle,
        hours=lot_hours(quantity, cycle, made, good, start),
        piece=price(piece_cost, basis, PROCESS),
        cavities=pieces,
        setup=set_up_cost(start, rate),
        tooling=forming_tool(part, pieces),
        tier=kind,
        trim=None if trim is None else _trim_hours(quantity, trim),
    )


def is_heavy(gauge: Figure) -> bool:
    """Whether a sheet is formed piece by piece and not in line."""
    return gauge.expected > assumption("thermoforming.thin_gauge").high


def pieces_at_a_time(part: Part, gauge: Figure, basis: Basis) -> int:
    """How many pieces the forming area of an in-line machine holds."""
    length = basis.limit("forming_long", "mm") or assumption(
        "thermoforming.thin_length"
    )
    width = basis.limit("forming_short", "mm") or assumption("thermoforming.thin_width")
    trim = 2 * (assumption("thermoforming.trim").expected + gauge.expected)
    long, short = part.length + trim, part.width + trim
    return max(
        1,
        int(length.expected // long) * int(width.expected // short),
        int(length.expected // short) * int(width.expected // long),
    )


def sheet_cost(part: Part, gauge: Figure) -> Figure:
    """Sheet of one piece in EUR."""
    mass = forming.sheet_mass.of(
        length=derive.asked(part, "length", "mm"),
        width=derive.asked(part, "width", "mm"),
        gauge=gauge,
        trim=assumption("thermoforming.trim"),
        density=derive.density_of(part),
        edge=assumption("thermoforming.edge"),
    )
    form_bought = assumption("material.sheet")
    return costs.material_cost.of(mass=mass, price=resin(part), form=form_bought)


def trimming(part: Part) -> Figure:
    """Seconds of trimming a piece."""
    return forming.trim_time.of(
        length=derive.asked(part, "length", "mm"),
        width=derive.asked(part, "width", "mm"),
        handling=assumption("thermoforming.handling"),
        feed=assumption("thermoforming.feed"),
    )


def trimming_cost(seconds: Figure) -> Figure:
    """Trimming of one piece in EUR."""
    one = assumption("calibration.none")
    return processing(assumption("thermoforming.trim_rate"), one, seconds, one)


def _trim_hours(quantity: int, seconds: Figure) -> Figure:
    one = assumption("calibration.none")
    return costs.lot_hours.of(
        quantity=quantity_of(quantity), cycle=seconds, cavities=one, good=one
    )
