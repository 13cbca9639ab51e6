"""Refuses parts that cannot exist, and guesses which unit was meant."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from grandis.processes.errors import PartError
from grandis.processes.faults import Fault
from grandis.processes.materials import density, material

if TYPE_CHECKING:
    from grandis.processes.part import Part

#: A number that was probably meant, and its unit.
Meant = tuple[float, str]
#: Two figures for one thing may differ this much before they contradict.
AGREEMENT = 0.1
#: A part is at least this much of its footprint times its wall.
LEAST_FILLING = 0.05


def refuse_the_impossible(part: "Part") -> None:
    """Raise a `PartError` with one sentence if the part cannot exist."""
    material(part.material)
    for rule in (_mass_given, _walls, _area, _amounts, _container, _dates, _lots):
        rule(part)


def _refuse(
    part: "Part", code: str, meant: Meant | None = None, **values: float | str
) -> NoReturn:
    number, unit = meant or (None, "")
    fault = Fault(code, values, number, unit)
    raise PartError(f"{part.name}: {fault.sentence}", fault)


def _mass_given(part: "Part") -> None:
    if part.mass is None and part.volume is None:
        _refuse(part, "unweighed")


def _walls(part: "Part") -> None:
    least = min(part.length, part.width, part.height)
    if part.thickest > least:
        meant = _meant(part.thickest, (0.1, 0.001), _between(0.1, least), "mm")
        _refuse(part, "wall_over", meant, value=part.thickest, limit=least)
    if part.thickest < part.wall:
        _refuse(part, "walls", value=part.thickest, limit=part.wall)


def _area(part: "Part") -> None:
    if part.projected_area is None:
        return
    most = part.length * part.width / 100
    if part.projected_area > most * 1.001:
        fits = _between(0.05 * most, most)
        meant = _meant(part.projected_area, (0.01, 0.1), fits, "cm2")
        _refuse(part, "area_over", meant, value=part.projected_area, limit=most)


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
        _refuse(
            part,
            "mass_volume",
            _meant(part.mass, (0.001, 1000), fits, "g"),
            volume=part.volume,
            material=part.material,
            expected=expected,
            value=part.mass,
        )


def _within(part: "Part", value: float, field: str, unit: str, per_cm3: float) -> None:
    most = part.envelope * per_cm3
    footprint = part.length * part.width * part.wall / 1000
    least = LEAST_FILLING * footprint * per_cm3
    if least <= value <= most * 1.001:
        return
    scales = (0.001, 1000.0, 0.01, 100.0, 0.1, 10.0)
    meant = _meant(value, scales, _between(least, most), unit)
    if meant is None and value > 1000 * most:
        smaller = value / 1000
        _refuse(part, f"{field}_unit", value=value, limit=most, smaller=smaller)
    code, limit = ("over", most) if value > most else ("under", least)
    _refuse(part, f"{field}_{code}", meant, value=value, limit=limit)


def _container(part: "Part") -> None:
    if part.container is None:
        return
    if part.shape != "hollow":
        _refuse(part, "container_shape")
    most = part.envelope / 1000
    if part.container > most:
        meant = _meant(part.container, (0.001,), _between(0.2 * most, most), "l")
        _refuse(part, "container_over", meant, value=part.container, limit=most)


def _dates(part: "Part") -> None:
    if part.due is not None and not _is_date(part.due):
        _refuse(part, "due", value=part.due)


def _is_date(text: str) -> bool:
    """Whether it is one, in the only form whose letters sort like the days."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _lots(part: "Part") -> None:
    if part.quantity > part.lifetime_volume:
        _refuse(part, "lot", value=part.quantity, limit=part.lifetime_volume)


def _between(low: float, high: float) -> Callable[[float], bool]:
    return lambda value: low <= value <= high


def _meant(
    value: float, scales: tuple[float, ...], fits: Callable[[float], bool], unit: str
) -> Meant | None:
    """The value in a neighbouring unit, if that is plausible."""
    found = (value * scale for scale in scales if fits(value * scale))
    number = next(found, None)
    return None if number is None else (number, unit)
