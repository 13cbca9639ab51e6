"""Estimates: what making a part takes and costs, as ranges with their sources."""

from collections.abc import Callable

from grandis.processes.estimates.blow import blow_parison, blow_preform
from grandis.processes.estimates.common import CLUSTER, Basis, Estimate
from grandis.processes.estimates.extrusion import extrude
from grandis.processes.estimates.injection import best_cavities, fits_the_ladder, mould
from grandis.processes.estimates.prototypes import (
    cast,
    mill,
    print_filament,
    print_powder,
    print_resin,
)
from grandis.processes.estimates.thermoforming import form
from grandis.processes.part import Part


def estimate(
    part: Part, process: str, quantity: int | None = None, basis: Basis = CLUSTER
) -> Estimate:
    """Estimate a lot of a part by a process, with the best number of cavities.

    Parameters
    ----------
    quantity
        Pieces of the lot; by default the part's own lot.
    basis
        Cluster-wide figures by default, or those of a machine.

    Raises
    ------
    ValidityError
        When a figure is missing or outside a formula's validity.
    """
    pieces = quantity or part.quantity
    if process == "injection_moulding":
        cavities = best_cavities(part, fits_the_ladder(part))
        return mould(part, pieces, cavities, basis)
    return _ESTIMATES[process](part, pieces, basis)


_ESTIMATES: dict[str, Callable[[Part, int, Basis], Estimate]] = {
    "extrusion": extrude,
    "extrusion_blow_moulding": blow_parison,
    "stretch_blow_moulding": blow_preform,
    "thermoforming": form,
    "fdm": print_filament,
    "sla": print_resin,
    "sls_mjf": print_powder,
    "vacuum_casting": cast,
    "cnc_machining": mill,
}

__all__ = ["CLUSTER", "Basis", "Estimate", "estimate"]
