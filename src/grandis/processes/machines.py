"""Machines and members with their capabilities: the network of a cluster.

A machine's `id` is the id of the planning resource that it is, and its
`member` and `site` are those of the planning problem. Limits are in kN, mm, g
(of polystyrene), kg/h, l, cm3/s and s; what is None was not entered. Names in
`assumed` are limits that we assumed and the member has not confirmed.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from grandis.errors import FileError
from grandis.processes.errors import NetworkError
from grandis.processes.figures import Figure, FromEntry, Record
from grandis.processes.names import PROCESSES
from grandis.processes.part import Certificate, Room

Size = Annotated[float, msgspec.Meta(gt=0, le=1e7)]


class Limits(Record, frozen=True):
    """What a machine can take; each process uses its own.

    A press: `clamp`, `tie_bar_long`, `tie_bar_short`, `mould_low`,
    `mould_high`, `opening`, `robot`, `shot`, `thin_wall` (least wall it fills),
    `injection_rate`, `dry_cycle`. A line: `output`, `profile_long`,
    `profile_short`. Blow moulding: `container_least`, `container_most`,
    `head`, `cavities`, `dry_cycle`. Forming: `forming_long`, `forming_short`,
    `depth`, `gauge_least`, `gauge_most`. Printers and cutters: `build_long`,
    `build_middle`, `build_short`.
    """

    clamp: Size | None = None
    tie_bar_long: Size | None = None
    tie_bar_short: Size | None = None
    mould_low: Size | None = None
    mould_high: Size | None = None
    opening: Size | None = None
    robot: bool = False
    shot: Size | None = None
    thin_wall: Size | None = None
    injection_rate: Size | None = None
    dry_cycle: Size | None = None
    output: Size | None = None
    profile_long: Size | None = None
    profile_short: Size | None = None
    container_least: Size | None = None
    container_most: Size | None = None
    head: Size | None = None
    cavities: Annotated[int, msgspec.Meta(ge=1, le=256)] | None = None
    forming_long: Size | None = None
    forming_short: Size | None = None
    depth: Size | None = None
    gauge_least: Size | None = None
    gauge_most: Size | None = None
    build_long: Size | None = None
    build_middle: Size | None = None
    build_short: Size | None = None


class Machine(Record, frozen=True):
    """A machine, a line or a team, and what it can do.

    `materials` lists what it handles; empty means whatever the process can.
    `rate` is the member's own, in EUR an hour without operator; it is used
    in quotations only with `rate_consent`.
    """

    id: str
    member: str
    site: str
    process: str
    name: str = ""
    limits: Limits = Limits()
    assumed: tuple[str, ...] = ()
    room: Room | None = None
    materials: tuple[str, ...] = ()
    rate: Annotated[float, msgspec.Meta(ge=0, le=2000)] | None = None
    rate_consent: bool = False


class Factor(Record, frozen=True):
    """What a member's confirmed figures are over our estimates, as a range.

    For the `kind` ``time`` or ``cost`` of a process, learned from `count`.
    """

    process: str
    kind: Literal["time", "cost"]
    low: float
    expected: float
    high: float
    count: int


class MemberFacts(Record, frozen=True):
    """A member's certificates and what was learned about its estimates.

    The factors are used in quotations only with `factor_consent`.
    """

    id: str
    name: str = ""
    certificates: tuple[Certificate, ...] = ()
    factors: tuple[Factor, ...] = ()
    factor_consent: bool = False


class Network(Record, frozen=True):
    """A network file: a planning problem without opportunities, and capabilities.

    `problem` is kept as it came; whoever plans decodes it.
    """

    machines: tuple[Machine, ...]
    members: tuple[MemberFacts, ...] = ()
    problem: dict[str, Any] = msgspec.field(default_factory=dict)
    format: Literal["grandis-network"] = "grandis-network"
    version: Literal[1] = 1

    def __post_init__(self) -> None:
        _check(self)

    def facts(self, member: str) -> MemberFacts:
        """What is known of a member; nothing if it is not listed."""
        found = (facts for facts in self.members if facts.id == member)
        return next(found, MemberFacts(member))


def read_network(data: Mapping[str, object], where: str = "network") -> Network:
    """A network from the values of a JSON object.

    Raises
    ------
    NetworkError
        One sentence that says what is wrong, where, and what to do.
    """
    if data.get("format") != "grandis-network" or data.get("version") != 1:
        raise NetworkError(
            f"{where}: is not a network file of version 1; it must hold"
            ' "format": "grandis-network" and "version": 1'
        )
    try:
        return msgspec.convert(data, Network)
    except msgspec.ValidationError as error:
        raise NetworkError(f"{where}: {error}; correct it") from None
    except NetworkError as error:
        raise NetworkError(f"{where}: {error}") from None


def load_network(path: Path) -> Network:
    """A network from a JSON file.

    Raises
    ------
    InputError
        When the file cannot be read or contradicts itself.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(
            f"{path}: cannot be read ({error.strerror}); check it"
        ) from None
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path}: is not JSON ({error}); correct it") from None
    if not isinstance(data, dict):
        raise FileError(f"{path}: holds no network; write one JSON object")
    return read_network(data, path.name)


def network_json(network: Network) -> dict[str, Any]:
    """The network as JSON values, as `read_network` takes them."""
    values: dict[str, Any] = msgspec.to_builtins(network)
    return {"format": network.format, "version": network.version, **values}


def own(machine: Machine, value: float, unit: str, field: str) -> Figure:
    """A figure of a machine: the member's entry, or our assumption about it."""
    status = "ASSUMPTION" if field in machine.assumed else "entered"
    source = FromEntry(machine.member, f"{machine.id}: {field}", status)
    return Figure(value, value, value, unit, source)


def _check(network: Network) -> None:
    known = {facts.id for facts in network.members}
    for id_, times in Counter(machine.id for machine in network.machines).items():
        if times > 1:
            raise NetworkError(f"machine '{id_}' is there {times} times; keep one")
    for machine in network.machines:
        if machine.process not in PROCESSES:
            raise NetworkError(
                f"machine '{machine.id}': there is no process '{machine.process}';"
                f" use one of {', '.join(PROCESSES)}"
            )
        if known and machine.member not in known:
            raise NetworkError(
                f"machine '{machine.id}': member '{machine.member}' is not in"
                " members; add it"
            )
        for name in machine.assumed:
            if name not in Limits.__struct_fields__:
                raise NetworkError(
                    f"machine '{machine.id}': assumed names '{name}', which is no"
                    " limit; remove it"
                )
