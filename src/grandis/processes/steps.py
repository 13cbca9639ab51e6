"""Single steps of a route, with the machines that can do each."""

import msgspec

from grandis.processes import workings
from grandis.processes.candidates import Field, Pricing
from grandis.processes.fit import Fit
from grandis.processes.names import PROTOTYPING, STAGES
from grandis.processes.needs import Need, need
from grandis.processes.part import Part
from grandis.processes.reasons import Reason, because
from grandis.processes.routes import Choice, Step

#: Processes whose machines can make tools.
TOOL_SHOPS = ("mould_making", "cnc_machining")


class Steps:
    """Makes steps for a lot of a part and collects what is missing."""

    def __init__(self, part: Part, field: Field, quantity: int) -> None:
        self.part = part
        self.field = field
        self.quantity = quantity
        self.missing: list[Reason] = []
        self.before = tuple(self.preparation())

    def preparation(self) -> list[Step]:
        part = self.part
        design = self.step("design", ("part_design",), workings.design(part), ())
        if not part.prototype:
            return design
        steps: list[Step] = []
        few = workings.prototypes(part)
        for process, pricing in few.items():
            steps += self.step(
                "prototype", (process,), pricing, ids(design), part=part, quiet=True
            )
        if not steps:
            self.miss(because("step_outside", step="prototype"))
            return design
        options = tuple(option for step in steps for option in step.options)
        refused = tuple(fit for step in steps for fit in step.refused)
        joined = msgspec.structs.replace(steps[0], options=options, refused=refused)
        return [*design, joined]

    def finishing(
        self, after: tuple[str, ...], choices: list[Choice], makers: set[str]
    ) -> list[Step]:
        steps: list[Step] = []
        for name in self.part.secondary:
            pricing = workings.handwork(self.part, self.quantity)
            found = self.step(name, (name,), pricing, after, part=self.part)
            inside, outside = _split(found, makers)
            if name == "assembly" and inside and outside:
                choices.append(
                    Choice(name, (inside.branch or "", outside.branch or ""))
                )
                found = [inside, outside]
            steps += found
            after = tuple(step.id for step in found) or after
        packing = workings.packing(self.part, self.quantity)
        steps += self.step(
            "packing", ("packing",), packing, after, part=self.part, quiet=True
        )
        return steps

    def tool(
        self, tool: str, pricing: Pricing, after: tuple[str, ...] = ()
    ) -> list[Step]:
        """The step that makes a tool; none for a tool that exists."""
        if self.part.tool is not None:
            return []
        waits = after or ids(self.before)
        steps = self.step(
            f"make {tool}", TOOL_SHOPS, pricing, waits, makes=tool, quiet=True
        )
        if not steps:
            self.miss(because("tool_outside", step=tool))
        return steps

    def production(
        self,
        name: str,
        process: str,
        wanted: Need,
        pricing: Pricing,
        after: tuple[str, ...],
        tool: str | None,
    ) -> list[Step]:
        options, refused, estimate = self.field.options(wanted, pricing)
        if not options:
            self.miss(because("no_machine", step=name, why=_why(refused)))
            return []
        return [
            Step(
                name,
                name,
                STAGES[process],
                process,
                options,
                refused,
                after or ids(self.before),
                tool=tool,
                material=self.part.material,
                colour=self.part.colour,
                estimate=estimate,
            )
        ]

    def step(
        self,
        name: str,
        processes: tuple[str, ...],
        pricing: Pricing,
        after: tuple[str, ...],
        *,
        makes: str | None = None,
        part: Part | None = None,
        quiet: bool = False,
        needed: bool = False,
    ) -> list[Step]:
        """A step of work around production; what is missing is bought outside."""
        found = [self.field.options(_asks(p, part), pricing) for p in processes]
        options = tuple(option for each in found for option in each[0])
        refused = tuple(fit for each in found for fit in each[1])
        if options:
            stage = STAGES[processes[0]]
            return [
                Step(
                    name,
                    name,
                    stage,
                    processes[0],
                    options,
                    refused,
                    after,
                    makes=makes,
                )
            ]
        if not quiet:
            self.miss(
                because("no_machine", step=name, why=_why(refused))
                if needed
                else because("step_outside", step=name)
            )
        return []

    def miss(self, reason: Reason) -> None:
        """Note once that the network lacks something."""
        if reason not in self.missing:
            self.missing.append(reason)


def ids(steps: list[Step] | tuple[Step, ...]) -> tuple[str, ...]:
    """The id of the last step, if there is one."""
    return (steps[-1].id,) if steps else ()


def _asks(process: str, part: Part | None) -> Need:
    """What a step asks of whoever does it: the part's certificates and room."""
    if part is None:
        return Need(process, 1, "", None, (), {}, {})
    if process in PROTOTYPING:
        return msgspec.structs.replace(need(part, process), certificates=(), room=None)
    return Need(process, 1, "", part.clean_room, part.certificates, {}, {})


def _why(refused: tuple[Fit, ...]) -> str:
    """What the machine with the fewest reasons against it lacks."""
    if not refused:
        return "nobody has such a machine"
    nearest = min(refused, key=lambda fit: len(fit.reasons))
    return f"{nearest.machine} {nearest.reasons[0].sentence}"


def _split(steps: list[Step], makers: set[str]) -> tuple[Step | None, Step | None]:
    """A step of hand-work at members that make the part, and at others."""
    if not steps:
        return None, None
    (step,) = steps
    inside = tuple(o for o in step.options if o.member in makers)
    outside = tuple(o for o in step.options if o.member not in makers)
    if not inside or not outside:
        return None, None
    made = []
    for where, options in (("in house", inside), ("subcontracted", outside)):
        name = f"{step.id} {where}"
        made.append(
            msgspec.structs.replace(
                step, id=name, name=name, branch=name, options=options
            )
        )
    return made[0], made[1]
