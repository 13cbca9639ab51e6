"""Output of a line and the power of its screw."""

from math import pi

from grandis.processes.formulas.registry import Symbol, formula

SECTION = Symbol("cross-section of the product", "mm2", 0.1, 200_000)
DENSITY = Symbol("density", "kg/m3", 500, 3000)


@formula(
    equation="Q = pi^2/2 * diameter^2 * depth * speed * 0.289 * density * 60/10^9",
    unit="kg/h",
    source="drag flow (Crawford, ch. 4) with square pitch: sin cos = 0.289; a sanity"
    " check only, a real line of 120 mm makes three times that",
    status="read",
    diameter=Symbol("screw diameter", "mm", 10, 300),
    depth=Symbol("channel depth", "mm", 0.5, 30),
    speed=Symbol("screw speed", "rpm", 1, 500),
    density=Symbol("density of the melt", "kg/m3", 500, 3000),
)
def drag_flow(diameter: float, depth: float, speed: float, density: float) -> float:
    """Ideal drag flow of a screw without back pressure."""
    per_minute = pi**2 / 2 * diameter**2 * depth * speed * 0.289
    return per_minute * 60 * density * 1e-9


@formula(
    equation="Q = speed * section * density * 60/10^6",
    unit="kg/h",
    source="mass balance of the line; extrucal tube_cal gives the same",
    status="derived",
    speed=Symbol("line speed", "m/min", 0.01, 500),
    section=SECTION,
    density=DENSITY,
)
def line_need(speed: float, section: float, density: float) -> float:
    """Output that a line needs at a given speed."""
    return speed * section * density * 60e-6


@formula(
    equation="S = pi/4 * (outside^2 - inside^2)",
    unit="mm2",
    source="geometry of a ring",
    status="derived",
    outside=Symbol("outside diameter", "mm", 0.5, 3000),
    inside=Symbol("inside diameter", "mm", 0, 3000),
)
def tube_section(outside: float, inside: float) -> float:
    """Cross-section of a tube."""
    return pi / 4 * (outside**2 - inside**2)


@formula(
    equation="P = output/3600 * heat_capacity * rise/1000",
    unit="kW",
    source="heat balance (ptonline): without the losses of 20 to 25 %",
    status="read",
    output=Symbol("output", "kg/h", 0.1, 10_000),
    heat_capacity=Symbol("heat capacity", "J/kgK", 500, 5000),
    rise=Symbol("rise of the temperature", "K", 1, 400),
)
def screw_power(output: float, heat_capacity: float, rise: float) -> float:
    """Power that heats the melt."""
    return output / 3600 * heat_capacity * rise / 1000


@formula(
    equation="t = 3.6 * mass/output",
    unit="s",
    source="mass balance of the line",
    status="derived",
    mass=Symbol("mass of a piece", "g", 0.001, 1_000_000),
    output=Symbol("output of the line", "kg/h", 0.1, 10_000),
)
def piece_time(mass: float, output: float) -> float:
    """Time of one piece on a line."""
    return mass / output * 3.6


@formula(
    equation="Q = factor * drag",
    unit="kg/h",
    source="ours: from the drag flow at 60 rpm up to the one line read (3.3 times)",
    status="ASSUMPTION",
    drag=Symbol("drag flow at 60 rpm", "kg/h", 0.5, 2000),
    factor=Symbol("real output over drag flow", "-", 0.5, 5),
)
def line_output(drag: float, factor: float) -> float:
    """Output of a line that did not enter its own."""
    return drag * factor


@formula(
    equation="Q = pieces * mass/1000/hours",
    unit="kg/h",
    source="definition",
    status="derived",
    pieces=Symbol("pieces a year", "-", 1, 1_000_000_000),
    mass=Symbol("mass of a piece", "g", 0.001, 1_000_000),
    hours=Symbol("hours a year for this product", "h", 10, 8784),
)
def yearly_output(pieces: float, mass: float, hours: float) -> float:
    """Output that makes the yearly volume."""
    return pieces * mass / 1000 / hours
