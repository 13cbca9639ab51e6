"""Figures about a part that follow from what the customer gave."""

from grandis.processes.errors import ValidityError
from grandis.processes.figures import Figure, entered
from grandis.processes.formulas import geometry, thermoforming
from grandis.processes.materials import density
from grandis.processes.part import Part
from grandis.processes.tables import assumption


def asked(part: Part, field: str, unit: str) -> Figure:
    """A figure as the customer gave it."""
    return entered(float(getattr(part, field)), unit, "customer", field)


def sides(part: Part) -> dict[str, Figure]:
    """Length, width and height of the envelope in mm."""
    return {name: asked(part, name, "mm") for name in ("length", "width", "height")}


def density_of(part: Part) -> Figure:
    """Density in kg/m3.

    Raises
    ------
    ValidityError
        When no density was read for the material.
    """
    found = density(part.material)
    if found is None:
        raise ValidityError(
            f"no density of {part.material} was read; enter it, or give both mass and"
            " volume"
        )
    return found


def mass(part: Part) -> Figure:
    """Mass in g, as given or from the volume."""
    if part.mass is not None:
        return asked(part, "mass", "g")
    volume_given = asked(part, "volume", "cm3")
    return geometry.mass_of_volume.of(volume=volume_given, density=density_of(part))


def volume(part: Part) -> Figure:
    """Volume of material in cm3, as given or from the mass."""
    if part.volume is not None:
        return asked(part, "volume", "cm3")
    given = asked(part, "mass", "g")
    return geometry.volume_of_mass.of(mass=given, density=density_of(part))


def thickest_wall(part: Part) -> Figure:
    """Thickest wall in mm, as given or the nominal wall."""
    return asked(part, "wall" if part.thickest_wall is None else "thickest_wall", "mm")


def projected_area(part: Part) -> Figure:
    """Projected area in cm2, as given or a part of the footprint."""
    if part.projected_area is not None:
        return asked(part, "projected_area", "cm2")
    size = sides(part)
    return geometry.footprint.of(
        length=size["length"],
        width=size["width"],
        filling=assumption("geometry.footprint_filling"),
    )


def wrapped_volume(part: Part) -> Figure:
    """Volume in cm3 that a skin shrunk over the part encloses."""
    filling = assumption("geometry.shrink_wrap_filling")
    return geometry.shrink_wrap_volume.of(**sides(part), filling=filling)


def sheet_gauge(part: Part) -> Figure:
    """Gauge in mm of the sheet that gives the nominal wall on the average."""
    size = sides(part)
    sheet = thermoforming.sheet_area.of(length=size["length"], width=size["width"])
    formed = thermoforming.formed_area.of(**size)
    return thermoforming.gauge_for_wall.of(
        wall=asked(part, "wall", "mm"), sheet=sheet, formed=formed
    )
