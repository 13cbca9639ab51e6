"""Node networks with AND and OR branches, as opportunities with choices.

A node with plain successors is followed by all of them, one with successors
in parentheses by one of these. Every node stands on a *path*: the branch taken
at each choice around it. Where all branches of a choice meet again, the path
becomes shorter by that choice; so a node's last branch says when it is done.

Side by side means in either order: a job is one workpiece, worked on by one
machine at a time. In the problem it is a tool that all steps of the job hold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from grandis.errors import FileError
from grandis.planning.lines import MOST_MACHINES, Line
from grandis.planning.problem import Choice, Opportunity, Option, Step
from grandis.planning.validation.wording import circle

#: What nodes without machines are called.
PASSING = ("start", "end", "supernode")
SECTIONS = ("out", "in", "info")
_NODE = "[0-9]{1,9}"
_GROUP = rf"\(\s*{_NODE}(?:\s*,\s*{_NODE})*\s*\)"
NEIGHBOURS = re.compile(rf"({_NODE})((?:\s+(?:{_NODE}|{_GROUP}))*)")

#: Branch ids from the outermost choice to the innermost.
Path = tuple[str, ...]


@dataclass
class Network:
    """The nodes of all jobs; a branch is named by its fork and its first node."""

    #: What a node can be done by; nothing for one that only passes precedence on.
    options: dict[int, tuple[Option, ...]] = field(default_factory=dict)
    #: By node, its predecessors, each with the branch that leads here, if any.
    before: dict[int, dict[int, str | None]] = field(default_factory=dict)
    #: By choice, the node that forks and the branches.
    choices: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    choice_of: dict[str, str] = field(default_factory=dict)

    def leave(self, line: Line) -> None:
        """Read a line of ``out``: a node and what follows it."""
        node, groups = _neighbours(line)
        for number, group in enumerate(groups):
            branches = [f"{node}-{to}" if len(group) > 1 else None for to in group]
            for to, branch in zip(group, branches, strict=True):
                if node in self.before.setdefault(to, {}):
                    raise line.error(f"node {to} follows twice; keep one of them")
                self.before[to][node] = branch
            if len(group) > 1:
                choice = f"{node}.{number}" if number else f"{node}"
                names = tuple(branch for branch in branches if branch)
                self.choices[choice] = (node, names)
                self.choice_of |= dict.fromkeys(names, choice)

    def meet(self, line: Line) -> None:
        """Read a line of ``in``, which repeats which branches meet at a node."""
        node, groups = _neighbours(line)
        for before in (before for group in groups for before in group):
            if before not in self.before.get(node, {}):
                raise line.error(
                    f"section 'out' does not lead from {before} to {node}; correct one "
                    "of them"
                )

    def describe(self, line: Line, machines: int) -> None:
        """Read a line of ``info``: a node and its machines and durations."""
        node = line.take("a node")
        if node in self.options:
            raise line.error(f"node {node} is described twice; keep one of them")
        if line.text.split()[1:] in ([word] for word in PASSING):
            self.options[node] = ()
        else:
            self.options[node] = line.options(machines)
            line.end()

    def order(self) -> list[int]:
        """The nodes, each after its predecessors."""
        for node in self.before | {n: 0 for to in self.before.values() for n in to}:
            if node not in self.options:
                raise FileError(
                    f"section 'info' does not describe node {node}; add it or correct "
                    "section 'out'"
                )
        try:
            known = {node: self.before.get(node, {}) for node in self.options}
            return list(TopologicalSorter(known).static_order())
        except CycleError as error:
            raise FileError(
                "nodes follow each other in a circle, "
                f"{circle(list(map(str, error.args[1])))}; correct section 'out'"
            ) from error

    def meeting(self, paths: set[Path]) -> Path | None:
        """The path on which all of `paths` meet; none if some branch is missing."""
        while len(paths) > 1:
            longest = max(paths, key=len)
            _, branches = self.choices[self.choice_of[longest[-1]]]
            family = {(*longest[:-1], branch) for branch in branches}
            if not family <= paths:
                return None
            paths = paths - family | {longest[:-1]}
        return paths.pop() if paths else ()


def read_networks(lines: Iterator[Line]) -> tuple[int, tuple[Opportunity, ...]]:
    """The number of machines and the jobs in the lines of an instance."""
    header = next(lines)
    jobs = header.take("the number of jobs", 1)
    machines = header.take("the number of machines", 1, MOST_MACHINES)
    nodes = header.take("the number of operations", 1)
    header.end()
    network = _read_sections(lines, machines)
    if len(network.options) != nodes:
        raise header.error(
            f"{nodes} operations are announced but section 'info' has "
            f"{len(network.options)}; get the whole file or correct the number"
        )
    opportunities = tuple(_opportunities(network))
    if len(opportunities) != jobs:
        raise header.error(
            f"{jobs} jobs are announced but {len(opportunities)} nodes have no "
            "predecessor; correct one of them"
        )
    return machines, opportunities


def _read_sections(lines: Iterator[Line], machines: int) -> Network:
    network = Network()
    section = ""
    for line in lines:
        if line.text in SECTIONS:
            section = line.text
        elif section == "out":
            network.leave(line)
        elif section == "in":
            network.meet(line)
        elif section == "info":
            network.describe(line, machines)
        else:
            raise line.error("section 'out' should begin here; add a line 'out'")
    return network


def _neighbours(line: Line) -> tuple[int, list[list[int]]]:
    match = NEIGHBOURS.fullmatch(line.text)
    if not match:
        raise line.error(
            f"{line.text[:80]!r} is not a node and its neighbours; write it like "
            "'18 20 (19,22)'"
        )
    groups = re.findall(r"\([^)]*\)|\d+", match[2])
    return int(match[1]), [
        [int(number) for number in re.findall(r"\d+", group)] for group in groups
    ]


def _opportunities(network: Network) -> Iterator[Opportunity]:
    """One opportunity for each node without a predecessor."""
    paths: dict[int, Path] = {}
    after: dict[int, set[int]] = {}
    jobs: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for node in network.order():
        before = network.before.get(node, {})
        paths[node] = _path(network, node, paths)
        # A node without machines hands on what it came after.
        after[node] = set().union(
            *({one} if network.options[one] else after[one] for one in before)
        )
        starts = {first[one] for one in before} or {node}
        if len(starts) > 1:
            raise FileError(f"node {node} belongs to two jobs; correct section 'out'")
        first[node] = starts.pop()
        jobs.setdefault(first[node], []).append(node)
    for number, start in enumerate(sorted(jobs), 1):
        yield _opportunity(f"J{number}", network, sorted(jobs[start]), paths, after)


def _path(network: Network, node: int, paths: dict[int, Path]) -> Path:
    before = network.before.get(node, {})
    path = network.meeting(
        {paths[one] + ((branch,) if branch else ()) for one, branch in before.items()}
    )
    if path is None:
        raise FileError(
            f"at node {node} some but not all branches of a choice meet; correct "
            "section 'out'"
        )
    return path


def _opportunity(
    name: str,
    network: Network,
    nodes: list[int],
    paths: dict[int, Path],
    after: dict[int, set[int]],
) -> Opportunity:
    steps = tuple(
        Step(
            str(node),
            network.options[node],
            after=tuple(str(before) for before in sorted(after[node])),
            branch=_last(paths[node]),
            tool=name,
        )
        for node in nodes
        if network.options[node]
    )
    if not steps:
        raise FileError(f"no operation from node {nodes[0]} on has a machine; add one")
    choices = tuple(
        Choice(choice, branches, within=_last(paths[fork]))
        for choice, (fork, branches) in network.choices.items()
        if fork in set(nodes)
    )
    return Opportunity(name, steps, choices=choices)


def _last(path: Path) -> str | None:
    return path[-1] if path else None
