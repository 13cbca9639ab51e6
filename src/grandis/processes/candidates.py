"""Who can do a step, with hours and price: machines held against a need."""

from collections.abc import Callable

from grandis.processes.errors import ValidityError
from grandis.processes.estimates import Basis, Estimate
from grandis.processes.figures import Figure
from grandis.processes.fit import Fit, fit
from grandis.processes.machines import Machine, Network
from grandis.processes.needs import Need, need
from grandis.processes.part import Part
from grandis.processes.reasons import because
from grandis.processes.routes import Option

#: Hours and price of a step on a machine, and the estimate behind them.
Priced = tuple[Figure, Figure, Estimate | None]
Pricing = Callable[[Basis], Priced]


class Field:
    """The machines of a network, asked step by step.

    Machines that ask the same of the arithmetic (no figures of their own) share
    one estimate.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.by_process: dict[str, list[Machine]] = {}
        self.facts = {member.id: member for member in network.members}
        for machine in network.machines:
            self.by_process.setdefault(machine.process, []).append(machine)

    def machines(self, process: str) -> list[Machine]:
        """The machines of a process."""
        return self.by_process.get(process, [])

    def fits(self, wanted: Need) -> list[Fit]:
        """How each machine of the need's process fits."""
        return [
            fit(wanted, machine, self.network.facts(machine.member))
            for machine in self.machines(wanted.process)
        ]

    def takes(self, part: Part, process: str, cavities: int) -> bool:
        """Whether some machine takes the part with so many cavities."""
        wanted = need(part, process, cavities)
        return any(found.answer != "no" for found in self.fits(wanted))

    def options(
        self, wanted: Need, pricing: Pricing
    ) -> tuple[tuple[Option, ...], tuple[Fit, ...], Estimate | None]:
        """The machines that can, those that cannot, and one estimate of the rest."""
        options: list[Option] = []
        refused: list[Fit] = []
        first: Estimate | None = None
        known = {machine.id: machine for machine in self.machines(wanted.process)}
        for found in self.fits(wanted):
            if found.answer == "no":
                refused.append(found)
                continue
            basis = self._basis(known[found.machine])
            try:
                hours, price, made = pricing(basis)
            except ValidityError as error:
                outside = because("outside", why=str(error))
                refused.append(
                    Fit(found.machine, found.member, "no", (*found.reasons, outside))
                )
                continue
            first = first or made
            options.append(_option(found, basis, hours, price))
        return tuple(options), tuple(refused), first

    def _basis(self, machine: Machine) -> Basis:
        return Basis(machine, self.facts.get(machine.member))


def _option(found: Fit, basis: Basis, hours: Figure, price: Figure) -> Option:
    machine, member = basis.machine, basis.member
    own = machine is not None and machine.rate is not None and machine.rate_consent
    learned = member is not None and member.factor_consent and bool(member.factors)
    answer: str = found.answer
    return Option(
        found.machine,
        found.member,
        "fits" if answer == "fits" else "borderline",
        hours,
        price,
        found.reasons,
        own or learned,
    )
