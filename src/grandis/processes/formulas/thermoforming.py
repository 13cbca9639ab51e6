"""Sheet, wall and cycle of thermoforming."""

from grandis.processes.formulas.registry import Symbol, formula

LENGTH = Symbol("length of the part", "mm", 5, 5000)
WIDTH = Symbol("width of the part", "mm", 5, 5000)
HEIGHT = Symbol("depth of the part", "mm", 0.5, 2000)


@formula(
    equation="A = length * width + 2 * height * (length + width)",
    unit="mm2",
    source="Crawford, Plastics Engineering, 3rd ed., ex. 4.7: an open box",
    status="read",
    length=LENGTH,
    width=WIDTH,
    height=HEIGHT,
)
def formed_area(length: float, width: float, height: float) -> float:
    """Area of an open box formed from a sheet."""
    return length * width + 2 * height * (length + width)


@formula(
    equation="h = gauge * sheet/formed",
    unit="mm",
    source="Crawford, Plastics Engineering, 3rd ed., ex. 4.7; locally +-30 %",
    status="read",
    gauge=Symbol("sheet before forming", "mm", 0.1, 30),
    sheet=Symbol("area of sheet that is formed", "mm2", 20, 3e7),
    formed=Symbol("area after forming", "mm2", 20, 1e8),
)
def mean_wall(gauge: float, sheet: float, formed: float) -> float:
    """Mean wall after forming."""
    return gauge * sheet / formed


@formula(
    equation="g = wall * formed/sheet",
    unit="mm",
    source="the mean wall formula turned round",
    status="derived",
    wall=Symbol("mean wall asked for", "mm", 0.05, 20),
    sheet=Symbol("area of sheet that is formed", "mm2", 20, 3e7),
    formed=Symbol("area after forming", "mm2", 20, 1e8),
)
def gauge_for_wall(wall: float, sheet: float, formed: float) -> float:
    """Sheet gauge that gives a mean wall."""
    return wall * formed / sheet


@formula(
    equation="m = (length + 2(trim + gauge)) * (width + 2(trim + gauge)) *"
    " gauge * density * edge/10^6",
    unit="g",
    source="thermoforming-dfm rules.md: trim of 12 mm + gauge on each side; the"
    " clamped edge on top of it is ours",
    status="ASSUMPTION",
    length=LENGTH,
    width=WIDTH,
    gauge=Symbol("sheet before forming", "mm", 0.1, 30),
    trim=Symbol("trim on each side, without the gauge", "mm", 0, 100),
    density=Symbol("density", "kg/m3", 500, 3000),
    edge=Symbol("sheet bought over sheet used", "-", 1, 2),
)
def sheet_mass(
    length: float, width: float, gauge: float, trim: float, density: float, edge: float
) -> float:
    """Mass of sheet bought for one part."""
    side = 2 * (trim + gauge)
    return (length + side) * (width + side) * gauge * density * edge * 1e-6


@formula(
    equation="t = shortest + (longest - shortest) * min(1, (gauge/thick)^2)",
    unit="s",
    source="DFMA: 15 to 120 s; heating grows with the gauge squared, its factor is"
    " ours",
    status="ASSUMPTION",
    gauge=Symbol("sheet before forming", "mm", 0.1, 12.7),
    shortest=Symbol("shortest cycle", "s", 2, 60),
    longest=Symbol("longest cycle", "s", 30, 600),
    thick=Symbol("gauge that takes the longest cycle", "mm", 1, 12.7),
)
def forming_cycle(gauge: float, shortest: float, longest: float, thick: float) -> float:
    """Cycle of heating and forming a sheet."""
    part = min(1.0, (gauge / thick) ** 2)
    return shortest + (longest - shortest) * part


@formula(
    equation="t = handling + 60 * 2(length + width)/1000/feed",
    unit="s",
    source="ours: one pass round the edge",
    status="ASSUMPTION",
    length=LENGTH,
    width=WIDTH,
    handling=Symbol("loading and unloading", "s", 0, 600),
    feed=Symbol("feed of the cutter", "m/min", 0.1, 30),
)
def trim_time(length: float, width: float, handling: float, feed: float) -> float:
    """Trimming of a heavy-gauge part on a router."""
    return handling + 2 * (length + width) / 1000 / feed * 60


@formula(
    equation="A = length * width",
    unit="mm2",
    source="geometry of a rectangle",
    status="derived",
    length=LENGTH,
    width=WIDTH,
)
def sheet_area(length: float, width: float) -> float:
    """Area of sheet that is formed into a part."""
    return length * width


@formula(
    equation="s = side + 2(trim + gauge)",
    unit="mm",
    source="thermoforming-dfm rules.md: trim of 12 mm + gauge on each side",
    status="read",
    side=LENGTH,
    trim=Symbol("trim on each side, without the gauge", "mm", 0, 100),
    gauge=Symbol("sheet before forming", "mm", 0.1, 30),
)
def sheet_side(side: float, trim: float, gauge: float) -> float:
    """Side of the sheet under the forming frame."""
    return side + 2 * (trim + gauge)
