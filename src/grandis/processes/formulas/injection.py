"""Clamp force, shot and cycle of injection moulding."""

from grandis.processes.formulas.registry import SAME_UNIT, Symbol, formula

CRAWFORD = "Crawford, Plastics Engineering, 3rd ed., p. 295-296"
PRESSURE = Symbol("pressure in the cavity", "MPa", 1, 250)
AREA = Symbol("projected area of one cavity", "cm2", 0.01, 100_000)
CAVITIES = Symbol("cavities", "-", 1, 256)
CLAMP = Symbol("clamp force", "kN", 10, 100_000)
DENSITY = Symbol("density", "kg/m3", 500, 3000)


@formula(
    equation="p = 50 + 25 * (flow_ratio - 105)/45",
    unit="MPa",
    source=f"{CRAWFORD}: two chart points read, both at 1 mm wall; a straight line"
    " between them is ours",
    status="ASSUMPTION",
    flow_ratio=Symbol("flow ratio at 1 mm wall", "-", 105, 150),
)
def chart_pressure(flow_ratio: float) -> float:
    """Cavity pressure from the chart for a wall of 1 mm."""
    return 50 + 25 * (flow_ratio - 105) / 45


@formula(
    equation="p = chart * safety * viscosity",
    unit="MPa",
    source=CRAWFORD,
    status="read",
    chart=Symbol("pressure before safety and viscosity", "MPa", 1, 200),
    safety=Symbol("safety", "-", 1, 1.5),
    viscosity=Symbol("viscosity factor of the material", "-", 0.8, 2.5),
)
def cavity_pressure(chart: float, safety: float, viscosity: float) -> float:
    """Pressure the clamp must hold, with safety and viscosity."""
    return chart * safety * viscosity


@formula(
    equation="F = pressure * (cavities * area + runner)/10",
    unit="kN",
    source=CRAWFORD,
    status="read",
    pressure=PRESSURE,
    area=AREA,
    cavities=CAVITIES,
    runner=Symbol("projected area of the runners", "cm2", 0, 10_000),
)
def clamp_force(
    pressure: float, area: float, cavities: float = 1, runner: float = 0
) -> float:
    """Clamp force that holds a mould closed."""
    return pressure * (cavities * area + runner) / 10


@formula(
    equation="A = 10 * use * clamp/pressure",
    unit="cm2",
    source="the clamp force formula turned round (vulcanmold)",
    status="read",
    clamp=CLAMP,
    pressure=PRESSURE,
    use=Symbol("part of the clamp force used", "-", 0.1, 1),
)
def largest_area(clamp: float, pressure: float, use: float = 1) -> float:
    """Largest projected area that a press can hold closed."""
    return 10 * use * clamp / pressure


@formula(
    equation="m = cavities * mass * (1 + runner)",
    unit="g",
    source="definition: parts and runners of one shot",
    status="derived",
    mass=Symbol("mass of a part", "g", 0.001, 200_000),
    cavities=CAVITIES,
    runner=Symbol("runner as a part of the part's mass", "-", 0, 2),
)
def shot_mass(mass: float, cavities: float, runner: float) -> float:
    """Mass of one shot."""
    return cavities * mass * (1 + runner)


@formula(
    equation="m = shot * 1050/density",
    unit="g",
    source="presses are rated in polystyrene of 1.05 g/cm3 (tatming)",
    status="read",
    shot=Symbol("mass of one shot", "g", 0.001, 500_000),
    density=DENSITY,
)
def shot_in_polystyrene(shot: float, density: float) -> float:
    """The shot in polystyrene that takes the same volume."""
    return shot * 1050 / density


@formula(
    equation="c = rating * density/1050",
    unit=SAME_UNIT,
    source="presses are rated in polystyrene of 1.05 g/cm3 (tatming)",
    status="read",
    rating=Symbol("rated shot in polystyrene", "g or oz", 0.1, 500_000),
    density=DENSITY,
)
def shot_capacity(rating: float, density: float) -> float:
    """Largest shot in another material, from the rating in polystyrene."""
    return rating * density / 1050


@formula(
    equation="q = coefficient * sqrt(clamp)",
    unit="cm3/s",
    source="ours; about 126 at 1000 kN and 283 at 5000 kN",
    status="ASSUMPTION",
    clamp=Symbol("clamp force", "kN", 100, 60_000),
    coefficient=Symbol("cm3/s for the root of a kN", "-", 1, 12),
)
def injection_rate(clamp: float, coefficient: float) -> float:
    """Injection rate of a press that did not enter its own."""
    return float(coefficient * clamp**0.5)


@formula(
    equation="t = 1000 * shot/density/(rate * use)",
    unit="s",
    source="aPriori AP_CMG0848: a quarter of the machine's injection rate",
    status="read",
    shot=Symbol("mass of one shot", "g", 0.001, 500_000),
    density=DENSITY,
    rate=Symbol("injection rate of the press", "cm3/s", 1, 20_000),
    use=Symbol("part of that rate used on the average", "-", 0.05, 1),
)
def fill_time(shot: float, density: float, rate: float, use: float) -> float:
    """Filling time."""
    return shot / density * 1000 / (rate * use)


@formula(
    equation="t = base + slope * clamp",
    unit="s",
    source="ours: a line near the four dry cycles read for 50 to 399 t",
    status="ASSUMPTION",
    clamp=Symbol("clamp force", "kN", 100, 60_000),
    base=Symbol("dry cycle of a very small press", "s", 0.5, 10),
    slope=Symbol("seconds more for a kN", "s/kN", 0.0001, 0.01),
)
def dry_cycle(clamp: float, base: float, slope: float) -> float:
    """Dry cycle of a press outside the sizes for which one was read."""
    return base + slope * clamp


@formula(
    equation="t = fill + cooling + eject * dry_cycle",
    unit="s",
    source="aPriori AP_CMG0848: ejection and reset take 1.5 dry cycles",
    status="read",
    fill=Symbol("filling", "s", 0, 600),
    cooling=Symbol("cooling", "s", 0, 20_000),
    eject=Symbol("ejection and reset in dry cycles", "-", 0.5, 5),
    dry_cycle=Symbol("dry cycle of the press", "s", 0.3, 120),
)
def injection_cycle(
    fill: float, cooling: float, eject: float, dry_cycle: float
) -> float:
    """Cycle of one shot."""
    return fill + cooling + eject * dry_cycle


@formula(
    equation="c = shot/use",
    unit="g",
    source="buildmold; machinecalcs: a shot is 20 to 80 % of the rating",
    status="read",
    shot=Symbol("one shot in polystyrene", "g", 0.001, 1_000_000),
    use=Symbol("part of the rating used", "-", 0.05, 1),
)
def rating_for_shot(shot: float, use: float) -> float:
    """Rating of the press of which the shot is a given part."""
    return shot / use


@formula(
    equation="s = factor * height",
    unit="mm",
    source="rule of thumb of the trade: three times, four with a robot",
    status="ASSUMPTION",
    height=Symbol("height of the part", "mm", 0.1, 20_000),
    factor=Symbol("times the height", "-", 1, 6),
)
def opening_stroke(height: float, factor: float) -> float:
    """Opening stroke that lets a part out."""
    return factor * height
