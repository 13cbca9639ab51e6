"""The chain of one opportunity: its steps, who does them, and the hand-overs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grandis.errors import InputError
from grandis.planning.drawing import boxes, palette
from grandis.planning.drawing.arrows import Arrow
from grandis.planning.drawing.boxes import Box
from grandis.planning.drawing.deadlines import Deadline, completion, sentence
from grandis.planning.drawing.handovers import HandOver, hand_overs, road
from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.layering import Edge, Layout, Node, layered
from grandis.planning.drawing.legend import Entry, filled, frame, height, legend
from grandis.planning.drawing.palette import Look
from grandis.planning.drawing.scene import (
    Only,
    Scene,
    empty,
    key_of,
    named,
    picture,
    titled,
    without_changeovers,
    words,
)
from grandis.planning.drawing.svg import Markup, element, measure
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Opportunity, Problem

_GAP, _BETWEEN, _EDGE = 70, 16, 8
_WAYPOINT = 18.0
_LEGEND_COLUMN = 190
_LEAST_WIDTH = 420


def chain_map(
    problem: Problem,
    plan: Plan,
    opportunity: str,
    *,
    only: Only | None = None,
    language: Language = ENGLISH,
) -> str:
    """Draw the chain of one opportunity in SVG, first steps at the left.

    Parameters
    ----------
    opportunity
        Its id.
    only
        Which assignments the reader may see. Of the work next to them only the
        place and time of the hand-over is drawn, of other work and of routes
        not taken nothing. Without it the picture is the operator's and shows
        routes not taken as well, faintly.

    Returns
    -------
    str
        An ``<svg>`` that needs nothing else: no script, style or other file.

    Raises
    ------
    InputError
        When there is no such opportunity.
    """
    if opportunity not in problem.opportunity:
        raise InputError(
            f"chain map: there is no opportunity {opportunity!r} in the problem; "
            "name it by its id"
        )
    scene = Scene(problem, without_changeovers(plan), only)
    return _Map(scene, problem.opportunity[opportunity], language).picture()


@dataclass(frozen=True)
class _Stub:
    """The hidden ends of all hand-overs of some work that read the same.

    One box for all of them, so that nobody can count what is behind it.
    """

    work: Assignment
    box: Box


@dataclass(frozen=True)
class _Map:
    """Puts boxes, arrows and legend in their places."""

    scene: Scene
    opportunity: Opportunity
    language: Language

    @cached_property
    def key(self) -> str:
        said = [box.lines for box in self.boxes.values()]
        return key_of("chain", titled(self.opportunity), said, self.notes)

    @cached_property
    def work(self) -> list[Assignment]:
        """The work of this opportunity that may be shown, by start."""
        return [a for a in self.scene.shown if a.opportunity == self.opportunity.id]

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        return hand_overs(self.scene, self.opportunity)

    @cached_property
    def boxes(self) -> dict[Node, Box]:
        """Boxes by node: an assignment, a step id, or a stub."""
        found: dict[Node, Box] = {
            a: boxes.of_step(self.scene, a, self.language) for a in self.work
        }
        for ends in map(self._ends, self.hand_overs):
            found |= {end: end.box for end in ends if isinstance(end, _Stub)}
        if self.scene.only is None:
            done = {a.step for a in self.work}
            refused = (s for s in self.opportunity.steps if s.id not in done)
            found |= {step.id: boxes.of_refused(step) for step in refused}
        return found

    @cached_property
    def arrows(self) -> dict[Edge, Arrow]:
        """Arrows by the nodes that they join."""
        found: dict[Edge, Arrow] = {}
        for h in self.hand_overs:
            ends = self._ends(h)
            minutes = road(self.scene, h.origin, h.destination)
            label = self.language.duration(minutes) if minutes else ""
            goods = h.goods or (ends in found and not found[ends].dashed)
            found[ends] = Arrow(label, dashed=not goods)
        return found | self._faint_arrows()

    def _ends(self, hand_over: HandOver) -> tuple[Node, Node]:
        """What a hand-over joins: work that may be shown, or stubs instead."""
        shown = set(self.work)

        def end(there: Assignment, here: Assignment, *, before: bool) -> Node:
            if there in shown:
                return there
            box = boxes.of_stub(self.scene, hand_over, self.language, before=before)
            return _Stub(here, box)

        origin, destination = hand_over.origin, hand_over.destination
        return (
            end(origin, destination, before=True),
            end(destination, origin, before=False),
        )

    def _faint_arrows(self) -> dict[Edge, Arrow]:
        """Arrows to and from the steps that are not on the route taken."""
        node: dict[str, Node] = {a.step: a for a in self.work}
        refused = {box: box for box in self.boxes if isinstance(box, str)}
        node |= refused
        return {
            (node[before], node[after]): Arrow("", faint=True)
            for before, after in _ties(self.opportunity)
            if {before, after} <= node.keys() and {before, after} & refused.keys()
        }

    @cached_property
    def layout(self) -> Layout:
        sizes = {node: box.height + _BETWEEN for node, box in self.boxes.items()}
        refused = [node for node, box in self.boxes.items() if box.kind == "refused"]
        return layered(sizes, list(self.arrows), _WAYPOINT, refused)

    @cached_property
    def notes(self) -> list[str]:
        """Due dates, to those who may see the whole chain."""
        say, taken = self.language, self.scene.plan.taken_ids
        if self.opportunity.id not in taken:
            return [say.not_taken] if self.scene.only is None else []
        if self.opportunity.id not in self.scene.whole:
            return []
        found = (
            Deadline(self.opportunity, c, completion(self.scene, self.opportunity, c))
            for c in self.opportunity.call_offs
        )
        return [sentence(one, self.scene.problem.grid, say) for one in found]

    def picture(self) -> str:
        if not self.boxes:
            return empty("chain", self.language.nothing, _LEAST_WIDTH)
        title = self.language.chain_of.format(opportunity=titled(self.opportunity))
        columns = 1 + max(self.layout.column.values())
        wide = columns * (boxes.WIDTH + _GAP) - _GAP
        room = max([_LEAST_WIDTH, wide, *(measure(note, 11) for note in self.notes)])
        top = 26 + 16 * len(self.notes)
        entries = self._entries()
        key_top = top + self.layout.height + 8
        return picture(
            self.key,
            room + 2 * _EDGE,
            key_top + height(entries, room, _LEGEND_COLUMN) + 6,
            title,
            self._description(),
            [self._definitions()],
            self._heading(room),
            self._arrows(top),
            self._boxes(top),
            [legend(entries, _EDGE, key_top, room, _LEGEND_COLUMN)],
        )

    def _heading(self, room: float) -> Iterator[Markup]:
        name = titled(self.opportunity)
        yield words(_EDGE, 15, name, 12, width=room, bold=True, full=True)
        for line, note in enumerate(self.notes, start=1):
            yield words(_EDGE, 16 + 16 * line, note, 11)

    def _boxes(self, top: float) -> Iterator[Markup]:
        for node, box in self.boxes.items():
            x, y = self._left(node), top + self.layout.middle[node]
            yield element("g", *box.draw(x, y, self._paint(box.look)))

    def _arrows(self, top: float) -> Iterator[Markup]:
        ports = self._ports()
        for edge, arrow in self.arrows.items():
            origin, destination = edge
            points = [(self._left(origin) + boxes.WIDTH, top + ports[edge, 0])]
            for column, middle in self.layout.ways[edge]:
                x = _EDGE + column * (boxes.WIDTH + _GAP)
                points += [(x, top + middle), (x + boxes.WIDTH, top + middle)]
            points.append((self._left(destination), top + ports[edge, 1]))
            yield element("g", *arrow.draw(points))

    def _left(self, node: Node) -> float:
        return _EDGE + self.layout.column[node] * (boxes.WIDTH + _GAP)

    def _ports(self) -> dict[tuple[Edge, int], float]:
        """Where arrows leave (0) and reach (1) their boxes, so that none cross."""
        sides: dict[tuple[Node, int], list[tuple[float, Edge]]] = {}
        for edge in self.arrows:
            way = [middle for _, middle in self.layout.ways[edge]]
            heights = [self.layout.middle[edge[0]], *way, self.layout.middle[edge[1]]]
            sides.setdefault((edge[0], 0), []).append((heights[1], edge))
            sides.setdefault((edge[1], 1), []).append((heights[-2], edge))
        ports = {}
        for (node, side), there in sides.items():
            there.sort(key=lambda pair: pair[0])
            step = self.boxes[node].height / (len(there) + 1)
            top = self.layout.middle[node] - self.boxes[node].height / 2
            for place, (_, edge) in enumerate(there, start=1):
                ports[edge, side] = top + place * step
        return ports

    def _paint(self, look: Look | None) -> str:
        if look is None:
            return "none"
        if look.texture == "plain":
            return look.colour
        return f"url(#{self.key}-{look.colour[1:]}-{look.texture})"

    def _definitions(self) -> Markup:
        looks = {box.look for box in self.boxes.values() if box.look is not None}
        return element(
            "defs",
            *(
                palette.pattern(self._paint(look)[5:-1], look)
                for look in sorted(looks)
                if look.texture != "plain"
            ),
        )

    def _entries(self) -> list[Entry]:
        """What the legend explains: only what the picture shows."""
        say, entries = self.language, []
        real = [arrow for arrow in self.arrows.values() if not arrow.faint]
        for dashed, text in ((False, say.goods), (True, say.tool)):
            if any(arrow.dashed is dashed for arrow in real):
                drawn = Arrow("", dashed=dashed).draw([(0, 5.5), (22, 5.5)])
                entries.append(Entry(element("g", *drawn), text))
        if any(arrow.label for arrow in real):
            example = words(22, 9.5, say.hours.format(n=4), 10, anchor="end")
            entries.append(Entry(example, say.on_the_road))
        if any(box.heavy for box in self.boxes.values()):
            entries.append(Entry(filled("none", stroke_width=2.2), say.begun))
        refused = any(box.kind == "refused" for box in self.boxes.values())
        if refused and self.opportunity.id in self.scene.plan.taken_ids:
            entries.append(Entry(frame(), say.not_chosen))
        return entries

    def _description(self) -> str:
        """The chain in words, for those who do not see the picture."""
        say, grid = self.language, self.scene.problem.grid
        steps = [
            say.chain_step.format(
                step=named(self.scene.step[a.opportunity, a.step]),
                member=named(self.scene.member(a)),
                begin=say.time(grid.time(a.start)),
                end=say.time(grid.time(a.end)),
            )
            for a in self.work
        ]
        return " ".join([*(f"{note}." for note in self.notes), *steps])


def _ties(opportunity: Opportunity) -> Iterator[tuple[str, str]]:
    """The steps that others wait for, in whatever route, and these others."""
    for step in opportunity.steps:
        yield from ((before, step.id) for before in step.after)
        if step.makes is not None:
            for other in opportunity.steps:
                if other.tool == step.makes:
                    yield step.id, other.id
