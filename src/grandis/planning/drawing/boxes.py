"""The boxes of a chain map: who does a step, where and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grandis.planning.drawing.handovers import HandOver, road
from grandis.planning.drawing.language import Language
from grandis.planning.drawing.palette import Look
from grandis.planning.drawing.scene import Scene, located, named, shorten, spoken, words
from grandis.planning.drawing.svg import Markup, element
from grandis.planning.plan import Assignment
from grandis.planning.problem import Step

WIDTH = 188
_STRIP = 9
_INSET = 16
_BOLD, _PLAIN = 12, 10.5
#: A line of text: what it says, whether it is bold, whether it is faint.
Line = tuple[str, bool, bool]


@dataclass(frozen=True)
class Box:
    """Lines of text in a frame; `look` colours the strip at its left."""

    lines: tuple[Line, ...]
    look: Look | None = None
    dashed: bool = False
    heavy: bool = False
    kind: str = "step"

    @property
    def height(self) -> float:
        return 15 * len(self.lines) + 9

    def draw(self, x: float, middle: float, paint: str) -> Iterator[Markup]:
        """The box with its left edge at `x`; `paint` fills its strip."""
        top = middle - self.height / 2
        frame = {"x": x, "y": top, "height": self.height, "rx": 4.0}
        yield element(
            "rect", width=WIDTH, fill="currentColor", fill_opacity=0.05, **frame
        )
        if self.look is not None:
            yield element("rect", width=_STRIP, fill=paint, **frame)
        yield element(
            "rect",
            class_=self.kind,
            width=WIDTH,
            fill="none",
            stroke="currentColor",
            stroke_width=2.2 if self.heavy else 1,
            stroke_opacity=0.6 if self.dashed else None,
            stroke_dasharray="4 3" if self.dashed else None,
            **frame,
        )
        for place, (text, bold, faint) in enumerate(self.lines):
            yield words(
                x + _INSET,
                top + 16.5 + 15 * place,
                text,
                _BOLD if bold else _PLAIN,
                width=WIDTH - _INSET - 5,
                bold=bold,
                faint=faint,
                full=True,
            )


def of_step(scene: Scene, a: Assignment, language: Language) -> Box:
    """The box of a step that the plan has somebody do."""
    step = scene.step[a.opportunity, a.step]
    grid = scene.problem.grid
    resource = scene.problem.resource[a.resource]
    where = located(resource, scene.resource_site(a))
    when = language.period_in_box.format(
        begin=language.day_and_month(grid.time(a.start)),
        end=language.day_and_month(grid.time(a.end)),
    )
    return Box(
        lines=(
            (named(step), True, False),
            *stage_line(scene.stage(a), step),
            (named(scene.member(a)), False, False),
            (where, False, True),
            (when, False, False),
        ),
        look=scene.look_of_stage[scene.stage(a)],
        heavy=(a.opportunity, a.step) in scene.begun,
    )


def of_refused(step: Step) -> Box:
    """The box of a step that is not on the route taken."""
    lines = (named(step), True, True), *stage_line(step.stage, step)
    return Box(lines, dashed=True, kind="refused")


def of_stub(
    scene: Scene, hand_over: HandOver, language: Language, *, before: bool
) -> Box:
    """The other end of a hand-over from or to work that may not be shown.

    It says where and when the goods change hands, not what is done there.
    """
    other = hand_over.origin if before else hand_over.destination
    place = f"{named(scene.member(other))}"
    pattern = language.comes_from if before else language.goes_to
    leaves = scene.problem.grid.time(hand_over.origin.end)
    lines: list[Line] = [
        (pattern.format(place=place), True, False),
        (_place(scene, other), False, True),
        (language.leaves.format(time=language.day_and_month(leaves)), False, False),
    ]
    minutes = road(scene, hand_over.origin, hand_over.destination)
    if minutes:
        ticks = minutes // scene.problem.grid.minutes
        arrives = scene.problem.grid.time(hand_over.origin.end + ticks)
        text = language.arrives.format(time=language.day_and_month(arrives))
        lines.append((text, False, False))
    return Box(tuple(lines), dashed=True, kind="stub")


def stage_line(stage: str, step: Step) -> Sequence[Line]:
    """The stage, unless the step is called the same."""
    said = spoken(stage)
    same = said.casefold() == shorten(step.name or step.id).casefold()
    return () if same or not said else ((said, False, True),)


def _place(scene: Scene, assignment: Assignment) -> str:
    return named(scene.resource_site(assignment))
