"""What the steps that have begun must keep to."""

from collections.abc import Collection, Iterator

from grandis.errors import ProblemError
from grandis.planning.problem import Begun, Problem
from grandis.planning.validation.routes import Path, paths
from grandis.planning.validation.wording import nearest, repeated


def begun_steps_exist(problem: Problem) -> None:
    steps = {
        name: {step.id for step in problem.opportunity[name].steps}
        for name in {begun.opportunity for begun in problem.begun}
        if name in problem.opportunity
    }
    for begun in problem.begun:
        if begun.opportunity not in steps:
            raise _unknown(begun, "opportunity", problem.opportunity)
        if begun.step not in steps[begun.opportunity]:
            raise _unknown(begun, "step", steps[begun.opportunity])
        if begun.resource not in problem.resource:
            raise _unknown(begun, "resource", problem.resource)


def begun_steps_are_listed_once(problem: Problem) -> None:
    twice = repeated((begun.opportunity, begun.step) for begun in problem.begun)
    if twice is not None:
        raise ProblemError(
            f"opportunity {twice[0]!r}, step {twice[1]!r} has begun twice; keep one of "
            "the two entries"
        )


def begun_steps_end_after_they_start(problem: Problem) -> None:
    for begun in problem.begun:
        if not begun.setup <= begun.start <= begun.end:
            raise ProblemError(
                f"{_where(begun)}: setup {begun.setup}, start {begun.start} and end "
                f"{begun.end} are not in this order; correct them"
            )


def begun_steps_share_a_route(problem: Problem) -> None:
    chosen: dict[tuple[str, str], tuple[str, str]] = {}
    for begun, path in _paths_begun(problem):
        for choice, branch in path.items():
            other, step = chosen.setdefault(
                (begun.opportunity, choice), (branch, begun.step)
            )
            if other != branch:
                raise ProblemError(
                    f"{_where(begun)} has begun on branch {branch!r} and step "
                    f"{step!r} on {other!r}, which exclude each other; remove one"
                )


def _paths_begun(problem: Problem) -> Iterator[tuple[Begun, Path]]:
    names = {begun.opportunity for begun in problem.begun}
    found = {
        (name, step.id): path[step.branch]
        for name in names
        for path in (paths(problem.opportunity[name]),)
        for step in problem.opportunity[name].steps
    }
    for begun in problem.begun:
        yield begun, found[begun.opportunity, begun.step]


def _where(begun: Begun) -> str:
    return f"opportunity {begun.opportunity!r}, step {begun.step!r}"


def _unknown(begun: Begun, kind: str, known: Collection[str]) -> ProblemError:
    name = getattr(begun, kind)
    return ProblemError(
        f"begun step {begun.step!r} of {begun.opportunity!r}: {kind} {name!r} does not "
        f"exist{nearest(name, known)}; add it or remove the entry"
    )
