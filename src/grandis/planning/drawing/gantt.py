"""Who works when: the plan as bars on a time axis, a row for each resource."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from grandis.errors import InputError
from grandis.planning.drawing import axis, deadlines, palette
from grandis.planning.drawing.bars import LANE, Bars
from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.legend import Entry, filled, height, legend, shaded
from grandis.planning.drawing.rows import Group, Row, assignments_of, groups
from grandis.planning.drawing.scene import (
    Only,
    Scene,
    empty,
    key_of,
    located,
    named,
    picture,
    spoken,
    titled,
    without_changeovers,
    words,
)
from grandis.planning.drawing.svg import Markup, element
from grandis.planning.drawing.timescale import TimeScale, enclosing_days
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem

_GUTTER = 200
_EDGE = 6
_TOP = 16
_HEADER = 22
_LEGEND_COLUMN = 270
_LONG = 600


def gantt(
    problem: Problem,
    plan: Plan,
    *,
    only: Only | None = None,
    members: Collection[str] | None = None,
    begin: int | None = None,
    end: int | None = None,
    colour: Literal["opportunity", "stage"] = "opportunity",
    due: bool = False,
    changeovers: bool = False,
    load: bool = False,
    closed: bool = False,
    width: int = 1120,
    language: Language = ENGLISH,
) -> str:
    """Draw a plan as a Gantt chart in SVG.

    Parameters
    ----------
    only
        Which assignments the reader may see; nothing of the others is drawn
        or counted. Without it the picture is the operator's.
    members
        Ids of the members to draw; all of them without it.
    begin, end
        The ticks between which to draw; without them the days that hold `now`,
        the work and, with `due`, the due dates.
    colour
        What the colours and textures tell apart.
    due
        Also draw due and latest dates, of opportunities shown as a whole.
    changeovers
        With `only`, also draw the changeovers of the work shown. They tell of
        the work before it, so a member may see its own. Without `only` they are
        always drawn.
    load, closed
        Also draw the work that resources have outside the plan, and the hours
        in which they are closed. Nobody but the operator may see these.
    width
        Pixels across.

    Returns
    -------
    str
        An ``<svg>`` that needs nothing else: no script, style or other file.

    Raises
    ------
    InputError
        When a member does not exist, or `begin` is not before `end`.
    """
    if only is not None and not changeovers:
        plan = without_changeovers(plan)
    scene = Scene(problem, plan, only)
    first, last = _span(scene, begin, end, language, due=due)
    found = groups(scene, members, first, last)
    scale = TimeScale(
        problem.grid, first, last, _GUTTER, width - _GUTTER - _EDGE, language
    )
    chart = _Chart(scene, scale, found, width, colour == "stage", due, load, closed)
    return chart.picture()


def _span(
    scene: Scene, begin: int | None, end: int | None, language: Language, *, due: bool
) -> tuple[float, float]:
    """The ticks at which the chart begins and ends."""
    now = scene.problem.now
    last = max((a.end for a in scene.shown), default=now + 1)
    first = min([now, *(a.setup for a in scene.shown)])
    if due:
        dates = [d.call_off.due for d in deadlines.deadlines(scene, set(scene.whole))]
        last = max([last, *(d for d in dates if d <= last + (last - first) // 4)])
    grid = scene.problem.grid
    left, right = enclosing_days(grid, first, last + 1, language)
    span = left if begin is None else begin, right if end is None else end
    if span[0] >= span[1]:
        raise InputError(
            f"gantt: the picture would begin at tick {span[0]:g} and end at "
            f"{span[1]:g}; choose a begin before the end"
        )
    return span


@dataclass(frozen=True)
class _Chart:
    """Puts the parts of a chart one below the other."""

    scene: Scene
    scale: TimeScale
    groups: list[Group]
    width: int
    by_stage: bool
    with_due: bool
    with_load: bool
    with_closed: bool

    @cached_property
    def key(self) -> str:
        flags = self.by_stage, self.with_due, self.with_load, self.with_closed
        work = [
            (a.opportunity, a.step, a.resource, a.setup, a.start, a.end)
            for a in assignments_of(self.groups)
        ]
        # Of nothing that is not shown: not even a digest may tell of it.
        return key_of("gantt", self.scale, work, flags)

    @cached_property
    def bars(self) -> Bars:
        return Bars(self.scene, self.scale, self.key, self.by_stage)

    @cached_property
    def drawn(self) -> set[str]:
        """Ids of the opportunities that have a bar."""
        return {a.opportunity for a in assignments_of(self.groups)}

    @cached_property
    def due_lanes(self) -> list[list[deadlines.Deadline]]:
        if not self.with_due:
            return []
        found = deadlines.deadlines(self.scene, self.drawn)
        return deadlines.lanes(found, self.scale)

    def picture(self) -> str:
        say = self.scale.language
        if not self.groups:
            return empty("gantt", say.nothing, self.width)
        top = _TOP + 2 * axis.LINE
        rows, bottom = self._rows(top)
        dates, bottom = self._due_dates(bottom)
        entries = self._entries()
        key_top = bottom + (axis.LINE if bottom - top > _LONG else 0) + 12
        room = self.width - 2 * _EDGE
        return picture(
            self.key,
            self.width,
            key_top + height(entries, room, _LEGEND_COLUMN) + 16,
            say.who_works_when,
            self._description(),
            self._definitions(),
            list(axis.axis(self.scale, _TOP, bottom)),
            self._lower_axis(bottom) if bottom - top > _LONG else [],
            rows,
            dates,
            list(axis.now_line(self.scale, self.scene.problem.now, _TOP, bottom)),
            [legend(entries, _EDGE, key_top, room, _LEGEND_COLUMN)],
            [self._zone(_TOP + axis.LINE + 12)],
        )

    def _rows(self, y: float) -> tuple[list[Markup], float]:
        """Headers and rows from `y` down, and where they end."""
        drawn: list[Markup] = []
        for group in self.groups:
            drawn += self._header(named(group.member), y)
            y += _HEADER
            several = len({row.resource.site for row in group.rows}) > 1
            for row in group.rows:
                drawn += self._row(row, y, several_sites=several)
                y += LANE * len(row.lanes)
        return drawn, y

    def _row(self, row: Row, y: float, *, several_sites: bool) -> Iterator[Markup]:
        site = self.scene.problem.site[row.resource.site]
        name = located(row.resource, site) if several_sites else named(row.resource)
        yield words(_EDGE + 8, y + 13, name, 11, width=_GUTTER - 20, full=True)
        below = y + LANE * len(row.lanes)
        yield axis.line(_EDGE, below, self.scale.right, below, 0.14)
        if self.with_closed:
            yield from self.bars.closed(row, y)
        if self.with_load:
            yield from self.bars.load(row, y)
        yield from self.bars.row(row, y)
        if self.with_closed:
            yield from self.bars.pauses(row, y)
        yield from self.bars.labels(row, y)

    def _header(self, text: str, y: float) -> Iterator[Markup]:
        yield element(
            "rect",
            x=_EDGE,
            y=y,
            width=self.width - 2 * _EDGE,
            height=_HEADER,
            fill="currentColor",
            fill_opacity=0.09,
        )
        yield words(_EDGE + 4, y + 15.5, text, 12, width=self.width / 2, bold=True)

    def _due_dates(self, y: float) -> tuple[list[Markup], float]:
        if not self.due_lanes:
            return [], y
        drawn = list(self._header(self.scale.language.due_dates, y))
        y += _HEADER
        for lane in self.due_lanes:
            for deadline in lane:
                drawn += deadlines.draw(deadline, self.scale, y)
            y += deadlines.LANE
        return drawn, y

    def _lower_axis(self, y: float) -> list[Markup]:
        return list(axis.names_of_fine_units(self.scale.divisions()[1], y))

    def _zone(self, y: float) -> Markup:
        zone = self.scale.language.zone
        text = self.scale.language.times_in.format(zone=zone)
        return words(_EDGE + 4, y, text, 10.5, width=_GUTTER - 14, faint=True)

    def _definitions(self) -> list[Markup]:
        looks = {self.bars.look(a) for a in assignments_of(self.groups)}
        patterns = [
            palette.pattern(self.bars.fill(look)[5:-1], look)
            for look in sorted(looks)
            if look.texture != "plain"
        ]
        patterns.append(palette.hatch(f"{self.key}-changeover"))
        if self.with_load:
            patterns.append(palette.stripes(f"{self.key}-load"))
        return [element("defs", *patterns)]

    def _description(self) -> str:
        say, grid = self.scale.language, self.scene.problem.grid
        work = assignments_of(self.groups)
        return say.gantt_counts.format(
            steps=len(work),
            opportunities=len(self.drawn),
            resources=sum(len(group.rows) for group in self.groups),
            members=len(self.groups),
            begin=say.day(grid.time(min(a.setup for a in work))),
            end=say.day(grid.time(max(a.end for a in work))),
        )

    def _entries(self) -> list[Entry]:
        """What the legend explains: only what the picture shows."""
        return [*self._looks(), *self._signs(), *self._due_signs()]

    def _looks(self) -> Iterator[Entry]:
        if self.by_stage:
            stages = {self.scene.stage(a) for a in assignments_of(self.groups)}
            for stage, look in self.scene.look_of_stage.items():
                if stage in stages:
                    yield Entry(filled(self.bars.fill(look)), spoken(stage))
            return
        for opportunity in self.scene.opportunities:
            if opportunity.id in self.drawn:
                look = self.scene.look_of_opportunity[opportunity.id]
                yield Entry(filled(self.bars.fill(look)), titled(opportunity))

    def _signs(self) -> Iterator[Entry]:
        say, work = self.scale.language, assignments_of(self.groups)
        if any(a.setup < a.start for a in work):
            hatch = f"url(#{self.key}-changeover)"
            yield Entry(filled(hatch, inset=1), say.changeover)
        if any((a.opportunity, a.step) in self.scene.begun for a in work):
            yield Entry(filled("none", stroke_width=2.2), say.begun)
        if self.with_load:
            yield Entry(filled(f"url(#{self.key}-load)", stroke_width=0.6), say.load)
        if self.with_closed:
            yield Entry(shaded(0.12), say.closed)

    def _due_signs(self) -> Iterator[Entry]:
        say = self.scale.language
        found = [deadline for lane in self.due_lanes for deadline in lane]
        for late, text in ((False, say.due), (True, say.due_late)):
            if any(deadline.late is late for deadline in found):
                mark = element(
                    "path", d=deadlines.triangle(11, 5), **deadlines.paint(late=late)
                )
                yield Entry(mark, text)
        if any(deadlines.shows_latest(deadline, self.scale) for deadline in found):
            yield Entry(axis.line(11, 0, 11, 11, stroke_width=2.2), say.latest)
