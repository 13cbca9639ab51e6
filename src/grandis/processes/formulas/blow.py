"""Wall and output of blow moulding."""

from grandis.processes.formulas.registry import Symbol, formula


@formula(
    equation="h = swell^3 * die_gap * die_diameter/mould_diameter",
    unit="mm",
    source="Crawford, Plastics Engineering, 3rd ed., eq. 4.18",
    status="read",
    swell=Symbol("diameter swell; the wall swells by its square", "-", 1, 3),
    die_gap=Symbol("gap of the die", "mm", 0.1, 50),
    die_diameter=Symbol("diameter of the die", "mm", 1, 1000),
    mould_diameter=Symbol("diameter of the mould", "mm", 1, 3000),
)
def blown_wall(
    swell: float, die_gap: float, die_diameter: float, mould_diameter: float
) -> float:
    """Wall of a blown container."""
    return swell**3 * die_gap * die_diameter / mould_diameter


@formula(
    equation="n = 3600 * cavities/cycle",
    unit="1/h",
    source="definition",
    status="derived",
    cycle=Symbol("cycle", "s", 0.1, 36_000),
    cavities=Symbol("pieces a cycle", "-", 1, 256),
)
def pieces_per_hour(cycle: float, cavities: float = 1) -> float:
    """Pieces an hour."""
    return 3600 * cavities / cycle


@formula(
    equation="t = 3600/output",
    unit="s",
    source="definition",
    status="derived",
    output=Symbol("bottles an hour from one cavity", "1/h", 1, 10_000),
)
def cycle_of_output(output: float) -> float:
    """Cycle from bottles an hour and cavity."""
    return 3600 / output


@formula(
    equation="t = cooling + eject * dry_cycle",
    unit="s",
    source="as for injection moulding; the parison is extruded meanwhile",
    status="ASSUMPTION",
    cooling=Symbol("cooling from one face", "s", 0, 20_000),
    eject=Symbol("mould movements in dry cycles", "-", 0.5, 5),
    dry_cycle=Symbol("dry cycle of the machine", "s", 0.3, 120),
)
def blow_cycle(cooling: float, eject: float, dry_cycle: float) -> float:
    """Cycle of extrusion blow moulding."""
    return cooling + eject * dry_cycle
