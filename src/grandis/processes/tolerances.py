"""What tolerance each process keeps: DIN 16742 TG6 and the tables read."""

from collections.abc import Iterator
from typing import Literal

from grandis.processes.figures import Figure, FromRow
from grandis.processes.names import PROTOTYPING
from grandis.processes.part import Part
from grandis.processes.reasons import Reason, because
from grandis.processes.tables import assumption, parameter, table

#: Nominal sizes up to which the rows of DIN 16742, group TG6, hold.
TG6_SIZES = (3, 6, 10, 18, 30, 50, 80, 120, 180, 250, 315, 400, 500, 630, 800, 1000)
#: Profile sizes up to which the rows of the extrusion table are used.
PROFILE_SIZES = {
    3.2: "0-3-2-mm",
    25.4: "12-7-25-4-mm",
    76.0: "50-76-mm",
    254.0: "178-254-mm",
}
#: Forming: the tool side keeps so much more for each further 25 mm over 300.
FORMING_STEP = (300.0, 25.0, 0.025)

Said = Iterator[tuple[Literal["no", "limited", "note"], Reason]]


def nominal_size(part: Part) -> float:
    """The size in mm that the tolerance is asked for; else the longest side.

    Of a constant section the length is cut, so the section counts.
    """
    section = max(part.width, part.height)
    if part.shape == "constant_section":
        return part.tolerance_size or section
    return part.tolerance_size or max(section, part.length)


def tolerance(part: Part, process: str) -> Said:
    """What a process says to the tolerance asked."""
    if part.tolerance is None:
        return
    if process == "injection_moulding":
        yield from _moulded(part, part.tolerance)
    elif process in ("extrusion_blow_moulding", "stretch_blow_moulding"):
        found = _blow_source()
        yield "limited", because("tolerance_unknown", found, process=process)
    else:
        limit, source = _kept(part, process)
        if part.tolerance < limit:
            yield "no", _fine(part.tolerance, limit, process, source)


def tg6(size: float) -> Figure | None:
    """DIN 16742 TG6 for a nominal size in mm: +- mm.

    `expected` is for dimensions made by one half of the tool, `high` for the
    others. None beyond 1000 mm, where the table ends.
    """
    for most in TG6_SIZES:
        if size <= most:
            id_ = "injection_moulding.tolerance-din16742-tg6.nominal-up-to"
            return parameter("processes", f"{id_}-{most}-mm")
    return None


def _moulded(part: Part, asked: float) -> Said:
    size = nominal_size(part)
    usual = tg6(size)
    if usual is None:
        yield "limited", because("tolerance_unknown", process="injection_moulding")
        return
    source = usual.row
    limit = usual.expected
    if asked < limit * assumption("injection.precision").expected:
        yield "no", _fine(asked, limit, "injection_moulding", source)
    elif asked < limit:
        reason = because("tolerance_precision", source, value=asked, limit=limit)
        yield "limited", reason
    elif asked < usual.high:
        yield "note", because("tolerance_tool", source, value=asked)


def _kept(part: Part, process: str) -> tuple[float, FromRow | None]:
    """The tightest tolerance in +- mm and its row."""
    size = nominal_size(part)
    if process == "extrusion":
        name = next((n for most, n in PROFILE_SIZES.items() if size <= most), None)
        band = name or PROFILE_SIZES[254.0]
        figure = parameter("processes", f"extrusion.profile-dim-tolerance.{band}")
        return figure.low, figure.row
    if process == "thermoforming":
        figure = parameter(
            "processes", "thermoforming.tolerance-tool-side.machined-al-first-300-mm"
        )
        first, step, more = FORMING_STEP
        return figure.expected + max(0.0, size - first) / step * more, figure.row
    if process == "cnc_machining":
        figure = parameter("processes", "cnc_machining.tolerance.plastics-default")
        return figure.expected, figure.row
    assert process in PROTOTYPING, process
    figure = assumption(f"{process}.tolerance")
    return figure.expected, figure.row


def _fine(asked: float, limit: float, process: str, source: FromRow | None) -> Reason:
    return because(
        "tolerance_fine",
        source,
        value=asked,
        limit=limit,
        by=limit / asked,
        process=process,
    )


def _blow_source() -> FromRow:
    found = table("processes")["extrusion_blow_moulding.tolerance"]
    return FromRow(found.file, found.id, "typical", found.status())
