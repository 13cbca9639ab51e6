"""How long a wall must cool before it can be taken out."""

from math import log, pi

from grandis.processes.formulas.registry import Condition, Symbol, formula

WALL = Symbol("full wall, cooled from both faces", "mm", 0.05, 50)
DIFFUSIVITY = Symbol("thermal diffusivity", "mm2/s", 0.03, 0.5)
MELT = Symbol("melt temperature", "degC", 100, 450)
MOULD = Symbol("mould temperature", "degC", -10, 250)
EJECT = Symbol("temperature at which it may be ejected", "degC", 0, 350)


def _excess_at_most(limit: float) -> Condition:
    """The one-term solution is within 0.5 % while the remaining excess is small."""
    return Condition(
        f"mould < eject and (eject - mould)/(melt - mould) is at most {limit:g}",
        lambda melt, mould, eject, **_: 0 < (eject - mould) <= limit * (melt - mould),
    )


@formula(
    equation="t = wall^2/(pi^2 * diffusivity) * ln(4/pi * (melt - mould)/(eject"
    " - mould))",
    unit="s",
    source="first term of the exact solution for a slab (Carslaw & Jaeger); used by"
    " Menges; checked against finite differences",
    status="read",
    condition=_excess_at_most(0.7),
    wall=WALL,
    diffusivity=DIFFUSIVITY,
    melt=MELT,
    mould=MOULD,
    eject=EJECT,
)
def cooling_centre_line(
    wall: float, diffusivity: float, melt: float, mould: float, eject: float
) -> float:
    """Cooling until the centre line reaches the ejection temperature."""
    excess = (melt - mould) / (eject - mould)
    return wall**2 / (pi**2 * diffusivity) * log(4 / pi * excess)


@formula(
    equation="t = wall^2/(pi^2 * diffusivity) * ln(8/pi^2 * (melt -"
    " mould)/(eject - mould))",
    unit="s",
    source="first term of the exact solution for a slab (Carslaw & Jaeger); Menges;"
    " checked against finite differences",
    status="read",
    condition=_excess_at_most(0.5),
    wall=WALL,
    diffusivity=DIFFUSIVITY,
    melt=MELT,
    mould=MOULD,
    eject=EJECT,
)
def cooling_mean(
    wall: float, diffusivity: float, melt: float, mould: float, eject: float
) -> float:
    """Cooling until the mean over the wall reaches the ejection temperature."""
    excess = (melt - mould) / (eject - mould)
    return wall**2 / (pi**2 * diffusivity) * log(8 / pi**2 * excess)


@formula(
    equation="t = cooling * (1 + buffer/100)",
    unit="s",
    source="routsis.blog 2010: buffer of 10 to 25 % on the centre-line formula",
    status="read",
    cooling=Symbol("cooling of the centre line", "s", 0, 20_000),
    buffer=Symbol("buffer", "%", 0, 100),
)
def cooling_with_buffer(cooling: float, buffer: float) -> float:
    """Cooling with the buffer that practice adds to the ideal slab."""
    return cooling * (1 + buffer / 100)


@formula(
    equation="t = factor * cooling",
    unit="s",
    source="half-slab argument; thermoforming-dfm rules.md: about four times",
    status="read",
    cooling=Symbol("cooling of the same wall from both faces", "s", 0, 20_000),
    factor=Symbol("times as long from one face", "-", 1, 8),
)
def cooling_one_sided(cooling: float, factor: float) -> float:
    """Cooling from one face only, as in blow moulding and thermoforming."""
    return cooling * factor
