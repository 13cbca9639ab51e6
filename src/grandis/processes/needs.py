"""What a part needs of a machine, quantity by quantity.

`CRITERIA` names for each process the quantities that decide, with the limit of
the machine each is held against: ``most`` when the need must not exceed it,
``least`` when it must not fall below.
"""

from typing import Literal, NamedTuple

from grandis.processes import derive
from grandis.processes.errors import ValidityError
from grandis.processes.figures import Figure, Record
from grandis.processes.formulas import extrusion, geometry, injection, tools
from grandis.processes.formulas import thermoforming as forming
from grandis.processes.materials import material, viscosity
from grandis.processes.part import Part
from grandis.processes.tables import assumption, cell, cost, parameter

#: Flow ratios and walls around which the pressure chart was read.
CHART_RATIOS = (105.0, 150.0)
CHART_WALLS = (0.9, 1.1)
#: Clamp forces in kN up to which the rows of cavity spacing hold.
SPACING = ((1500.0, "below-150-t"), (3000.0, "to-300-t"))


class Criterion(NamedTuple):
    """One quantity: its code, the machine's limit, the sense.

    Under a ``least`` limit a machine is borderline down to `slack` times it.
    """

    code: str
    limit: str
    sense: Literal["most", "least"]
    slack: float = 1.0


_BUILD = (
    Criterion("build_long", "build_long", "most"),
    Criterion("build_middle", "build_middle", "most"),
    Criterion("build_short", "build_short", "most"),
)
_BLOW = (
    Criterion("container_most", "container_most", "most"),
    Criterion("container_least", "container_least", "least"),
    Criterion("head", "head", "most"),
)
CRITERIA: dict[str, tuple[Criterion, ...]] = {
    "injection_moulding": (
        Criterion("clamp", "clamp", "most"),
        Criterion("shot_large", "shot", "most"),
        Criterion("shot_small", "shot", "least", 0.5),
        Criterion("tie_bar_long", "tie_bar_long", "most"),
        Criterion("tie_bar_short", "tie_bar_short", "most"),
        Criterion("mould_high", "mould_high", "most"),
        Criterion("mould_low", "mould_low", "least"),
        Criterion("opening", "opening", "most"),
        Criterion("thin_wall", "thin_wall", "least", 0.0),
    ),
    "extrusion": (
        Criterion("output", "output", "most"),
        Criterion("profile_long", "profile_long", "most"),
        Criterion("profile_short", "profile_short", "most"),
    ),
    "extrusion_blow_moulding": _BLOW,
    "stretch_blow_moulding": _BLOW,
    "thermoforming": (
        Criterion("forming_long", "forming_long", "most"),
        Criterion("forming_short", "forming_short", "most"),
        Criterion("depth", "depth", "most"),
        Criterion("gauge_most", "gauge_most", "most"),
        Criterion("gauge_least", "gauge_least", "least"),
    ),
    **dict.fromkeys(("fdm", "sla", "sls_mjf", "vacuum_casting"), _BUILD),
    "cnc_machining": _BUILD,
    "trimming": _BUILD,
}


class Need(Record, frozen=True):
    """What a part, made so many at a time, needs of a machine.

    `quantities` are by the code of their criterion; what could not be computed
    is in `unknown`, by code, with the sentence that says why.
    """

    process: str
    cavities: int
    material: str
    room: str | None
    certificates: tuple[str, ...]
    quantities: dict[str, Figure]
    unknown: dict[str, str]


def need(part: Part, process: str, cavities: int = 1) -> Need:
    """What a part needs of a machine of a process."""
    compute = _COMPUTE.get(process)
    quantities, unknown = compute(part, cavities) if compute else ({}, {})
    return Need(
        process,
        cavities,
        part.material,
        part.clean_room,
        part.certificates,
        quantities,
        unknown,
    )


Quantities = tuple[dict[str, Figure], dict[str, str]]


def cavity_pressure(part: Part) -> Figure:
    """Pressure in MPa that the clamp must hold.

    From the chart when wall and flow ratio lie where it was read; else the
    rule of thumb of the trade, for the material where one was read.
    """
    safety = parameter("processes", "injection_moulding.clamp-safety")
    wall = derive.asked(part, "wall", "mm")
    length = geometry.flow_length.of(**derive.sides(part))
    ratio = geometry.flow_ratio.of(flow_length=length, wall=wall)
    inside = CHART_RATIOS[0] <= ratio.expected <= CHART_RATIOS[1]
    if inside and CHART_WALLS[0] <= part.wall <= CHART_WALLS[1]:
        chart = injection.chart_pressure.of(flow_ratio=ratio)
        factor = viscosity(part.material)
    else:
        chart = _simple_pressure(part.material)
        factor = assumption("calibration.none")
    return injection.cavity_pressure.of(chart=chart, safety=safety, viscosity=factor)


def _simple_pressure(id_: str) -> Figure:
    general = assumption("injection.pressure")
    own = material(id_).number("cavity_MPa_simple")
    if own is None:
        return general
    source = cell("materials", id_, "cavity_MPa_simple", "MPa").source
    return Figure(general.low, own, general.high, "MPa", source)


