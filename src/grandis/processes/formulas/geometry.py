"""Sizes that follow from the envelope, the wall and the mass of a part."""

from math import hypot

from grandis.processes.formulas.registry import Symbol, formula

LENGTH = Symbol("length of the envelope", "mm", 0.5, 20_000)
WIDTH = Symbol("width of the envelope", "mm", 0.5, 20_000)
HEIGHT = Symbol("height of the envelope", "mm", 0.1, 20_000)
VOLUME = Symbol("volume of material", "cm3", 0.001, 1_000_000)


@formula(
    equation="V = 1000 * mass/density",
    unit="cm3",
    source="definition of density",
    status="derived",
    mass=Symbol("mass", "g", 0.001, 1_000_000),
    density=Symbol("density", "kg/m3", 500, 3000),
)
def volume_of_mass(mass: float, density: float) -> float:
    """Volume of material from its mass."""
    return mass / density * 1000


@formula(
    equation="m = volume * density/1000",
    unit="g",
    source="definition of density",
    status="derived",
    volume=VOLUME,
    density=Symbol("density", "kg/m3", 500, 3000),
)
def mass_of_volume(volume: float, density: float) -> float:
    """Mass from the volume of material."""
    return volume * density / 1000


@formula(
    equation="A = filling * length * width/100",
    unit="cm2",
    source="ours: the footprint of the envelope, partly open",
    status="ASSUMPTION",
    length=LENGTH,
    width=WIDTH,
    filling=Symbol("filled part of the footprint", "-", 0.05, 1),
)
def footprint(length: float, width: float, filling: float) -> float:
    """Projected area when only the envelope is known."""
    return filling * length * width / 100


@formula(
    equation="l = sqrt(length^2 + width^2)/2 + height",
    unit="mm",
    source="ours: from a gate in the middle over the edge to the far corner",
    status="ASSUMPTION",
    length=LENGTH,
    width=WIDTH,
    height=HEIGHT,
)
def flow_length(length: float, width: float, height: float) -> float:
    """Longest way of the melt in a part gated in its middle."""
    return hypot(length, width) / 2 + height


@formula(
    equation="r = flow_length/wall",
    unit="-",
    source="definition",
    status="derived",
    flow_length=Symbol("longest way of the melt", "mm", 0.1, 20_000),
    wall=Symbol("nominal wall", "mm", 0.05, 50),
)
def flow_ratio(flow_length: float, wall: float) -> float:
    """Flow length over wall."""
    return flow_length / wall


@formula(
    equation="V = filling * length * width * height/1000",
    unit="cm3",
    source="ours: the skin stretched over a part encloses a part of its envelope",
    status="ASSUMPTION",
    length=LENGTH,
    width=WIDTH,
    height=HEIGHT,
    filling=Symbol("enclosed part of the envelope", "-", 0.05, 1),
)
def shrink_wrap_volume(
    length: float, width: float, height: float, filling: float
) -> float:
    """Volume enclosed by a skin shrunk over the part."""
    return filling * length * width * height / 1000


@formula(
    equation="S = 1000 * volume/length",
    unit="mm2",
    source="definition of a constant section",
    status="derived",
    volume=VOLUME,
    length=LENGTH,
)
def section_area(volume: float, length: float) -> float:
    """Cross-section of a part of constant section."""
    return volume / length * 1000
