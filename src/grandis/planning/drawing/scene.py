"""What a picture may show of a plan, and what the things in it are called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain

from msgspec.structs import replace

from grandis.planning.drawing.palette import Look, look
from grandis.planning.drawing.svg import Markup, clean, clip, element
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Member, Opportunity, Problem, Resource, Site, Step

#: Whether a reader may see an assignment.
Only = Callable[[Assignment], bool]

FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"
#: A text alternative longer than this helps nobody.
_LONGEST = 160


@dataclass(frozen=True)
class Scene:
    """A problem, a plan, and which assignments a picture may show."""

    problem: Problem
    plan: Plan
    only: Only | None = None

    @cached_property
    def shown(self) -> tuple[Assignment, ...]:
        """The assignments that may be shown, in the order of their start."""
        allowed = (
            a for a in self.plan.assignments if self.only is None or self.only(a)
        )
        return tuple(sorted(allowed, key=lambda a: (a.setup, a.start, a.end, a.step)))

    @cached_property
    def step(self) -> dict[tuple[str, str], Step]:
        """Steps by (opportunity, step) ids."""
        return {(o.id, s.id): s for o in self.problem.opportunities for s in o.steps}

    @cached_property
    def begun(self) -> frozenset[tuple[str, str]]:
        """The (opportunity, step) ids of work that has begun or is done."""
        return frozenset((b.opportunity, b.step) for b in self.problem.begun)

    @cached_property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """The opportunities with work to show, in the order of the problem."""
        ids = {a.opportunity for a in self.shown}
        return tuple(o for o in self.problem.opportunities if o.id in ids)

    @cached_property
    def whole(self) -> frozenset[str]:
        """Ids of the opportunities of which all work is shown."""
        hidden = {a.opportunity for a in set(self.plan.assignments) - set(self.shown)}
        return frozenset(o.id for o in self.opportunities) - hidden

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages of the work shown, in the order of the problem's steps."""
        there = {self.stage(a) for a in self.shown}
        ordered = dict.fromkeys(
            s.stage for o in self.problem.opportunities for s in o.steps
        )
        rest = dict.fromkeys(r.stage for r in self.problem.resources)
        return tuple(s for s in {**ordered, **rest} if s in there)

    def stage(self, assignment: Assignment) -> str:
        """The stage of the work, or of the resource that does it."""
        step = self.step[assignment.opportunity, assignment.step]
        return step.stage or self.problem.resource[assignment.resource].stage

    @cached_property
    def look_of_opportunity(self) -> dict[str, Look]:
        """How each opportunity shown is drawn."""
        return {o.id: look(i) for i, o in enumerate(self.opportunities)}

    @cached_property
    def look_of_stage(self) -> dict[str, Look]:
        """How each stage shown is drawn."""
        return {stage: look(i) for i, stage in enumerate(self.stages)}

    def resource_site(self, assignment: Assignment) -> Site:
        """The site where an assignment is done."""
        return self.problem.site[self.problem.resource[assignment.resource].site]

    def member(self, assignment: Assignment) -> Member:
        """The member that does an assignment."""
        return self.problem.member[self.resource_site(assignment).member]

    def minutes(self, ticks: int) -> int:
        """Ticks in minutes."""
        return ticks * self.problem.grid.minutes

    def work(self, assignments: Iterable[Assignment]) -> int:
        """Minutes of work, without pauses and changeovers.

        Of a begun step, whose option need not be known, the time it is on the
        machine.
        """
        return self.minutes(sum(self._ticks_of_work(a) for a in assignments))

    def _ticks_of_work(self, assignment: Assignment) -> int:
        held = assignment.end - assignment.start
        if (assignment.opportunity, assignment.step) in self.begun:
            return held
        step = self.step[assignment.opportunity, assignment.step]
        fits = (o.duration for o in step.options if o.resource == assignment.resource)
        return next(fits, held)


def without_changeovers(plan: Plan) -> Plan:
    """The plan as it looks to those who are not told of changeovers."""
    hidden = (replace(a, setup=a.start) for a in plan.assignments)
    return replace(plan, assignments=tuple(hidden))


def named(thing: Member | Site | Resource | Step | Opportunity) -> str:
    """What a reader calls a thing: its name, or its id when it has none."""
    return shorten(thing.name) or shorten(thing.id)


def located(resource: Resource, site: Site) -> str:
    """A resource and its site, unless its name says that already."""
    name, place = named(resource), named(site)
    return name if place in name else f"{name} · {place}"


def titled(opportunity: Opportunity) -> str:
    """An opportunity's id and name."""
    both = (
        f"{opportunity.id} {opportunity.name}" if opportunity.name else opportunity.id
    )
    return shorten(both)


def spoken(stage: str) -> str:
    """A stage as a reader says it."""
    return shorten(stage.replace("_", " "))


def shorten(text: str) -> str:
    """`text` on one line, cut where it grows beyond reading."""
    line = clean(text[: 4 * _LONGEST])
    return line if len(line) <= _LONGEST else clean(line[: _LONGEST - 1]) + "…"


def key_of(kind: str, *content: object) -> str:
    """An id for a picture that differs from those of other pictures on a page."""
    return f"{kind}-{sha256(repr(content).encode('utf-8', 'replace')).hexdigest()[:10]}"


def words(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    width: float | None = None,
    bold: bool = False,
    faint: bool = False,
    fill: str = "currentColor",
    anchor: str | None = None,
    full: bool = False,
) -> Markup:
    """A line of text at a baseline, cut to `width` if one is given.

    With `full` the whole text is there to hover over where it had to be cut.
    """
    said = shorten(text) if width is None else clip(text, width, size, bold=bold)
    cut = full and said.endswith("…")
    return element(
        "text",
        said,
        *([element("title", shorten(text))] if cut else ()),
        x=x,
        y=y,
        font_size=size,
        font_weight="bold" if bold else None,
        fill=fill,
        fill_opacity=0.72 if faint else None,
        text_anchor=anchor,
    )


def picture(
    key: str,
    width: float,
    height: float,
    title: str,
    description: str,
    *content: Iterable[Markup],
) -> str:
    """A whole SVG with its text alternatives; `content` is drawn in order."""
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description or title, id=f"{key}-desc"),
        *chain.from_iterable(content),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        font_family=FONT,
        class_=key.split("-")[0],
    )


def empty(kind: str, text: str, width: float) -> str:
    """A picture that says there is nothing to show."""
    line = [words(8, 20, text, 12)]
    return picture(key_of(kind, text), width, 30, text, text, line)
