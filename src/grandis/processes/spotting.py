"""Spots what a cluster can do, cannot do, and could do together.

The coverage matrix counts the members behind each stage, process, material and
certificate; gaps are what refused opportunities needed and nobody has; teams
are members who together can do what none of them can alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from grandis.processes.figures import Record
from grandis.processes.fit import Fit, fit, lacking
from grandis.processes.machines import Machine, Network
from grandis.processes.materials import runs_in
from grandis.processes.names import PRODUCTION, STAGES
from grandis.processes.needs import Need
from grandis.processes.part import CERTIFICATES
from grandis.processes.reasons import Reason
from grandis.processes.tables import table

#: The largest team that `teams` looks for.
LARGEST_TEAM = 4


class Cell(Record, frozen=True):
    """Who can do a process in a material under a certificate.

    `material` is empty for work that has none; an empty `certificate` asks for
    none. `members` is the depth: one means that nobody can step in.
    """

    stage: str
    process: str
    material: str
    certificate: str
    members: tuple[str, ...]
    machines: int

    @property
    def depth(self) -> int:
        """How many members."""
        return len(self.members)


class Coverage(Record, frozen=True):
    """The coverage matrix of a network, empty cells included."""

    cells: tuple[Cell, ...]

    def depth(self, process: str, material: str = "", certificate: str = "") -> int:
        """The largest depth of a process in a material under a certificate.

        Without a material, in whichever is covered best.
        """
        found = (
            cell.depth
            for cell in self.cells
            if (cell.process, cell.certificate) == (process, certificate)
            and material in ("", cell.material)
        )
        return max(found, default=0)

    def alone(self, process: str) -> dict[str, tuple[str, ...]]:
        """The materials of a process that one member alone can run, by member."""
        found: dict[str, tuple[str, ...]] = {}
        for cell in self.cells:
            if (cell.process, cell.certificate, cell.depth) == (process, "", 1):
                (member,) = cell.members
                found[member] = (*found.get(member, ()), cell.material)
        return found


class Refused(Record, frozen=True):
    """An opportunity that was refused: its value in EUR and what it needed."""

    id: str
    value: float
    needs: tuple[Need, ...]


class Gap(Record, frozen=True):
    """Something the cluster lacks, and what that cost.

    `lacking` names what the nearest machine, `nearest`, fails on (no machine
    at all: nothing), `reasons` says by how much. `lost` is the value of the
    opportunities that hit this gap, `lost_alone` of those that hit no other.
    """

    process: str
    material: str
    lacking: tuple[str, ...]
    nearest: str | None
    reasons: tuple[Reason, ...]
    opportunities: tuple[str, ...]
    lost: float
    lost_alone: float


class Team(Record, frozen=True):
    """Members who together can do every need; who does which, by its name."""

    members: tuple[str, ...]
    does: dict[str, tuple[str, ...]]


def coverage(network: Network) -> Coverage:
    """The coverage matrix over stages, processes, materials and certificates."""
    cells = []
    for process, stage in STAGES.items():
        machines = [m for m in network.machines if m.process == process]
        for material in table("materials") if process in PRODUCTION else ("",):
            able = [m for m in machines if _runs(m, material)]
            for certificate in ("", *CERTIFICATES):
                held = [m for m in able if _holds(m, certificate, network)]
                members = tuple(sorted({machine.member for machine in held}))
                cells.append(
                    Cell(stage, process, material, certificate, members, len(held))
                )
    return Coverage(tuple(cells))


def gaps(refused: Iterable[Refused], network: Network) -> tuple[Gap, ...]:
    """What refused opportunities needed and no member has, dearest first."""
    hits: dict[tuple[str, str, tuple[str, ...]], list[tuple[Refused, Fit | None]]] = {}
    alone: dict[str, int] = {}
    for opportunity in refused:
        for wanted in opportunity.needs:
            nearest = _nearest(wanted, network)
            if nearest is not None and nearest.answer != "no":
                continue
            codes = tuple(
                sorted({_lack(r) for r in nearest.reasons} if nearest else ())
            )
            key = (wanted.process, wanted.material, codes)
            hits.setdefault(key, []).append((opportunity, nearest))
            alone[opportunity.id] = alone.get(opportunity.id, 0) + 1
    found = [_gap(key, hit, alone) for key, hit in hits.items()]
    return tuple(sorted(found, key=lambda gap: (-gap.lost, -gap.lost_alone)))


def teams(
    needs: Mapping[str, Need], network: Network, largest: int = LARGEST_TEAM
) -> tuple[Team, ...]:
    """The smallest sets of members that can do all the needs.

    Nothing if one member can do everything alone, for then no team is needed,
    or if some need is beyond everybody. No team holds a member it could do
    without. Smaller teams first, then those with more hands for each need.
    """
    able = {name: _able(wanted, network) for name, wanted in needs.items()}
    members = sorted(set().union(*able.values())) if able else []
    found: list[frozenset[str]] = []
    for size in range(1, largest + 1):
        for team in map(frozenset, combinations(members, size)):
            if any(smaller <= team for smaller in found):
                continue
            if all(team & who for who in able.values()):
                found.append(team)
        if found and size == 1:
            return ()
    made = [_team(team, able) for team in found]
    hands = {team.members: sum(map(len, team.does.values())) for team in made}
    return tuple(sorted(made, key=lambda t: (len(t.members), -hands[t.members])))


def _team(team: frozenset[str], able: Mapping[str, frozenset[str]]) -> Team:
    does = {name: tuple(sorted(team & who)) for name, who in able.items()}
    return Team(tuple(sorted(team)), does)


def _able(wanted: Need, network: Network) -> frozenset[str]:
    fits = _fits(wanted, network)
    return frozenset(found.member for found in fits if found.answer != "no")


def _fits(wanted: Need, network: Network) -> Sequence[Fit]:
    return [
        fit(wanted, machine, network.facts(machine.member))
        for machine in network.machines
        if machine.process == wanted.process
    ]


def _nearest(wanted: Need, network: Network) -> Fit | None:
    """The fit with the best answer and the fewest reasons against it."""
    order = ("fits", "borderline", "no")
    return min(
        _fits(wanted, network),
        key=lambda found: (order.index(found.answer), len(found.reasons)),
        default=None,
    )


def _lack(reason: Reason) -> str:
    """What a reason says is lacking: a certificate by name, else its code."""
    for name in ("certificate", "material", "need"):
        value = reason.values.get(name)
        if isinstance(value, str):
            return value
    return reason.code


def _gap(
    key: tuple[str, str, tuple[str, ...]],
    hit: list[tuple[Refused, Fit | None]],
    alone: Mapping[str, int],
) -> Gap:
    process, material, codes = key
    nearest = hit[0][1]
    opportunities = {opportunity.id: opportunity.value for opportunity, _ in hit}
    return Gap(
        process,
        material,
        codes,
        nearest.machine if nearest else None,
        nearest.reasons if nearest else (),
        tuple(opportunities),
        sum(opportunities.values()),
        sum(value for id_, value in opportunities.items() if alone[id_] == 1),
    )


def _runs(machine: Machine, material: str) -> bool:
    if not material:
        return True
    handled = not machine.materials or material in machine.materials
    return handled and runs_in(material, machine.process).answer != "no"


def _holds(machine: Machine, certificate: str, network: Network) -> bool:
    held = network.facts(machine.member).certificates
    return not certificate or not lacking((certificate,), held)
