"""Refuses parts that cannot exist, and guesses which unit was meant."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from grandis.processes.errors import PartError
from grandis.processes.materials import density, material

if TYPE_CHECKING:
    from grandis.processes.part import Part

#: Two figures for one thing may differ this much before they contradict.
AGREEMENT = 0.1
#: A part is at least this much of its footprint times its wall.
LEAST_FILLING = 0.05


def refuse_the_impossible(part: "Part") -> None:
    """Raise a `PartError` with one sentence if the part cannot exist."""
    material(part.material)
    for rule in (_mass_given, _walls, _area, _amounts, _container, _dates, _lots):
        rule(part)


def _mass_given(part: "Part") -> None:
    if part.mass is None and part.volume is None:
        raise PartError(
            f"{part.name}: neither 'mass' nor 'volume' is given; one of them decides"
            " material, shot and press: give one"
        )


def _walls(part: "Part") -> None:
    least = min(part.length, part.width, part.height)
    if part.thickest > least:
        hint = _meant(part.thickest, (0.1, 0.001), lambda v: 0.1 <= v <= least, "mm")
        raise PartError(
            f"{part.name}: the wall of {part.thickest:g} mm is thicker than the"
            f" envelope ({least:g} mm); {hint or 'correct one of them'}"
        )
    if part.thickest < part.wall:
        raise PartError(
            f"{part.name}: thickest_wall {part.thickest:g} mm is thinner than the"
            f" nominal wall of {part.wall:g} mm; exchange them"
        )


def _area(part: "Part") -> None:
    if part.projected_area is None:
        return
    most = part.length * part.width / 100
    if part.projected_area > most * 1.001:
        fits = _between(0.05 * most, most)
        hint = _meant(part.projected_area, (0.01, 0.1), fits, "cm2")
        raise PartError(
            f"{part.name}: the projected area of {part.projected_area:g} cm2 is larger"
            f" than the envelope's {most:g} cm2; {hint or 'correct one of them'}"
        )


def _amounts(part: "Part") -> None:
    """Mass and volume against the envelope, the wall and each other."""
    known = density(part.material)
    heavy = known.expected / 1000 if known else None
    if part.volume is not None:
        _within(part, part.volume, "volume", "cm3", 1.0)
    if part.mass is not None and heavy is not None:
        _within(part, part.mass, "mass", "g", heavy)
    if part.mass is None or part.volume is None or heavy is None:
        return
    expected = part.volume * heavy
    if abs(part.mass / expected - 1) > AGREEMENT:
        fits = _between(expected * (1 - AGREEMENT), expected * (1 + AGREEMENT))
        hint = _meant(part.mass, (0.001, 1000), fits, "g")
        raise PartError(
            f"{part.name}: {part.volume:g} cm3 of {part.material} weigh"
            f" {expected:.4g} g, not {part.mass:g} g; {hint or 'leave one of them out'}"
        )


def _within(part: "Part", value: float, field: str, unit: str, per_cm3: float) -> None:
    most = part.envelope * per_cm3
    footprint = part.length * part.width * part.wall / 1000
    least = LEAST_FILLING * footprint * per_cm3
    if least <= value <= most * 1.001:
        return
    scales = (0.001, 1000.0, 0.01, 100.0, 0.1, 10.0)
    hint = _meant(value, scales, _between(least, most), unit)
    if not hint and value > 1000 * most:
        hint = (
            f"did you mean {unit}? ({value / 1000:g} {unit} would still be too much:"
            " check the envelope as well)"
        )
    what = (
        f"more than its full envelope, {most:.4g} {unit}"
        if value > most
        else f"less than a thin film of its envelope, {least:.3g} {unit}"
    )
    raise PartError(
        f"{part.name}: {field} of {value:g} {unit} is {what};"
        f" {hint or 'correct the mass or the envelope'}"
    )


def _container(part: "Part") -> None:
    if part.container is None:
        return
    if part.shape != "hollow":
        raise PartError(
            f"{part.name}: only a hollow part has a 'container' volume; set shape to"
            " 'hollow' or leave it out"
        )
    most = part.envelope / 1000
    if part.container > most:
        fits = _between(0.2 * most, most)
        hint = _meant(part.container, (0.001,), fits, "l")
        raise PartError(
            f"{part.name}: a container of {part.container:g} l does not fit into an"
            f" envelope of {most:.3g} l; {hint or 'correct one of them'}"
        )


def _dates(part: "Part") -> None:
    if part.due is None:
        return
    if not _is_date(part.due):
        raise PartError(
            f"{part.name}: due {part.due!r} is not a date; write it as 2027-03-31"
        )


def _is_date(text: str) -> bool:
    """Whether it is one, in the only form whose letters sort like the days."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _lots(part: "Part") -> None:
    if part.quantity > part.lifetime_volume:
        raise PartError(
            f"{part.name}: a lot of {part.quantity} is more than the"
            f" {part.lifetime_volume} pieces of all years; correct one of them"
        )


def _between(low: float, high: float) -> Callable[[float], bool]:
    return lambda value: low <= value <= high


def _meant(
    value: float, scales: tuple[float, ...], fits: Callable[[float], bool], unit: str
) -> str:
    """A question with the value in a neighbouring unit, if that is plausible."""
    for scale in scales:
        if fits(value * scale):
            return f"did you mean {value * scale:.6g} {unit}?"
    return ""
