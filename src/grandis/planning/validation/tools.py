"""What tools, and the steps that make and use them, must keep to."""

from itertools import combinations

from grandis.errors import ProblemError
from grandis.planning.problem import Opportunity, Problem, Step
from grandis.planning.validation.routes import exclude, inside, paths
from grandis.planning.validation.wording import nearest

#: A step and the opportunity it belongs to.
Place = tuple[Opportunity, Step]


def tools_stand_at_sites(problem: Problem) -> None:
    for tool in problem.tools:
        if tool.site is not None and tool.site not in problem.site:
            raise ProblemError(
                f"tool {tool.id!r}: site {tool.site!r} does not exist"
                f"{nearest(tool.site, problem.site)}; add it or correct the tool"
            )


def steps_name_tools_that_exist(problem: Problem) -> None:
    known = {tool.id for tool in problem.tools}
    for field in ("tool", "makes"):
        for tool, places in _steps_by(problem, field).items():
            if tool not in known:
                raise ProblemError(
                    f"{inside(*places[0])}: tool {tool!r} does not exist"
                    f"{nearest(tool, known)}; add it or correct {field!r}"
                )


def tools_are_there_or_made(problem: Problem) -> None:
    users, makers = _steps_by(problem, "tool"), _steps_by(problem, "makes")
    for tool in problem.tools:
        if tool.site is not None and tool.id in makers:
            raise ProblemError(
                f"{inside(*makers[tool.id][0])} makes tool {tool.id!r}, which stands "
                f"at site {tool.site!r} already; remove 'makes' or the tool's site"
            )
        if tool.site is None and tool.id in users and tool.id not in makers:
            raise ProblemError(
                f"{inside(*users[tool.id][0])}: tool {tool.id!r} has no site and no "
                "step makes it; give it a site or add a step that makes it"
            )


def new_tools_serve_one_opportunity(problem: Problem) -> None:
    users, makers = _steps_by(problem, "tool"), _steps_by(problem, "makes")
    for tool in problem.tools:
        places = makers.get(tool.id, []) + users.get(tool.id, [])
        names = list(dict.fromkeys(opportunity.id for opportunity, _ in places))
        if tool.site is None and len(names) > 1:
            raise ProblemError(
                f"tool {tool.id!r} has no site but is made or used by the "
                f"opportunities {names[0]!r} and {names[1]!r}; give it a site or give "
                "each its own tool"
            )


def tools_are_made_once(problem: Problem) -> None:
    for tool, makers in _steps_by(problem, "makes").items():
        path = paths(makers[0][0])
        for (opportunity, one), (_, other) in combinations(makers, 2):
            if not exclude(path[one.branch], path[other.branch]):
                raise ProblemError(
                    f"{inside(opportunity)}: steps {one.id!r} and {other.id!r} can "
                    f"both make tool {tool!r} on one route; put them on branches that "
                    "exclude each other"
                )


def tools_are_not_made_with_themselves(problem: Problem) -> None:
    for tool, makers in _steps_by(problem, "makes").items():
        for opportunity, step in makers:
            if step.tool == tool:
                raise ProblemError(
                    f"{inside(opportunity, step)} needs the tool {tool!r} that it "
                    "makes; remove 'tool' or 'makes'"
                )


def _steps_by(problem: Problem, field: str) -> dict[str, list[Place]]:
    """The steps that name a tool in `field`, by tool."""
    found: dict[str, list[Place]] = {}
    for opportunity in problem.opportunities:
        for step in opportunity.steps:
            tool = getattr(step, field)
            if tool is not None:
                found.setdefault(tool, []).append((opportunity, step))
    return found
