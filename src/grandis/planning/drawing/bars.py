"""What is drawn in one row of a Gantt chart."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from grandis.planning.drawing.language import Language
from grandis.planning.drawing.palette import Look
from grandis.planning.drawing.rows import Row
from grandis.planning.drawing.scene import Scene, named, shorten, titled, words
from grandis.planning.drawing.svg import Markup, element, measure, number
from grandis.planning.drawing.timescale import TimeScale
from grandis.planning.plan import Assignment
from grandis.planning.problem import Interval
from grandis.planning.worktime import WorkTime, worktimes

LANE = 19
BAR = 15
_LABEL = 10
#: Closures narrower than this would only make a grey haze.
_LEAST_CLOSURE = 1.5


@dataclass(frozen=True)
class Bars:
    """Draws the work of resources on a time scale; patterns begin with `key`."""

    scene: Scene
    scale: TimeScale
    key: str
    by_stage: bool

    @property
    def language(self) -> Language:
        return self.scale.language

    @cached_property
    def hours(self) -> dict[str, WorkTime]:
        """Working hours by resource."""
        return worktimes(self.scene.problem)

    def look(self, assignment: Assignment) -> Look:
        """How an assignment is drawn."""
        if self.by_stage:
            return self.scene.look_of_stage[self.scene.stage(assignment)]
        return self.scene.look_of_opportunity[assignment.opportunity]

    def fill(self, look: Look) -> str:
        """The paint of a look."""
        if look.texture == "plain":
            return look.colour
        return f"url(#{self.key}-{look.colour[1:]}-{look.texture})"

    def row(self, row: Row, y: float) -> Iterator[Markup]:
        """Changeovers and work of a resource, its first lane at `y`."""
        for top, lane in _tops(row, y):
            for assignment in lane:
                yield from self._assignment(assignment, top)

    def labels(self, row: Row, y: float) -> Iterator[Markup]:
        """What the bars of a resource are for, where there is room to say it.

        They lie on a patch of the bar's colour, free of textures and veils.
        """
        for top, lane in _tops(row, y):
            nexts = [self.scale.x(a.setup) for a in lane[1:]] + [self.scale.right]
            for assignment, free in zip(lane, nexts, strict=True):
                if self._visible(assignment):
                    yield from self._label(assignment, top, free)

    def load(self, row: Row, y: float) -> Iterator[Markup]:
        """The work that a resource has outside the plan."""
        for load in row.resource.load:
            box = self._box(load.start, load.end, y + 1, LANE * len(row.lanes) - 2)
            share = f"{load.amount}/{row.resource.capacity}"
            yield element(
                "rect",
                element("title", f"{self.language.load} {share}"),
                class_="load",
                fill=f"url(#{self.key}-load)",
                stroke="currentColor",
                stroke_width=0.6,
                stroke_dasharray="3 2",
                **box,
            )

    def closed(self, row: Row, y: float) -> Iterator[Markup]:
        """The hours in which a resource is closed."""
        for begin, end in self._closures(row):
            yield element(
                "rect",
                class_="closed",
                fill="currentColor",
                fill_opacity=0.12,
                **self._box(begin, end, y, LANE * len(row.lanes)),
            )

    def pauses(self, row: Row, y: float) -> Iterator[Markup]:
        """A pale veil over the parts of bars in which work rests."""
        closures = self._closures(row)
        for top, lane in _tops(row, y):
            for a in lane:
                for begin, end in closures:
                    if begin < a.end and end > a.start:
                        box = self._box(max(begin, a.start), min(end, a.end), top, BAR)
                        yield element("rect", fill="#FFFFFF", fill_opacity=0.6, **box)

    def _closures(self, row: Row) -> list[Interval]:
        """Closed hours that the scale shows wide enough to see."""
        horizon = self.scene.problem.horizon
        windows = [(0, 0), *self.hours[row.resource.id].windows, (horizon, horizon)]
        found = [(left[1], right[0]) for left, right in pairwise(windows)]
        least = _LEAST_CLOSURE * (self.scale.end - self.scale.begin) / self.scale.width
        return [(b, e) for b, e in found if e - b >= least and e > self.scale.begin]

    def _assignment(self, a: Assignment, y: float) -> Iterator[Markup]:
        full = element("title", self._full_text(a))
        if a.setup < a.start and a.start > self.scale.begin:
            yield element(
                "rect",
                element("title", f"{self.language.changeover}: {self._full_text(a)}"),
                class_="changeover",
                fill=f"url(#{self.key}-changeover)",
                stroke="currentColor",
                stroke_width=0.8,
                **self._box(a.setup, a.start, y + 3, BAR - 6),
            )
        if self._visible(a):
            draw = self._milestone if a.start == a.end else self._bar
            yield draw(a, y, full)

    def _visible(self, a: Assignment) -> bool:
        """Whether the work, not only its changeover, is inside the scale."""
        if a.start == a.end:
            return self.scale.begin <= a.start <= self.scale.end
        return a.start < self.scale.end and a.end > self.scale.begin

    def _bar(self, a: Assignment, y: float, full: Markup) -> Markup:
        return element(
            "rect",
            full,
            rx=2,
            **self._box(a.start, a.end, y, BAR),
            **self._paint(a),
        )

    def _milestone(self, a: Assignment, y: float, full: Markup) -> Markup:
        """A diamond for work that takes no time."""
        x, half = self.scale.x(a.start), BAR / 2
        corners = (x, y), (x + half, y + half), (x, y + BAR), (x - half, y + half)
        points = " ".join(f"{number(h)},{number(v)}" for h, v in corners)
        return element("polygon", full, points=points, **self._paint(a))

    def _paint(self, a: Assignment) -> dict[str, str | float]:
        begun = (a.opportunity, a.step) in self.scene.begun
        return {
            "class_": "bar begun" if begun else "bar",
            "data_opportunity": shorten(a.opportunity),
            "data_step": shorten(a.step),
            "fill": self.fill(self.look(a)),
            "stroke": "currentColor",
            "stroke_width": 2.2 if begun else 0.8,
        }

    def _label(self, a: Assignment, y: float, free: float) -> Iterator[Markup]:
        """The opportunity's name in the bar, or behind it up to `free`, the next."""
        opportunity = self.scene.problem.opportunity[a.opportunity]
        box = self._box(a.start, a.end, y, BAR)
        left, width = box["x"], box["width"]
        if a.start == a.end:
            width += BAR / 2
        for text in (titled(opportunity), shorten(opportunity.id)):
            room = measure(text, _LABEL)
            if room <= width - 8:
                yield from self._inside(a, text, left + 4, y, room)
                return
        text = shorten(opportunity.id)
        if measure(text, _LABEL) <= free - left - width - 6:
            yield words(left + width + 3, y + 11, text, _LABEL)

    def _inside(
        self, a: Assignment, text: str, x: float, y: float, room: float
    ) -> Iterator[Markup]:
        look = self.look(a)
        yield element(
            "rect",
            x=x - 2,
            y=y + 1.5,
            width=room + 2,
            height=BAR - 3,
            rx=1,
            fill=look.colour,
            pointer_events="none",
        )
        yield element(
            "text",
            text,
            x=x,
            y=y + 11,
            font_size=_LABEL,
            fill=look.ink,
            pointer_events="none",
        )

    def _full_text(self, a: Assignment) -> str:
        scene, say = self.scene, self.language
        grid = scene.problem.grid
        parts = [
            say.bar.format(
                opportunity=titled(scene.problem.opportunity[a.opportunity]),
                step=named(scene.step[a.opportunity, a.step]),
            ),
            say.at.format(
                resource=named(scene.problem.resource[a.resource]),
                member=named(scene.member(a)),
            ),
            say.period.format(
                begin=say.time(grid.time(a.start)), end=say.time(grid.time(a.end))
            ),
        ]
        if (a.opportunity, a.step) in scene.begun:
            parts.append(say.begun)
        return ", ".join(parts)

    def _box(self, begin: int, end: int, y: float, height: float) -> dict[str, float]:
        """Attributes of a rectangle over ticks, cut to what the scale shows."""
        left = self.scale.x(max(begin, self.scale.begin))
        right = self.scale.x(min(end, self.scale.end))
        return {"x": left, "y": y, "width": max(0.0, right - left), "height": height}


def _tops(row: Row, y: float) -> Iterator[tuple[float, tuple[Assignment, ...]]]:
    """Lanes with where their bars begin, for a row that begins at `y`."""
    for position, lane in enumerate(row.lanes):
        yield y + position * LANE + (LANE - BAR) / 2, lane
