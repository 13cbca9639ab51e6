"""Builds the graph of routes of a part from the processes that can make it."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from grandis.processes import workings
from grandis.processes.candidates import Field
from grandis.processes.choice import Verdict
from grandis.processes.estimates.injection import best_cavities
from grandis.processes.estimates.tooling import Metal
from grandis.processes.machines import Network
from grandis.processes.names import PROCESSES, PROTOTYPING
from grandis.processes.needs import need
from grandis.processes.part import Part
from grandis.processes.routes import Choice, Graph, Step
from grandis.processes.steps import Steps, ids
from grandis.processes.tables import assumption


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


class _Builder(Steps):
    """Joins the steps of every process into one graph."""

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
        steps += self.finishing(
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
        make = self.tool(tool, workings.mould_tool(part, cavities, metal), after)
        produce = self.production(
            f"mould ({metal}){suffix}",
            process,
            need(part, process, cavities),
            workings.moulding(part, quantity, cavities, metal),
            ids(make),
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
        make_preforms = self.tool(
            "preform mould", workings.mould_tool(preform, cavities, "steel")
        )
        preforms = self.production(
            "mould preforms",
            "injection_moulding",
            need(preform, "injection_moulding", cavities),
            workings.moulding(preform, self.quantity, cavities, "steel"),
            ids(make_preforms),
            "preform mould",
        )
        make_blow = self.tool("blow mould", workings.blow_tool(part, "stretch"))
        blow = self.production(
            "blow",
            "stretch_blow_moulding",
            need(part, "stretch_blow_moulding"),
            workings.stretch_blowing(part, self.quantity),
            (*ids(make_blow), *ids(preforms)),
            "blow mould",
        )
        if not (make_preforms and preforms):
            return ()
        return _chain(part, [*make_preforms, *preforms, *make_blow], blow)

    def _formed(self) -> tuple[Step, ...]:
        part, process = self.part, "thermoforming"
        tool = part.tool or "forming tool"
        make = self.tool(tool, workings.forming(part))
        form = self.production(
            "form",
            process,
            need(part, process),
            workings.thermoforming(part, self.quantity),
            ids(make),
            tool,
        )
        heavy = workings.trimming(part, self.quantity)
        if heavy is None or not form:
            return _chain(part, make, form)
        trim = self.step("trim", ("trimming",), heavy, ids(form), needed=True)
        return _chain(part, [*make, *form], trim)

    def _printed(self, process: str) -> tuple[Step, ...]:
        return tuple(
            self.production(
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
        make = self.tool(tool, work)
        produce = self.production(
            "extrude" if extruded else "blow",
            process,
            need(part, process),
            workings.plain(part, process, self.quantity),
            ids(make),
            tool,
        )
        return _chain(part, make, produce)


def _ends(steps: list[Step]) -> tuple[str, ...]:
    """The steps that no other step waits for."""
    waited = {id_ for step in steps for id_ in step.after}
    return tuple(step.id for step in steps if step.id not in waited)


def _chain(part: Part, make: list[Step], produce: list[Step]) -> tuple[Step, ...]:
    """A chain needs its tool, made or existing, and its production."""
    if not produce or (not make and part.tool is None):
        return ()
    return (*make, *produce)