def clamp(part: Part, cavities: int) -> Figure:
    """Clamp force in kN for a mould with so many cavities."""
    return injection.clamp_force.of(
        pressure=cavity_pressure(part),
        area=derive.projected_area(part),
        cavities=cavity_count(cavities),
        runner=assumption("injection.runner_area"),
    )


def cavity_count(number: int) -> Figure:
    """A number of cavities that was chosen from the powers of two."""
    row = parameter("processes", "injection_moulding.cavities.powers-of-two")
    return Figure(number, number, number, "-", row.source)


def mould(part: Part, cavities: int, force: Figure) -> dict[str, Figure]:
    """Length, width and thickness of a mould in mm, with its cavities in a grid."""
    id_ = next((i for most, i in SPACING if force.expected <= most), "above-300-t")
    spacing = cost(f"injection.cavity-spacing.{id_}")
    rows = 2 ** (cavities.bit_length() // 2)
    size = derive.sides(part)
    grid = ((size["length"], cavities // rows), (size["width"], rows))
    across, along = (
        tools.mould_side.of(part=side, rows=cavity_count(n), spacing=spacing)
        for side, n in grid
    )
    thickness = tools.mould_thickness.of(
        part=size["height"],
        factor=assumption("tools.thickness_factor"),
        plates=assumption("tools.plates"),
    )
    return {"width": across, "height": along, "thickness": thickness}


def shot(part: Part, cavities: int) -> Figure:
    """Mass of a shot in g."""
    return injection.shot_mass.of(
        mass=derive.mass(part),
        cavities=cavity_count(cavities),
        runner=assumption("injection.runner"),
    )


def _injection(part: Part, cavities: int) -> Quantities:
    force = clamp(part, cavities)
    block = mould(part, cavities, force)
    long, short = sorted((block["width"], block["height"]), key=lambda f: -f.expected)
    quantities = {
        "clamp": force,
        "tie_bar_long": long,
        "tie_bar_short": short,
        "mould_high": block["thickness"],
        "mould_low": block["thickness"],
        "opening": injection.opening_stroke.of(
            height=derive.asked(part, "height", "mm"),
            factor=assumption("injection.opening"),
        ),
        "thin_wall": derive.asked(part, "wall", "mm"),
    }
    try:
        inside = injection.shot_in_polystyrene.of(
            shot=shot(part, cavities), density=derive.density_of(part)
        )
    except ValidityError as error:
        return quantities, dict.fromkeys(("shot_large", "shot_small"), str(error))
    use = "injection_moulding.shot-use-fraction.of-max-shot"
    for code, column in (("shot_large", "high"), ("shot_small", "low")):
        part_used = cell("processes", use, column, "-")
        quantities[code] = injection.rating_for_shot.of(shot=inside, use=part_used)
    return quantities, {}


def _extrusion(part: Part, _: int) -> Quantities:
    size = derive.sides(part)
    long, short = sorted((size["width"], size["height"]), key=lambda f: -f.expected)
    quantities = {"profile_long": long, "profile_short": short}
    try:
        quantities["output"] = extrusion.yearly_output.of(
            pieces=derive.asked(part, "yearly_volume", "-"),
            mass=derive.mass(part),
            hours=assumption("time.yearly_hours"),
        )
    except ValidityError as error:
        return quantities, {"output": str(error)}
    return quantities, {}


def _blow(part: Part, _: int) -> Quantities:
    quantities = {"head": derive.asked(part, "height", "mm")}
    if part.container is None:
        codes = ("container_most", "container_least")
        return quantities, dict.fromkeys(codes, "the container's volume is not given")
    content = derive.asked(part, "container", "l")
    return quantities | {"container_most": content, "container_least": content}, {}


def _forming(part: Part, _: int) -> Quantities:
    size = derive.sides(part)
    gauge = derive.sheet_gauge(part)
    trim = assumption("thermoforming.trim")
    long, short = sorted((size["length"], size["width"]), key=lambda f: -f.expected)
    return {
        "forming_long": forming.sheet_side.of(side=long, trim=trim, gauge=gauge),
        "forming_short": forming.sheet_side.of(side=short, trim=trim, gauge=gauge),
        "depth": size["height"],
        "gauge_most": gauge,
        "gauge_least": gauge,
    }, {}


def _build(part: Part, _: int) -> Quantities:
    ordered = sorted(derive.sides(part).values(), key=lambda f: -f.expected)
    codes = ("build_long", "build_middle", "build_short")
    return dict(zip(codes, ordered, strict=True)), {}


_COMPUTE = {
    "injection_moulding": _injection,
    "extrusion": _extrusion,
    "extrusion_blow_moulding": _blow,
    "stretch_blow_moulding": _blow,
    "thermoforming": _forming,
    **dict.fromkeys(("fdm", "sla", "sls_mjf", "vacuum_casting"), _build),
    "cnc_machining": _build,
    "trimming": _build,
}
