"""Plausible limits for machines known only by kind and size.

Every limit made here is an ASSUMPTION and listed as such in the machine's
`assumed`, so that members see it and replace it with their own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from grandis.processes.errors import NetworkError
from grandis.processes.machines import Limits, Machine, MemberFacts, Network
from grandis.processes.part import CERTIFICATES, Certificate, Room
from grandis.processes.tables import assumption, parameter, table

#: The process of each kind of resource, by the letters in its id.
KINDS: Mapping[str, str] = {
    "IM": "injection_moulding",
    "EX": "extrusion",
    "SHT": "extrusion",
    "EBM": "extrusion_blow_moulding",
    "SBM": "stretch_blow_moulding",
    "TF": "thermoforming",
    "TFH": "thermoforming",
    "TRIM": "trimming",
    "CNC": "cnc_machining",
    "EDM": "spark_eroding",
    "TLR": "mould_making",
    "FDM": "fdm",
    "SLA": "sla",
    "SLS": "sls_mjf",
    "VAC": "vacuum_casting",
    "PRO": "fdm",
    "LAB": "inspection",
    "DES": "part_design",
    "ASM": "assembly",
    "WLD": "welding",
    "PRT": "printing",
    "PAK": "packing",
    "FAB": "drilling",
    "COU": "training",
}
_ID = re.compile(r"[A-Z0-9]+-([A-Z]+)(?:-\d+)?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?) (?:t|mm|L|m²)\b")


def demo_network(
    problem: Mapping[str, Any], certificates: Mapping[str, str]
) -> Network:
    """A network from a planning problem's plain values.

    Parameters
    ----------
    problem
        The planning problem as JSON values; its opportunities are dropped.
    certificates
        What each member holds, as text, by member id ("ISO 9001, BRCGS").

    Raises
    ------
    NetworkError
        When a resource's id does not name a kind that is known.
    """
    owner = {site["id"]: site["member"] for site in problem["sites"]}
    members = tuple(
        MemberFacts(m["id"], m.get("name", ""), held(certificates.get(m["id"], "")))
        for m in problem["members"]
    )
    rooms = {id_: room(text) for id_, text in certificates.items()}
    machines = demo_machines(problem["resources"], owner, rooms)
    return Network(machines, members, {**problem, "opportunities": []})


def demo_machines(
    resources: Iterable[Mapping[str, Any]],
    owner: Mapping[str, str],
    rooms: Mapping[str, Room | None],
) -> tuple[Machine, ...]:
    """Machines for resources given by id, site and name.

    Parameters
    ----------
    owner
        The member of each site.
    rooms
        The clean room in which a member's machines stand.
    """
    return tuple(
        _machine(resource, owner[resource["site"]], rooms) for resource in resources
    )


def held(text: str) -> tuple[Certificate, ...]:
    """The certificates that a text names, in the words of the library."""
    plain = text.replace("UL94", "UL 94")
    return tuple(c for c in CERTIFICATES if "/B" not in c and c in plain)


def room(text: str) -> Room | None:
    """The clean room that a text of certificates names."""
    match = re.search(r"ISO 14644 class ([78])", text)
    if match is None:
        return None
    return "ISO 7" if match[1] == "7" else "ISO 8"


def _machine(
    resource: Mapping[str, Any], member: str, rooms: Mapping[str, Room | None]
) -> Machine:
    id_, name = resource["id"], resource.get("name", "")
    match = _ID.fullmatch(id_)
    if match is None or match[1] not in KINDS:
        raise NetworkError(
            f"resource '{id_}': its id does not name a kind; use one of"
            f" {', '.join(KINDS)} as in A-IM-01"
        )
    kind = match[1]
    size = _SIZE.search(name)
    limits = _LIMITS[kind](float(size[1]) if size else 1.0) if kind in _LIMITS else {}
    return Machine(
        id_,
        member,
        resource["site"],
        KINDS[kind],
        name,
        msgspec.convert(limits, Limits),
        tuple(limits),
        rooms.get(member),
    )


def _press(tonnes: float) -> dict[str, float]:
    rows = [row for id_, row in table("machine_ladder").items() if row.text("rate")]
    ladder = sorted(
        (
            row.number("clamp_t") or 0.0,
            row.number("max_shot_g") or 0.0,
            row.number("mould_max_W_mm") or 0.0,
            row.number("mould_max_H_mm") or 0.0,
        )
        for row in rows
    )
    shot, short, long = (
        _interpolated(tonnes, [(row[0], row[column]) for row in ladder])
        for column in (1, 2, 3)
    )
    return {
        "clamp": 10 * tonnes,
        "shot": shot,
        "tie_bar_short": min(short, long),
        "tie_bar_long": max(short, long),
        "mould_low": 100 + 0.3 * tonnes,
        "mould_high": 350 + 1.0 * tonnes,
        "opening": 250 + 1.0 * tonnes,
        "thin_wall": 1.0 if tonnes <= 400 else 1.5,
    }


def _interpolated(x: float, points: list[tuple[float, float]]) -> float:
    """Straight between neighbouring points, in proportion outside of them."""
    if x <= points[0][0]:
        return points[0][1] * x / points[0][0]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1] * x / points[-1][0]


def _line(screw: float) -> dict[str, float]:
    drag = parameter("processes", f"extrusion.drag-flow-output.{screw:g}-mm").expected
    output = drag * assumption("extrusion.output_factor").expected
    return {"output": output, "profile_long": 2 * screw, "profile_short": 1.4 * screw}


def _sheet_line(screw: float) -> dict[str, float]:
    return {**_line(screw), "profile_long": 10 * screw, "profile_short": 15.0}


def _blower(litres: float) -> dict[str, float]:
    edge = 100 * litres ** (1 / 3)
    return {
        "container_most": litres,
        "container_least": litres / 20,
        "head": 2.2 * edge + 60,
    }


def _stretcher(litres: float) -> dict[str, float]:
    edge = 100 * litres ** (1 / 3)
    return {
        "container_most": litres,
        "container_least": litres / 10,
        "head": 3 * edge + 40,
        "cavities": 4 if litres <= 2 else 1,
    }


def _box(
    long: float, middle: float, short: float
) -> Callable[[float], dict[str, float]]:
    return lambda _: {"build_long": long, "build_middle": middle, "build_short": short}


def _forming_line(_: float) -> dict[str, float]:
    return {
        "forming_long": 750,
        "forming_short": 450,
        "depth": 120,
        "gauge_least": 0.2,
        "gauge_most": 1.5,
    }


def _sheet_former(square_metres: float) -> dict[str, float]:
    short = 1000 * (square_metres / 1.6) ** 0.5
    return {
        "forming_long": 1.6 * short,
        "forming_short": short,
        "depth": 500,
        "gauge_least": 1.5,
        "gauge_most": 10,
    }


_LIMITS: Mapping[str, Callable[[float], dict[str, float]]] = {
    "IM": _press,
    "EX": _line,
    "SHT": _sheet_line,
    "EBM": _blower,
    "SBM": _stretcher,
    "TF": _forming_line,
    "TFH": _sheet_former,
    "TRIM": _box(2500, 1500, 800),
    "CNC": _box(800, 500, 400),
    "FDM": _box(300, 300, 300),
    "PRO": _box(250, 250, 250),
    "SLA": _box(300, 300, 300),
    "SLS": _box(380, 380, 284),
    "VAC": _box(500, 500, 500),
}
