"""Builds the graph of routes of a part from the processes that can make it."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from grandis.processes import workings
from grandis.processes.candidates import Field, Pricing
from grandis.processes.choice import Verdict
from grandis.processes.estimates.injection import best_cavities
from grandis.processes.estimates.tooling import Metal
from grandis.processes.machines import Network
from grandis.processes.names import PROCESSES, PROTOTYPING, STAGES
from grandis.processes.needs import Need, need
from grandis.processes.part import Part
from grandis.processes.reasons import Reason, because
from grandis.processes.routes import Choice, Graph, Step
from grandis.processes.tables import assumption

#: Processes whose machines can make tools.
TOOL_SHOPS = ("mould_making", "cnc_machining")


def build(
    part: Part, verdicts: tuple[Verdict, ...], network: Network, quantity: int
) -> Graph:
    """All routes of a lot through a network.

    A process that costs several times the best one is left out; one that no
    machine of the network can do is named in `missing`.
    """
    builder = _Builder(part, Field(network), quantity)
    ways = [v for v in verdicts if _worth_offering(v, verdicts)]
    made = [way for verdict in ways if (way := builder.way(verdict.process))]
    if not made:
        return Graph((), missing=tuple(builder.missing))
    return builder.graph(made)


def _worth_offering(verdict: Verdict, verdicts: tuple[Verdict, ...]) -> bool:
    best = next((v.estimate for v in verdicts if v.estimate), None)
    if verdict.answer == "no" or verdict.estimate is None or best is None:
        return False
    dearest = assumption("route.dearest").expected * best.unit.expected
    return verdict.estimate.unit.expected <= dearest


class _Way(NamedTuple):
    """One way to make the part: alternative chains of steps under one branch."""

    branch: str
    chains: dict[str, tuple[Step, ...]]


class _Builder:
    """Collects steps, tools and what is missing while the graph grows."""

    def __init__(self, part: Part, field: Field, quantity: int) -> None:
        self.part = part
        self.field = field
        self.quantity = quantity
        self.missing: list[Reason] = []
        self.before = tuple(self._preparation())

    def graph(self, ways: list[_Way]) -> Graph:
        """Join the ways by choices and put the work before and after them."""
        choices: list[Choice] = []
        steps = list(self.before)
        several = len(ways) > 1
        if several:
            choices.append(Choice("process", tuple(way.branch for way in ways)))
        for way in ways:
            within = way.branch if several else None
            if len(way.chains) > 1:
                choices.append(Choice(f"{way.branch} tool", tuple(way.chains), within))
            for branch, chain in way.chains.items():
                place = branch if len(way.chains) > 1 else within
                steps += [msgspec.structs.replace(s, branch=place) for s in chain]
        ends = _ends(steps[len(self.before) :])
        steps += self._finishing(
            ends, choices, {o.member for s in steps if s.tool for o in s.options}
        )
        tools = dict.fromkeys(step.makes for step in steps if step.makes)
        return Graph(tuple(steps), tuple(choices), tuple(tools), tuple(self.missing))

    def way(self, process: str) -> _Way | None:
        """The chains of steps of a process, or None when no machine can."""
        chains = {
            name: chain
            for name, build in self._chains(process).items()
            if (chain := build())
        }
        return _Way(process, chains) if chains else None

    def _chains(self, process: str) -> dict[str, Callable[[], tuple[Step, ...]]]:
        if process == "injection_moulding":
            return self._moulded()
        if process == "stretch_blow_moulding":
            return {process: self._stretch_blown}
        if process == "thermoforming":
            return {process: self._formed}
        if process in PROTOTYPING:
            return {process: lambda: self._printed(process)}
        return {process: lambda: self._plain(process)}

    # --- the chains -------------------------------------------------------

    def _moulded(self) -> dict[str, Callable[[], tuple[Step, ...]]]:
        lifetime = self.part.lifetime_volume
        chains = {"steel mould": lambda: self._mould_chain("steel", self.quantity)}
        if self.part.tool is not None:
            return {"existing tool": chains["steel mould"]}
        if lifetime <= assumption("tools.aluminium_life").expected:
            chains["aluminium tool"] = lambda: self._mould_chain(
                "aluminium", self.quantity
            )
        if self.quantity >= assumption("route.pilot_least").expected:
            chains["aluminium, then steel"] = self._aluminium_then_steel
        return chains

    def _mould_chain(
        self, metal: Metal, quantity: int, suffix: str = "", after: tuple[str, ...] = ()
    ) -> tuple[Step, ...]:
        part = self.part
        process = "injection_moulding"
        cavities = best_cavities(
            part, lambda n: self.field.takes(part, process, n), metal
        )
        tool = part.tool or f"{metal} mould{suffix}"
        make = self._tool(tool, workings.mould_tool(part, cavities, metal), after)
        produce = self._production(
            f"mould ({metal}){suffix}",
            process,
            need(part, process, cavities),
            workings.moulding(part, quantity, cavities, metal),
            _ids(make),
            tool,
        )
        return _chain(part, make, produce)

    def _aluminium_then_steel(self) -> tuple[Step, ...]:
        pilot = int(self.quantity * assumption("route.pilot").expected)
        first = self._mould_chain("aluminium", pilot, " first")
        if not first:
            return ()
        rest = self._mould_chain(
            "steel", self.quantity - pilot, " after it", (first[-1].id,)
        )
        return (*first, *rest) if rest else ()

    def _stretch_blown(self) -> tuple[Step, ...]:
        part = self.part
        preform, cavities = workings.preform(part)
        make_preforms = self._tool(
            "preform mould", workings.mould_tool(preform, cavities, "steel")
        )
        preforms = self._production(
            "mould preforms",
            "injection_moulding",
            need(preform, "injection_moulding", cavities),
            workings.moulding(preform, self.quantity, cavities, "steel"),
            _ids(make_preforms),
            "preform mould",
        )
        make_blow = self._tool("blow mould", workings.blow_tool(part, "stretch"))
        blow = self._production(
            "blow",
            "stretch_blow_moulding",
            need(part, "stretch_blow_moulding"),
            workings.stretch_blowing(part, self.quantity),
            (*_ids(make_blow), *_ids(preforms)),
            "blow mould",
        )
        if not (make_preforms and preforms):
            return ()
        return _chain(part, [*make_preforms, *preforms, *make_blow], blow)

    def _formed(self) -> tuple[Step, ...]:
        part, process = self.part, "thermoforming"
        tool = part.tool or "forming tool"
        make = self._tool(tool, workings.forming(part))
        form = self._production(
            "form",
            process,
            need(part, process),
            workings.thermoforming(part, self.quantity),
            _ids(make),
            tool,
        )
        heavy = workings.trimming(part, self.quantity)
        if heavy is None or not form:
            return _chain(part, make, form)
        trim = self._step("trim", ("trimming",), heavy, _ids(form), needed=True)
        return _chain(part, [*make, *form], trim)

    def _printed(self, process: str) -> tuple[Step, ...]:
        return tuple(
            self._production(
                f"make by {PROCESSES[process]}",
                process,
                need(self.part, process),
                workings.plain(self.part, process, self.quantity),
                (),
                None,
            )
        )

    def _plain(self, process: str) -> tuple[Step, ...]:
        part = self.part
        extruded = process == "extrusion"
        tool = part.tool or ("die" if extruded else "blow mould")
        work = workings.die(part) if extruded else workings.blow_tool(part, "blow")
        make = self._tool(tool, work)
        produce = self._production(
            "extrude" if extruded else "blow",
            process,
            need(part, process),
            workings.plain(part, process, self.quantity),
            _ids(make),
            tool,
        )
        return _chain(part, make, produce)

    # --- single steps -----------------------------------------------------

    def _preparation(self) -> list[Step]:
        part = self.part
        design = self._step("design", ("part_design",), workings.design(part), ())
        if not part.prototype:
            return design
        steps: list[Step] = []
        few = workings.prototypes(part)
        for process, pricing in few.items():
            steps += self._step(
                "prototype", (process,), pricing, _ids(design), part=part, quiet=True
            )
        if not steps:
            self.missing.append(because("step_outside", step="prototype"))
            return design
        options = tuple(option for step in steps for option in step.options)
        refused = tuple(fit for step in steps for fit in step.refused)
        joined = msgspec.structs.replace(steps[0], options=options, refused=refused)
        return [*design, joined]

    def _finishing(
        self, after: tuple[str, ...], choices: list[Choice], makers: set[str]
    ) -> list[Step]:
        steps: list[Step] = []
        for name in self.part.secondary:
            pricing = workings.handwork(self.part, self.quantity)
            found = self._step(name, (name,), pricing, after, part=self.part)
            inside, outside = _split(found, makers)
            if name == "assembly" and inside and outside:
                choices.append(
                    Choice(name, (inside.branch or "", outside.branch or ""))
                )
                found = [inside, outside]
            steps += found
            after = _ids(found) or after
        packing = workings.packing(self.part, self.quantity)
        steps += self._step(
            "packing", ("packing",), packing, after, part=self.part, quiet=True
        )
        return steps

    def _tool(
        self, tool: str, pricing: Pricing, after: tuple[str, ...] = ()
    ) -> list[Step]:
        """The step that makes a tool; none for a tool that exists."""
        if self.part.tool is not None:
            return []
        waits = after or _ids(self.before)
        steps = self._step(
            f"make {tool}", TOOL_SHOPS, pricing, waits, makes=tool, quiet=True
        )
        if not steps:
            reason = because("tool_outside", step=tool)
            if reason not in self.missing:
                self.missing.append(reason)
        return steps

    def _production(
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
            reason = because("no_machine", step=name)
            if reason not in self.missing:
                self.missing.append(reason)
            return []
        return [
            Step(
                name,
                name,
                STAGES[process],
                process,
                options,
                refused,
                after or _ids(self.before),
                tool=tool,
                material=self.part.material,
                colour=self.part.colour,
                estimate=estimate,
            )
        ]

    def _step(
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
            code = "no_machine" if needed else "step_outside"
            self.missing.append(because(code, step=name))
        return []


def _asks(process: str, part: Part | None) -> Need:
    """What a step asks of whoever does it: the part's certificates and room."""
    if part is None:
        return Need(process, 1, "", None, (), {}, {})
    if process in PROTOTYPING:
        return msgspec.structs.replace(need(part, process), certificates=(), room=None)
    return Need(process, 1, "", part.clean_room, part.certificates, {}, {})


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


def _ids(steps: list[Step] | tuple[Step, ...]) -> tuple[str, ...]:
    """The id of the last step, if there is one."""
    return (steps[-1].id,) if steps else ()


def _ends(steps: list[Step]) -> tuple[str, ...]:
    """The steps that no other step waits for."""
    waited = {id_ for step in steps for id_ in step.after}
    return tuple(step.id for step in steps if step.id not in waited)


def _chain(part: Part, make: list[Step], produce: list[Step]) -> tuple[Step, ...]:
    """A chain needs its tool, made or existing, and its production."""
    if not produce or (not make and part.tool is None):
        return ()
    return (*make, *produce)
