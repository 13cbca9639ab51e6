"""Blow moulding, from a parison and from a preform."""

import msgspec

from grandis.processes import derive
from grandis.processes.errors import PartError, ValidityError
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
from grandis.processes.estimates.injection import (
    best_cavities,
    cooling_time,
    fits_the_ladder,
    mould,
)
from grandis.processes.estimates.tooling import blow_mould
from grandis.processes.figures import Figure
from grandis.processes.formulas import blow, cooling, costs
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cost, parameter

EXTRUSION_BLOW = "extrusion_blow_moulding"
STRETCH_BLOW = "stretch_blow_moulding"
#: Bottles over this volume in litres blow at the rate read for 2 to 6 l.
LARGE_BOTTLE = 2.0


def blow_parison(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate a lot made by extrusion blow moulding.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    heads = basis.limit("cavities", "-") or assumption("calibration.none")
    cycle = calibrated(parison_cycle(part, basis), basis, EXTRUSION_BLOW)
    good, start = assumption("blow.good"), assumption("blow.setup")
    rate = basis.rate(assumption("blow.rate"))
    piece_cost = costs.part_cost.of(
        material=costs.material_cost.of(
            mass=derive.mass(part), price=resin(part), runner=assumption("blow.flash")
        ),
        processing=processing(rate, assumption("blow.operators"), cycle, heads),
        good=good,
    )
    count = int(heads.expected)
    return estimate(
        part,
        EXTRUSION_BLOW,
        quantity,
        cycle=cycle,
        hours=lot_hours(quantity, cycle, heads, good, start),
        piece=price(piece_cost, basis, EXTRUSION_BLOW),
        cavities=count,
        setup=set_up_cost(start, rate),
        tooling=blow_mould(part, "blow", count),
    )


def parison_cycle(part: Part, basis: Basis) -> Figure:
    """Cycle in s; a blown wall cools from one face."""
    nominal = msgspec.structs.replace(part, thickest_wall=None)
    one_sided = cooling.cooling_one_sided.of(
        cooling=cooling_time(nominal),
        factor=parameter(
            "processes", "extrusion_blow_moulding.one-sided-cooling-factor.mono-wall"
        ),
    )
    return blow.blow_cycle.of(
        cooling=one_sided,
        eject=cost("injection.eject-factor.ejection-reset"),
        dry_cycle=basis.limit("dry_cycle", "s") or assumption("blow.dry_cycle"),
    )


def blow_preform(
    part: Part, quantity: int, basis: Basis = CLUSTER, *, moulded: bool = True
) -> Estimate:
    """Estimate a lot stretch-blown from preforms that are moulded before.

    Without `moulded` the price leaves the preforms to a step of its own.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    preform = preform_of(part)
    cavities = best_cavities(preform, fits_the_ladder(preform))
    # The clean room is paid for once, in the price of the bottle.
    outside = msgspec.structs.replace(preform, clean_room=None)
    before = mould(outside, quantity, cavities)
    blown = basis.limit("cavities", "-") or assumption("stretch.cavities")
    cycle = calibrated(
        blow.cycle_of_output.of(output=_output(part)), basis, STRETCH_BLOW
    )
    good, start = assumption("stretch.good"), assumption("stretch.setup")
    rate = basis.rate(assumption("stretch.rate"))
    own = costs.part_cost.of(
        processing=processing(rate, assumption("stretch.operators"), cycle, blown),
        good=good,
        **({"material": before.piece} if moulded else {}),
    )
    count = int(blown.expected)
    return estimate(
        part,
        STRETCH_BLOW,
        quantity,
        cycle=cycle,
        hours=lot_hours(quantity, cycle, blown, good, start),
        piece=price(own, basis, STRETCH_BLOW),
        cavities=count,
        setup=set_up_cost(start, rate),
        tooling=blow_mould(part, "stretch", count),
        more_tools=before.tools,
        before=before,
    )


def preform_of(part: Part) -> Part:
    """The preform that a bottle is blown from, as a part of its own.

    Raises
    ------
    ValidityError
        When the bottle is too small or too heavy for a usual preform.
    """
    length = assumption("stretch.preform_length").expected * part.height
    wall = assumption("stretch.preform_wall").expected
    volume = derive.volume(part).expected * 1000
    width = max(
        assumption("stretch.preform_width").expected, (2.5 * volume / length) ** 0.5
    )
    try:
        return _replaced(part, width, length, wall)
    except PartError as error:
        raise ValidityError(f"no usual preform makes it ({error})") from None


def _replaced(part: Part, width: float, length: float, wall: float) -> Part:
    return msgspec.structs.replace(
        part,
        name=f"preform of {part.name}",
        shape="open",
        length=width,
        width=width,
        height=length,
        wall=wall,
        thickest_wall=None,
        projected_area=None,
        container=None,
        tolerance=None,
        secondary=(),
        prototype=False,
        design="ready",
    )


def _output(part: Part) -> Figure:
    """Bottles an hour from one cavity."""
    large = part.container is not None and part.container > LARGE_BOTTLE
    name = "output-example" if large else "output-per-cavity"
    return parameter("processes", f"stretch_blow_moulding.{name}")
