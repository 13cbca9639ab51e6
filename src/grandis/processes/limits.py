"""The hard limits of each process: what rules it out, and by how much.

A limit gives a `Finding`: ``no`` rules the process out, ``limited`` allows it
with care, ``note`` is worth knowing. Nothing is averaged into a score.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from grandis.processes.errors import ValidityError
from grandis.processes.figures import Figure, FromRow, Record
from grandis.processes.formulas.thermoforming import formed_area, gauge_for_wall
from grandis.processes.materials import mould_walls, runs_in
from grandis.processes.names import PROTOTYPING
from grandis.processes.part import Part
from grandis.processes.reasons import Reason, because
from grandis.processes.tables import assumption, cell, parameter, row
from grandis.processes.tolerances import tolerance

Level = Literal["no", "limited", "note"]

#: Certificates that a substitute material cannot have.
OF_THE_MATERIAL = ("EU 10/2011", "UL 94")


class Finding(Record, frozen=True):
    """What one limit says about a part in a process."""

    level: Level
    reason: Reason


def findings(part: Part, process: str) -> tuple[Finding, ...]:
    """Everything the hard limits say about a part in a process."""
    checks = (
        _material,
        _volume,
        _surface,
        *_OWN.get(process, (_printable,)),
        tolerance,
    )
    misshapen = tuple(Finding(level, reason) for level, reason in _shape(part, process))
    if misshapen:  # no other limit means anything then
        return misshapen
    found = [
        Finding(level, reason)
        for check in checks
        for level, reason in check(part, process)
    ]
    return tuple(found)


Said = Iterator[tuple[Level, Reason]]


def _shape(part: Part, process: str) -> Said:
    made = {
        "extrusion": "constant_section",
        "extrusion_blow_moulding": "hollow",
        "stretch_blow_moulding": "hollow",
        "injection_moulding": "open",
        "thermoforming": "open",
    }.get(process)
    if process in ("injection_moulding", "thermoforming"):
        allowed = part.shape == "open"
    elif process in ("cnc_machining", "vacuum_casting"):
        allowed, made = part.shape != "hollow", "open"
    else:
        allowed = made is None or part.shape == made
    if not allowed:
        yield (
            "no",
            because(
                "shape",
                process=process,
                makes=made or "open",
                shape=part.shape,
            ),
        )


def _material(part: Part, process: str) -> Said:
    runs = runs_in(part.material, process)
    names = {"material": part.material, "process": process}
    if runs.answer == "no":
        yield "no", because("material_no", runs.source, **names)
    if runs.answer == "limited":
        yield "limited", because("material_limited", runs.source, **names)
    if runs.answer == "like":
        yield "limited", because("material_like", runs.source, **names)
        for certificate in part.certificates:
            if certificate in OF_THE_MATERIAL:
                yield (
                    "no",
                    because(
                        "substitute",
                        runs.source,
                        material=part.material,
                        certificate=certificate,
                    ),
                )


def _volume(part: Part, process: str) -> Said:
    pieces = part.lifetime_volume
    if process in PROTOTYPING:
        yield from _at_most_pieces(pieces, assumption(f"{process}.most"))
        return
    least = {
        "injection_moulding": "injection.least",
        "extrusion_blow_moulding": "blow.least",
        "stretch_blow_moulding": "stretch.least",
    }.get(process)
    if process == "extrusion":
        yield from _at_least(
            pieces * part.length / 1000, assumption("extrusion.least"), "m"
        )
    elif process == "thermoforming":
        ten = cell("processes", "thermoforming.economic-range", "low")
        yield from _at_least(pieces, ten, "pieces")
    elif least:
        yield from _at_least(pieces, assumption(least), "pieces")
    if process == "extrusion_blow_moulding":
        asked = cell("processes", "extrusion_blow_moulding.min-order-interest", "low")
        if assumption("blow.least").expected <= pieces < asked.expected:
            yield (
                "limited",
                because("few_limited", asked.row, value=pieces, limit=asked.expected),
            )


def _surface(part: Part, process: str) -> Said:
    """Printed layers and powder show; a sheet shows its tool on one face only."""
    if part.surface == "glossy" and process in ("fdm", "sls_mjf"):
        yield "limited", because("surface_rough", process=process)
    if part.surface != "as_made" and process == "thermoforming":
        yield "note", because("surface_one_side", surface=part.surface)


def _at_least(value: float, limit: Figure, unit: str) -> Said:
    if value < limit.expected:
        by = limit.expected / value
        reason = because(
            "few", limit.row, value=value, limit=limit.expected, by=by, unit=unit
        )
        yield "no", reason


def _at_most_pieces(value: float, limit: Figure) -> Said:
    if value > limit.expected:
        by = value / limit.expected
        yield (
            "no",
            because("many", limit.row, value=value, limit=limit.expected, by=by),
        )


def _wall_between(wall: float, low: Figure, high: Figure, *, hard: bool) -> Said:
    if wall < low.low:
        yield "no", _off("wall_thin", wall, low.low, low)
    if wall > high.high:
        level: Level = "no" if hard else "limited"
        yield level, _off("wall_thick", wall, high.high, high)


def _size(part: Part, limit: Figure, sides: tuple[float, ...]) -> Said:
    if max(sides) > limit.expected:
        yield "no", _off("size", max(sides), limit.expected, limit)


def _off(code: str, value: float, limit: float, source: Figure) -> Reason:
    return because(code, source.row, value=value, limit=limit, by=abs(value - limit))


def _mouldable(part: Part, process: str) -> Said:
    walls = mould_walls(part.material)
    yield from _wall_between(part.wall, walls, walls, hard=False)
    thick = parameter("processes", "injection_moulding.wall-thick-warning.all")
    if part.thickest > 2 * thick.expected:
        yield "no", _off("wall_thick", part.thickest, 2 * thick.expected, thick)
    elif part.thickest > max(thick.expected, walls.high):
        yield "limited", _off("wall_thick", part.thickest, thick.expected, thick)
    fast = parameter("processes", "injection_moulding.thin-wall-limit.all")
    if part.wall < fast.expected:
        yield "note", because("wall_fast", fast.row, limit=fast.expected)
    largest = cell("machine_ladder", "injection-1850t", "mould_max_W_mm", "mm")
    yield from _size(part, largest, (part.length, part.width))


def _extrudable(part: Part, process: str) -> Said:
    walls = assumption("extrusion.wall")
    yield from _wall_between(part.wall, walls, walls, hard=True)
    yield from _size(part, assumption("extrusion.size"), (part.width, part.height))


def _blowable(part: Part, process: str) -> Said:
    blow = process == "extrusion_blow_moulding"
    walls = assumption("blow.wall" if blow else "stretch.wall")
    yield from _wall_between(part.wall, walls, walls, hard=True)
    if part.container is None:
        yield "note", because("container_unknown")
        return
    if blow:
        most = parameter(
            "processes", "extrusion_blow_moulding.container-volume.supplier-offer"
        )
    else:
        most = assumption("stretch.container")
        if part.container < most.low:
            yield (
                "no",
                because(
                    "container_small",
                    most.row,
                    value=part.container,
                    limit=most.low,
                ),
            )
    if part.container > most.high:
        yield (
            "no",
            because("container_large", most.row, value=part.container, limit=most.high),
        )


def _formable(part: Part, process: str) -> Said:
    if part.two_sided:
        yield "no", because("two_sided")
    elif part.two_sided is None:
        yield "limited", because("two_sided_unknown")
    deepest = parameter(
        "processes", "thermoforming.draw-ratio-depth-to-width.bubble-plug"
    )
    ratio = part.height / min(part.length, part.width)
    if ratio > deepest.high:
        by = ratio / deepest.high
        reason = because("draw", deepest.row, value=ratio, limit=deepest.high, by=by)
        yield "no", reason
    area = row("processes", "thermoforming.forming-area-max.largest-supplier")
    length, width, depth = (float(side) for side in area.text("typical").split("x"))
    source = FromRow(area.file, area.id, "typical", area.status())
    sides = sorted((part.length, part.width), reverse=True)
    for value, limit in zip((*sides, part.height), (length, width, depth), strict=True):
        if value > limit:
            by = value - limit
            yield "no", because("size", source, value=value, limit=limit, by=by)
    yield from _gauge(part)


def _gauge(part: Part) -> Said:
    thin = assumption("thermoforming.thin_gauge")
    gauges = parameter("processes", "thermoforming.sheet-gauge.heavy-gauge-supplier")
    sheet = part.length * part.width
    try:
        formed = formed_area(part.length, part.width, part.height)
        gauge = gauge_for_wall(part.wall, sheet, formed)
    except ValidityError:
        return
    if gauge > gauges.high:
        yield "no", because("gauge", gauges.row, value=gauge, limit=gauges.high)
    if part.wall < thin.low / 2:
        yield "no", _off("wall_thin", part.wall, thin.low / 2, thin)


def _printable(part: Part, process: str) -> Said:
    least = assumption(f"{process}.wall")
    if part.wall < least.expected:
        yield "no", _off("wall_thin", part.wall, least.expected, least)
    longest = (part.length, part.width, part.height)
    if process == "sls_mjf":
        chamber = row("processes", "sls_mjf.build-volume-hp5200")
        sides = sorted(float(side) for side in chamber.text("typical").split("x"))
        source = FromRow(chamber.file, chamber.id, "typical", chamber.status())
        for value, limit in zip(sorted(longest), sides, strict=True):
            if value > limit:
                by = value - limit
                yield "no", because("size", source, value=value, limit=limit, by=by)
    else:
        yield from _size(part, assumption(f"{process}.size"), longest)


_OWN: dict[str, tuple[Callable[[Part, str], Said], ...]] = {
    "injection_moulding": (_mouldable,),
    "extrusion": (_extrudable,),
    "extrusion_blow_moulding": (_blowable,),
    "stretch_blow_moulding": (_blowable,),
    "thermoforming": (_formable,),
}
