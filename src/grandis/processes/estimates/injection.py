"""Injection moulding: press, cycle, cavities, cost."""

from collections.abc import Callable, Iterable

from grandis.processes import derive
from grandis.processes.errors import ValidityError
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
)
from grandis.processes.estimates.tooling import Metal, mould_for
from grandis.processes.figures import Figure
from grandis.processes.formulas import cooling, costs, injection
from grandis.processes.materials import diffusivity, temperatures
from grandis.processes.needs import cavity_count, clamp, shot
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cell, cost, table

PROCESS = "injection_moulding"
CAVITIES = (1, 2, 4, 8, 16, 32, 64, 128)
#: Clamp forces in kN between which dry cycles were read, by tonnage band.
DRY_CYCLES = (
    (500.0, 1000.0, "50-99-t"),
    (1000.0, 2000.0, "100-199-t"),
    (2000.0, 3000.0, "200-299-t"),
    (3000.0, 4000.0, "300-399-t"),
)


def mould(
    part: Part,
    quantity: int,
    cavities: int = 1,
    basis: Basis = CLUSTER,
    metal: Metal = "steel",
) -> Estimate:
    """Estimate a lot made by injection moulding.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    force = press_force(part, cavities, basis)
    cycle = calibrated(moulding_cycle(part, cavities, force, basis), basis, PROCESS)
    made = cavity_count(cavities)
    rate = basis.rate(press_rate(force))
    good = cost("injection.yield")
    piece_cost = costs.part_cost.of(
        material=costs.material_cost.of(
            mass=derive.mass(part),
            price=resin(part),
            runner=assumption("injection.runner"),
        ),
        processing=processing(
            rate, cost("labour.operators-per-machine.injection"), cycle, made
        ),
        good=good,
    )
    return estimate(
        part,
        PROCESS,
        quantity,
        cycle=cycle,
        hours=lot_hours(quantity, cycle, made, good, start_up()),
        piece=price(piece_cost, basis, PROCESS),
        cavities=cavities,
        setup=costs.in_euro.of(
            amount=cost("injection.setup-cost.per-order"),
            rate=assumption("currency.twd"),
        ),
        tooling=mould_for(part, cavities, metal),
    )


def best_cavities(
    part: Part, fits: Callable[[int], bool], metal: Metal = "steel"
) -> int:
    """The number of cavities with the least total cost over all years.

    Parameters
    ----------
    fits
        Whether some press takes a mould with so many cavities.
    """
    if metal == "aluminium" or part.tool is not None:
        return 1
    possible = [n for n in CAVITIES if fits(n)] or [1]
    return min(possible, key=lambda n: _lifetime_cost(part, n))


def fits_the_ladder(part: Part) -> Callable[[int], bool]:
    """Whether a mould fits the largest press that was read."""
    most = max(_ladder())

    def fits(cavities: int) -> bool:
        return clamp(part, cavities).expected <= most

    return fits


def cooling_time(part: Part) -> Figure:
    """Cooling in s, from both faces, until the centre line may be ejected."""
    known = temperatures(part.material)
    alpha = diffusivity(part.material)
    if known is None or alpha is None:
        raise ValidityError(
            f"no diffusivity or processing temperatures of {part.material} were read:"
            " enter a cycle of your own"
        )
    wall = derive.thickest_wall(part)
    ideal = cooling.cooling_centre_line.of(wall=wall, diffusivity=alpha, **known)
    buffer = cost("injection.cooling-buffer.on-4-pi-formula")
    return cooling.cooling_with_buffer.of(cooling=ideal, buffer=buffer)


def moulding_cycle(part: Part, cavities: int, force: Figure, basis: Basis) -> Figure:
    """Cycle in s of a shot on a press with that clamp force."""
    coefficient = assumption("injection.rate_coefficient")
    rate = basis.limit("injection_rate", "cm3/s")
    fill = injection.fill_time.of(
        shot=shot(part, cavities),
        density=derive.density_of(part),
        rate=rate or injection.injection_rate.of(clamp=force, coefficient=coefficient),
        use=cost("injection.injection-rate-share.fill"),
    )
    return injection.injection_cycle.of(
        fill=fill,
        cooling=cooling_time(part),
        eject=cost("injection.eject-factor.ejection-reset"),
        dry_cycle=basis.limit("dry_cycle", "s") or dry_cycle(force),
    )


def dry_cycle(force: Figure) -> Figure:
    """Dry cycle in s of a press that did not enter its own."""
    for low, high, band in DRY_CYCLES:
        if low <= force.expected < high:
            return cost(f"machine.dry-cycle.{band}")
    return injection.dry_cycle.of(
        clamp=force,
        base=assumption("injection.dry_base"),
        slope=assumption("injection.dry_slope"),
    )


def press_force(part: Part, cavities: int, basis: Basis) -> Figure:
    """Clamp force in kN of the press: the machine's, or the next one of the ladder."""
    entered = basis.limit("clamp", "kN")
    if entered is not None:
        return entered
    needed = clamp(part, cavities).expected
    ladder = _ladder()
    force = min((f for f in ladder if f >= needed), default=max(ladder))
    row = cell("machine_ladder", ladder[force], "clamp_t", "t")
    return Figure(force, force, force, "kN", row.source)


def press_rate(force: Figure) -> Figure:
    """Cluster-wide hourly rate in EUR of a press without its operator."""
    return costs.press_rate.of(
        base=cost("machine_rate.rate-linear-a.injection-lt-without-operator"),
        slope=cost("machine_rate.rate-linear-b.injection"),
        clamp=force,
    )


def start_up() -> Figure:
    """Hours of scrap at the start of a lot."""
    minutes = cost("injection.setup-scrap-time")
    one = assumption("calibration.none")
    return costs.piecework_hours.of(quantity=one, minutes=minutes)


def _ladder() -> dict[float, str]:
    """Presses that were read: clamp force in kN and the row's id."""
    rows: Iterable[tuple[str, float | None]] = (
        (id_, row.number("clamp_t")) for id_, row in table("machine_ladder").items()
    )
    return {10 * tonnes: id_ for id_, tonnes in rows if tonnes is not None}


def _lifetime_cost(part: Part, cavities: int) -> float:
    whole = mould(part, part.lifetime_volume, cavities)
    tools = whole.tools.expected if whole.tools else 0.0
    return whole.lot.expected + tools
