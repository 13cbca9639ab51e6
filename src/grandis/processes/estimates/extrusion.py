"""Extrusion: line output, die, cost of a piece cut off."""

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
    resin,
    set_up_cost,
)
from grandis.processes.estimates.tooling import die
from grandis.processes.figures import Figure
from grandis.processes.formulas import costs, extrusion
from grandis.processes.part import Part
from grandis.processes.tables import assumption, parameter

PROCESS = "extrusion"
#: Screws in mm for which the drag flow at 60 rpm is tabulated.
SCREWS = (30, 45, 60, 75, 90, 120, 150)


def extrude(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate a lot made by extrusion.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    mass = derive.mass(part)
    output = basis.limit("output", "kg/h") or usual_output(part, mass)
    one = assumption("calibration.none")
    cycle = extrusion.piece_time.of(mass=mass, output=output)
    cycle = calibrated(cycle, basis, PROCESS)
    good = assumption("extrusion.good")
    rate = basis.rate(assumption("extrusion.rate"))
    start = assumption("extrusion.setup")
    piece_cost = costs.part_cost.of(
        material=costs.material_cost.of(mass=mass, price=resin(part)),
        processing=processing(rate, assumption("extrusion.operators"), cycle, one),
        good=good,
    )
    return estimate(
        part,
        PROCESS,
        quantity,
        cycle=cycle,
        hours=lot_hours(quantity, cycle, one, good, start),
        piece=price(piece_cost, basis, PROCESS),
        setup=set_up_cost(start, rate),
        tooling=die(part),
    )


def usual_output(part: Part, mass: Figure) -> Figure:
    """Output in kg/h of the smallest usual line that makes the yearly volume."""
    need = extrusion.yearly_output.of(
        pieces=derive.asked(part, "yearly_volume", "-"),
        mass=mass,
        hours=assumption("time.yearly_hours"),
    )
    for screw in SCREWS:
        drag = parameter("processes", f"extrusion.drag-flow-output.{screw}-mm")
        output = extrusion.line_output.of(
            drag=drag, factor=assumption("extrusion.output_factor")
        )
        if output.expected >= need.expected:
            break
    return output
