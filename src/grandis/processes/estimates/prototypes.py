"""Printed, cast and milled pieces."""

from grandis.processes import derive
from grandis.processes.estimates.common import (
    CLUSTER,
    Basis,
    Estimate,
    calibrated,
    estimate,
    quantity_of,
    resin,
)
from grandis.processes.figures import Figure
from grandis.processes.formulas import costs, geometry, prototypes
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cost


def print_filament(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate pieces printed by FDM."""
    return _by_the_hour(
        part,
        "fdm",
        quantity,
        basis,
        cost("prototype.fdm-machine"),
        cost("prototype.fdm-material"),
    )


def print_resin(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate pieces printed by SLA."""
    rate, material = assumption("sla.rate"), assumption("sla.material")
    return _by_the_hour(part, "sla", quantity, basis, rate, material)


def print_powder(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate pieces printed by SLS or MJF."""
    volume = derive.wrapped_volume(part)
    discounted = quantity >= assumption("sls_mjf.discount_from").expected
    discount = {"discount": assumption("sls_mjf.discount")} if discounted else {}
    paid = prototypes.powder_bed_price.of(
        volume=volume,
        price=cost("prototype.powder-bed-price.mjf-pa12-on-shrink-wrap-volume"),
        setup=cost("prototype.powder-bed-setup.per-order"),
        quantity=quantity_of(quantity),
        **discount,
    )
    tier = "discount" if discounted else "list"
    hours = _hours(volume, "sls_mjf")
    return _priced(part, "sls_mjf", quantity, basis, hours, paid, tier)


def cast(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate pieces cast in silicone moulds."""
    life = cost("prototype.vacuum-cast-life")
    paid = prototypes.vacuum_casting_price.of(
        quantity=quantity_of(quantity),
        life=life,
        mould=cost("prototype.vacuum-cast-mould"),
        piece=cost("prototype.vacuum-cast-part"),
    )
    moulds = -(-quantity // int(life.expected))
    hours = assumption("vacuum_casting.hours")
    tier = f"{moulds} silicone moulds"
    return _priced(part, "vacuum_casting", quantity, basis, hours, paid, tier)


def mill(part: Part, quantity: int, basis: Basis = CLUSTER) -> Estimate:
    """Estimate pieces milled from a block.

    Raises
    ------
    ValidityError
        When no density was read for the material.
    """
    filled = assumption("calibration.none")
    block = geometry.shrink_wrap_volume.of(**derive.sides(part), filling=filled)
    density = derive.density_of(part)
    hours = prototypes.milling_hours.of(
        envelope=block,
        volume=derive.volume(part),
        handling=assumption("cnc_machining.handling"),
        removal=assumption("cnc_machining.removal"),
    )
    rate = basis.rate(assumption("cnc_machining.rate"))
    material = costs.material_cost.of(
        mass=geometry.mass_of_volume.of(volume=block, density=density),
        price=resin(part),
        form=assumption("material.stock"),
    )
    work = costs.hours_cost.of(hours=hours, rate=rate)
    paid = costs.part_cost.of(material=material, processing=work)
    setup = costs.hours_cost.of(hours=assumption("cnc_machining.setup"), rate=rate)
    return _priced(part, "cnc_machining", quantity, basis, hours, paid, setup=setup)


def _by_the_hour(
    part: Part,
    process: str,
    quantity: int,
    basis: Basis,
    rate: Figure,
    material: Figure,
) -> Estimate:
    hours = _hours(derive.volume(part), process)
    paid = prototypes.printed_price.of(
        hours=hours, rate=basis.rate(rate), mass=derive.mass(part), price=material
    )
    return _priced(part, process, quantity, basis, hours, paid)


def _hours(volume: Figure, process: str) -> Figure:
    rate = assumption(f"{process}.build_rate")
    return prototypes.build_hours.of(volume=volume, rate=rate)


def _priced(
    part: Part,
    process: str,
    quantity: int,
    basis: Basis,
    hours: Figure,
    paid: Figure,
    tier: str = "",
    setup: Figure | None = None,
) -> Estimate:
    """Put an estimate together from the hours and the price of one piece."""
    each = calibrated(hours, basis, process)
    piece = costs.price_of_cost.of(
        cost=paid,
        markup=assumption("prototype.spread"),
        factor=basis.factor(process, "cost"),
    )
    return estimate(
        part,
        process,
        quantity,
        cycle=costs.in_seconds.of(hours=each),
        hours=costs.hours_of_pieces.of(quantity=quantity_of(quantity), hours=each),
        piece=piece,
        setup=setup,
        tier=tier,
    )
