"""What moulds, dies and forming tools cost."""

from grandis.processes.formulas.registry import Symbol, formula

KAZMER = "Kazmer, Injection Mold Design Engineering (viewer pp. 53, 68)"
MONEY = 100_000_000
SIDE = Symbol("side of the envelope", "mm", 0.1, 20_000)


@formula(
    equation="s = rows * part + (rows + 1) * spacing",
    unit="mm",
    source="ours: cavities side by side, walls of steel round them",
    status="ASSUMPTION",
    part=SIDE,
    rows=Symbol("cavities along this side", "-", 1, 256),
    spacing=Symbol("steel between and around cavities", "mm", 5, 300),
)
def mould_side(part: float, rows: float, spacing: float) -> float:
    """Side of a mould from the part and the cavities along it."""
    return rows * part + (rows + 1) * spacing


@formula(
    equation="s = factor * part + plates",
    unit="mm",
    source="ours: core and cavity plates, ejector box and clamping plates",
    status="ASSUMPTION",
    part=Symbol("height of the part", "mm", 0.1, 20_000),
    factor=Symbol("times the height of the part", "-", 1, 4),
    plates=Symbol("plates and ejector box", "mm", 50, 1000),
)
def mould_thickness(part: float, factor: float, plates: float) -> float:
    """Height of a closed mould."""
    return factor * part + plates


@formula(
    equation="m = width * height * thickness * 7.85/10^6",
    unit="kg",
    source="block of steel of 7850 kg/m3",
    status="derived",
    width=Symbol("width of the mould", "mm", 20, 20_000),
    height=Symbol("height of the mould", "mm", 20, 20_000),
    thickness=Symbol("thickness of the closed mould", "mm", 20, 20_000),
)
def mould_mass(width: float, height: float, thickness: float) -> float:
    """Mass of the steel of a mould."""
    return width * height * thickness * 7.85e-6


@formula(
    equation="c = fixed + per_kg * mass",
    unit="USD",
    source=KAZMER,
    status="read",
    fixed=Symbol("fixed part", "USD", 0, 100_000),
    per_kg=Symbol("price of a kg of steel", "USD/kg", 0.1, 100),
    mass=Symbol("mass of the steel", "kg", 0, 500_000),
)
def mould_base(fixed: float, per_kg: float, mass: float) -> float:
    """Price of a mould base."""
    return fixed + per_kg * mass


@formula(
    equation="c = fixed + per_area * area^0.8",
    unit="USD",
    source="ours: grows a little more slowly than the area of the part",
    status="ASSUMPTION",
    fixed=Symbol("smallest cavity and core", "USD", 0, 100_000),
    per_area=Symbol("factor on the area to the 0.8", "USD", 0.1, 5000),
    area=Symbol("projected area of the part", "cm2", 0.01, 100_000),
)
def cavity_cost(fixed: float, per_area: float, area: float) -> float:
    """Cost of one cavity and its core."""
    return float(fixed + per_area * area**0.8)


@formula(
    equation="c = by_cavity * cavity + by_base * base",
    unit="USD",
    source=KAZMER,
    status="read",
    cavity=Symbol("cost of the cavities", "USD", 0, MONEY),
    base=Symbol("cost of the base", "USD", 0, MONEY),
    by_cavity=Symbol("sum of the factors on the cavities", "-", 0, 5),
    by_base=Symbol("sum of the factors on the base", "-", 0, 10),
)
def customisation(
    cavity: float, base: float, by_cavity: float, by_base: float
) -> float:
    """Cooling, ejection, structure, feed and the rest of a mould."""
    return by_cavity * cavity + by_base * base


@formula(
    equation="c = cavities + base + customisation",
    unit="USD",
    source=KAZMER,
    status="read",
    cavities=Symbol("cost of the cavities", "USD", 0, MONEY),
    base=Symbol("cost of the base", "USD", 0, MONEY),
    customisation=Symbol("cost of the customisation", "USD", 0, MONEY),
)
def mould_total(cavities: float, base: float, customisation: float) -> float:
    """Price of a mould."""
    return cavities + base + customisation


@formula(
    equation="c = single * cavities^exponent * dispersion",
    unit="EUR",
    source="ours: n^0.7; quotes for one mould differ by a factor of three (Kazmer)",
    status="ASSUMPTION",
    single=Symbol("mould with one cavity", "EUR", 0, MONEY),
    cavities=Symbol("cavities", "-", 1, 256),
    exponent=Symbol("exponent", "-", 0, 1),
    dispersion=Symbol("one toolmaker's quote over the middle one", "-", 0.1, 10),
)
def mould_with_cavities(
    single: float, cavities: float, exponent: float, dispersion: float
) -> float:
    """Price of a mould with several cavities, as toolmakers quote it."""
    return float(single * cavities**exponent * dispersion)


@formula(
    equation="c = max(least, part * mould)",
    unit="EUR",
    source="ours for blow moulds and aluminium tools; PCI: a forming tool costs 10 to"
    " 15 % of an injection mould, from 500 USD",
    status="ASSUMPTION",
    mould=Symbol("injection mould of the same part", "EUR", 0, MONEY),
    part=Symbol("part of its price", "-", 0.01, 1),
    least=Symbol("cheapest tool of the kind", "EUR", 0, 100_000),
)
def tool_from_mould(mould: float, part: float, least: float) -> float:
    """Price of another tool from that of an injection mould of the same part."""
    return max(least, part * mould)
