"""Due dates and latest dates under a Gantt chart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grandis.planning.drawing.axis import line
from grandis.planning.drawing.language import Language
from grandis.planning.drawing.palette import VERMILION
from grandis.planning.drawing.scene import Scene, shorten, titled, words
from grandis.planning.drawing.svg import Markup, element, measure
from grandis.planning.drawing.timescale import TimeScale
from grandis.planning.problem import CallOff, Grid, Opportunity

LANE = 17
_SIZE = 10
_ROOM = 90.0


@dataclass(frozen=True)
class Deadline:
    """One call-off of an opportunity, and when the plan completes it."""

    opportunity: Opportunity
    call_off: CallOff
    done: int

    @property
    def late(self) -> bool:
        return self.done > self.call_off.due


def deadlines(scene: Scene, within: set[str]) -> list[Deadline]:
    """The call-offs of taken opportunities in `within`, by date.

    Only of opportunities of which all work may be shown: when an order is
    complete tells something of everybody's part in it.
    """
    found = [
        Deadline(opportunity, call_off, completion(scene, opportunity, call_off))
        for opportunity in scene.opportunities
        if opportunity.id in within & scene.whole & scene.plan.taken_ids
        for call_off in opportunity.call_offs
    ]
    return sorted(found, key=lambda d: (d.call_off.due, d.opportunity.id))


def completion(scene: Scene, opportunity: Opportunity, call_off: CallOff) -> int:
    """The tick at which a call-off is complete."""
    steps = call_off.steps or [step.id for step in opportunity.steps]
    by_step = scene.plan.by_step
    done = (by_step.get((opportunity.id, step)) for step in steps)
    return max((a.end for a in done if a is not None), default=opportunity.release)


def lanes(found: Sequence[Deadline], scale: TimeScale) -> list[list[Deadline]]:
    """Deadlines inside the scale, in lanes in which their names do not touch."""
    dealt: list[tuple[float, list[Deadline]]] = []
    for deadline in found:
        if not scale.begin <= deadline.call_off.due <= scale.end:
            continue
        left, right = _extent(deadline, scale)
        for i, (taken, lane) in enumerate(dealt):
            if taken <= left:
                dealt[i] = (right, [*lane, deadline])
                break
        else:
            dealt.append((right, [deadline]))
    return [lane for _, lane in dealt]


def draw(deadline: Deadline, scale: TimeScale, y: float) -> Iterator[Markup]:
    """A triangle at the due date and a stroke at the latest, in the lane at `y`."""
    x, middle = scale.x(deadline.call_off.due), y + LANE / 2
    said = sentence(deadline, scale.grid, scale.language)
    if shows_latest(deadline, scale):
        end = scale.x(deadline.call_off.latest or 0)
        yield line(x, middle, end, middle, 0.5)
        yield line(end, middle - 5, end, middle + 5, stroke_width=2.2, class_="latest")
    yield element(
        "path",
        element("title", f"{titled(deadline.opportunity)}: {said}"),
        class_="due late" if deadline.late else "due",
        d=triangle(x, middle),
        **paint(late=deadline.late),
    )
    left = _label_left(deadline, scale)
    yield words(left, middle + 3.5, deadline.opportunity.id, _SIZE, width=_ROOM)


def shows_latest(deadline: Deadline, scale: TimeScale) -> bool:
    """Whether the latest date is there and inside the scale."""
    latest = deadline.call_off.latest
    return latest is not None and latest <= scale.end


def sentence(deadline: Deadline, grid: Grid, language: Language) -> str:
    """A deadline in words, named if the opportunity has several."""
    several = len(deadline.opportunity.call_offs) > 1
    text = (language.several_due_on if several else language.due_on).format(
        call_off=shorten(deadline.call_off.id),
        due=language.until(grid.time(deadline.call_off.due)),
        done=language.time(grid.time(deadline.done)),
    )
    if deadline.call_off.latest is None:
        return text
    latest = language.until(grid.time(deadline.call_off.latest))
    return f"{text}, {language.latest_on.format(latest=latest)}"


def triangle(x: float, y: float) -> str:
    """The path of a triangle that points down, about (x, y)."""
    return f"M{x - 5:.2f} {y - 4:.2f}h10l-5 9z"


def paint(*, late: bool) -> dict[str, str | float]:
    """How a due date is filled that is kept or missed."""
    return {
        "fill": VERMILION if late else "none",
        "stroke": "currentColor",
        "stroke_width": 1.2,
    }


def _extent(deadline: Deadline, scale: TimeScale) -> tuple[float, float]:
    """From where to where a deadline takes up its lane."""
    left = _label_left(deadline, scale)
    due = scale.x(deadline.call_off.due)
    ends = [due, left + _label_width(deadline)]
    if shows_latest(deadline, scale):
        ends.append(scale.x(deadline.call_off.latest or 0))
    return min(due, left) - 7, max(ends) + 6


def _label_left(deadline: Deadline, scale: TimeScale) -> float:
    """Right of all marks or, where the picture ends, left of them."""
    due, latest = deadline.call_off.due, deadline.call_off.latest or 0
    last = scale.x(latest if shows_latest(deadline, scale) else due)
    width = _label_width(deadline)
    fits = last + 8 + width <= scale.right
    return last + 8 if fits else scale.x(due) - 8 - width


def _label_width(deadline: Deadline) -> float:
    return min(_ROOM, measure(shorten(deadline.opportunity.id), _SIZE))
