"""What is known about a material, as figures that name their rows."""

from difflib import get_close_matches
from functools import cache

from grandis.processes.errors import PartError
from grandis.processes.faults import Fault
from grandis.processes.figures import Figure, FromRow, Record
from grandis.processes.tables import Row, assumption, cell, row, table

#: Processes for which `material_process.csv` has a cell for every material.
TABULATED = (
    "injection_moulding",
    "extrusion",
    "extrusion_blow_moulding",
    "stretch_blow_moulding",
    "thermoforming",
)


class Compatibility(Record, frozen=True):
    """Whether a material runs in a process: yes, limited, like or no.

    ``like`` means that the process imitates the material with another one.
    """

    answer: str
    source: FromRow


def material(id_: str) -> Row:
    """The row of a material.

    Raises
    ------
    PartError
        For an unknown material; the message offers the nearest names.
    """
    known = table("materials")
    if id_ in known:
        return known[id_]
    fault = Fault("material", {"value": id_, "known": _nearest(id_)})
    raise PartError(fault.sentence, fault)


def _nearest(id_: str) -> str:
    known = table("materials")
    wanted = id_.lower().strip()
    family = [name for name, m in known.items() if m.text("family").lower() == wanted]
    names = family or [name for name in known if wanted and wanted in name]
    names = names or get_close_matches(wanted, known, 3, 0.5)
    return (
        f"did you mean {' or '.join(names)}?"
        if names
        else ("use one of " + ", ".join(known))
    )


@cache
def density(id_: str) -> Figure | None:
    """Density in kg/m3, when it was read."""
    return _known(id_, "density_kg_m3", "kg/m3")


@cache
def diffusivity(id_: str) -> Figure | None:
    """Thermal diffusivity in mm2/s, as a range over the sources."""
    found = material(id_)
    low, high = found.number("alpha_low"), found.number("alpha_high")
    expected = found.number("alpha_default_mm2_s")
    if low is None or high is None or expected is None:
        return None
    source = FromRow(found.file, id_, "alpha_default_mm2_s", found.status())
    return Figure(low, expected, high, "mm2/s", source)


@cache
def temperatures(id_: str) -> dict[str, Figure] | None:
    """Melt, mould and ejection temperature in degC, when all three were read."""
    columns = {"melt": "melt_C_rec", "mould": "mould_C_rec", "eject": "eject_C"}
    found = {name: _known(id_, column, "degC") for name, column in columns.items()}
    known = {name: figure for name, figure in found.items() if figure}
    return known if len(known) == len(columns) else None


@cache
def viscosity(id_: str) -> Figure:
    """Factor on the cavity pressure."""
    found = material(id_)
    low, high = found.number("visc_factor_low"), found.number("visc_factor_high")
    if low is None or high is None:
        raise PartError(f"materials.csv has no viscosity factor for '{id_}'")
    status = found.text("visc_factor_status")
    source = FromRow(found.file, id_, "visc_factor_low-high", status)
    return Figure(low, (low + high) / 2, high, "-", source)


@cache
def resin_price(id_: str) -> Figure:
    """Price in EUR/kg: a placeholder that members replace."""
    return cell("materials", id_, "price_placeholder_eur_kg", "EUR/kg")


@cache
def mould_walls(id_: str) -> Figure:
    """Least and greatest wall in mm for injection moulding."""
    found = material(id_)
    low, high = found.number("wall_min_mm"), found.number("wall_max_mm")
    if low is None or high is None:
        return assumption("injection.wall")
    source = FromRow(found.file, id_, "wall_min_mm-wall_max_mm", found.status())
    return Figure(low, (low + high) / 2, high, "mm", source)


@cache
def runs_in(id_: str, process: str) -> Compatibility:
    """Whether a material runs in a process."""
    family = material(id_).text("family")
    if process in TABULATED:
        found = row("material_process", f"{id_}.{process}")
        answer = found.text("compatibility")
        return Compatibility(answer, _source(found, "compatibility"))
    found = row("prototype_materials", process)
    for answer, column in (("yes", "exact"), ("like", "like")):
        if family in found.text(column).split():
            return Compatibility(answer, _source(found, column))
    return Compatibility("no", _source(found, "exact"))


def _known(id_: str, column: str, unit: str) -> Figure | None:
    if material(id_).number(column) is None:
        return None
    return cell("materials", id_, column, unit)


def _source(found: Row, column: str) -> FromRow:
    return FromRow(found.file, found.id, column, found.status())
