"""Who in the demo could do a piece of work, for how long and how much."""

from collections.abc import Collection, Iterable
from itertools import chain, zip_longest
from math import ceil, inf
from random import Random

from grandis.planning.demo.network import Machine
from grandis.planning.demo.tables import Company, companies
from grandis.planning.problem import Option

#: No step has more options than this.
MOST_OPTIONS = 8


class Workshop:
    """All machines and teams of some companies, to choose from."""

    def __init__(
        self,
        machines: Iterable[Machine],
        random: Random,
        owners: Iterable[Company] | None = None,
    ) -> None:
        known = companies() if owners is None else tuple(owners)
        self._machines = tuple(machines)
        self._random = random
        self._certifications = {c.code: c.certifications for c in known}
        self._research = {c.code for c in known if c.kind == "research"}

    def machines(
        self,
        kinds: Collection[str],
        *,
        least: float = 0,
        most: float = inf,
        certificate: str = "",
    ) -> tuple[Machine, ...]:
        """All of some kinds, from the least to the most sensible size."""
        return tuple(
            machine
            for machine in self._machines
            if machine.kind in kinds
            and least <= machine.size <= most
            and certificate in self._certifications[machine.member]
        )

    def research(self, machines: Iterable[Machine]) -> tuple[Machine, ...]:
        """Those of research and training members."""
        return tuple(m for m in machines if m.member in self._research)

    def industry(self, machines: Iterable[Machine]) -> tuple[Machine, ...]:
        """Those of companies."""
        return tuple(m for m in machines if m.member not in self._research)

    def some(self, machines: Collection[Machine]) -> tuple[Machine, ...]:
        """As many as a step may have options, from as many members as possible."""
        by_member: dict[str, list[Machine]] = {}
        for machine in self._random.sample(list(machines), len(machines)):
            by_member.setdefault(machine.member, []).append(machine)
        in_turn = chain.from_iterable(zip_longest(*by_member.values()))
        kept = {m.resource.id for m in list(filter(None, in_turn))[:MOST_OPTIONS]}
        return tuple(m for m in machines if m.resource.id in kept)


def options(
    machines: Iterable[Machine], hours: float, material: float = 0.0
) -> tuple[Option, ...]:
    """Work of so many hours on each machine; `material` is in EUR."""
    found = []
    for machine in machines:
        duration = max(1, ceil(hours * machine.slowness))
        cost = round(machine.rate * duration + 100 * material)
        found.append(Option(machine.resource.id, duration, cost))
    return tuple(found)
