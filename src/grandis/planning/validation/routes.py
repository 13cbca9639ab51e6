"""What the steps, choices and dates of one opportunity must keep to."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from grandis.errors import ProblemError
from grandis.planning.problem import Opportunity, Problem, Step
from grandis.planning.validation.wording import circle, nearest, repeated

#: The branch taken at each choice above a step: choice id to branch id.
Path = dict[str, str]


def inside(opportunity: Opportunity, step: Step | None = None) -> str:
    """The words that say where in a problem we are."""
    where = f"opportunity {opportunity.id!r}"
    return f"{where}, step {step.id!r}" if step else where


def it_has_steps(problem: Problem, opportunity: Opportunity) -> None:
    if not opportunity.steps:
        raise ProblemError(f"{inside(opportunity)} has no steps; add one or remove it")


def its_ids_are_unique(problem: Problem, opportunity: Opportunity) -> None:
    kinds = {
        "step": (step.id for step in opportunity.steps),
        "choice": (choice.id for choice in opportunity.choices),
        "branch": (b for choice in opportunity.choices for b in choice.branches),
        "call-off": (call_off.id for call_off in opportunity.call_offs),
    }
    for kind, ids in kinds.items():
        twice = repeated(ids)
        if twice is not None:
            raise ProblemError(
                f"{inside(opportunity)}: {kind} {twice!r} is there twice; give each "
                f"{kind} its own id"
            )


def its_choices_have_branches(problem: Problem, opportunity: Opportunity) -> None:
    for choice in opportunity.choices:
        if len(choice.branches) < 2:
            raise ProblemError(
                f"{inside(opportunity)}: choice {choice.id!r} has fewer than two "
                "branches; add one or remove the choice"
            )


def its_choices_stand_within_branches(
    problem: Problem, opportunity: Opportunity
) -> None:
    choice_of = _choice_of(opportunity)
    above: dict[str, list[str]] = {}
    for choice in opportunity.choices:
        if choice.within is None:
            continue
        where = f"{inside(opportunity)}, choice {choice.id!r}"
        _refuse_unknown(where, "branch", choice.within, choice_of, "within")
        above[choice.id] = [choice_of[choice.within]]
    cycle = _cycle(above)
    if cycle:
        raise ProblemError(
            f"{inside(opportunity)}: choices stand within each other, "
            f"{circle(cycle)}; remove one 'within'"
        )


def its_steps_stand_on_branches(problem: Problem, opportunity: Opportunity) -> None:
    branches = _choice_of(opportunity)
    for step in opportunity.steps:
        if step.branch is not None:
            where = inside(opportunity, step)
            _refuse_unknown(where, "branch", step.branch, branches, "branch")


def its_steps_have_options(problem: Problem, opportunity: Opportunity) -> None:
    resources = problem.resource
    for step in opportunity.steps:
        if not step.options:
            raise ProblemError(
                f"{inside(opportunity, step)} has no options; add a resource that "
                "can do it"
            )
        for option in step.options:
            if option.resource not in resources:
                raise ProblemError(
                    f"{inside(opportunity, step)}: resource {option.resource!r} does "
                    f"not exist{nearest(option.resource, resources)}; add it or "
                    "remove the option"
                )


def its_options_differ(problem: Problem, opportunity: Opportunity) -> None:
    for step in opportunity.steps:
        if len({option.resource for option in step.options}) == len(step.options):
            continue
        twice = repeated(option.resource for option in step.options)
        raise ProblemError(
            f"{inside(opportunity, step)}: two options are on resource {twice!r}; "
            "keep one of them"
        )


def its_work_takes_time(problem: Problem, opportunity: Opportunity) -> None:
    """Work of no duration has no place in working hours or in a sequence."""
    for step in opportunity.steps:
        for option in step.options:
            if option.duration:
                continue
            resource = problem.resource[option.resource]
            timeless = resource.calendar is None and not resource.closed
            if not timeless or resource.capacity > 1 or resource.changeover:
                raise ProblemError(
                    f"{inside(opportunity, step)}, option {option.resource!r}: "
                    "duration 0 needs a resource of capacity 1 that is always open "
                    "and has no changeover; give a duration of at least 1"
                )


def its_steps_come_after_others(problem: Problem, opportunity: Opportunity) -> None:
    known = {step.id for step in opportunity.steps}
    for step in opportunity.steps:
        for before in step.after:
            _refuse_unknown(inside(opportunity, step), "step", before, known, "after")
        twice = repeated(step.after)
        if twice is not None:
            raise ProblemError(
                f"{inside(opportunity, step)}: 'after' names {twice!r} twice; keep "
                "one of them"
            )


def its_steps_do_not_wait_in_a_circle(
    problem: Problem, opportunity: Opportunity
) -> None:
    cycle = _cycle({step.id: step.after for step in opportunity.steps})
    if cycle:
        raise ProblemError(
            f"{inside(opportunity)}: steps wait for each other in a circle, "
            f"{circle(cycle)}; remove one of them from the 'after' of the next"
        )


def its_release_is_before_the_horizon(
    problem: Problem, opportunity: Opportunity
) -> None:
    if opportunity.release >= problem.horizon:
        raise ProblemError(
            f"{inside(opportunity)}: its release ({opportunity.release}) is not before "
            f"the horizon ({problem.horizon}); move the horizon or leave it out"
        )


def its_call_offs_can_be_met(problem: Problem, opportunity: Opportunity) -> None:
    known = {step.id for step in opportunity.steps}
    for call_off in opportunity.call_offs:
        where = f"{inside(opportunity)}, call-off {call_off.id!r}"
        for step in call_off.steps:
            _refuse_unknown(where, "step", step, known, "steps")
        if call_off.latest is not None and call_off.latest < call_off.due:
            raise ProblemError(
                f"{where}: latest ({call_off.latest}) is before due "
                f"({call_off.due}); correct one of them"
            )


def its_policy_names_members(problem: Problem, opportunity: Opportunity) -> None:
    policy = opportunity.policy
    where = f"{inside(opportunity)}, policy"
    for first, second in policy.apart:
        _refuse_unknown(where, "member", first, problem.member, "apart")
        _refuse_unknown(where, "member", second, problem.member, "apart")
        if first == second:
            raise ProblemError(
                f"{where}: {first!r} cannot be kept apart from itself; remove the pair"
            )
    for member in policy.required:
        _refuse_unknown(where, "member", member, problem.member, "required")


def paths(opportunity: Opportunity) -> dict[str | None, Path]:
    """By branch, the branches that must be chosen for it to be."""
    choice_of = _choice_of(opportunity)
    within = {choice.id: choice.within for choice in opportunity.choices}
    found: dict[str | None, Path] = {None: {}}
    for branch in choice_of:
        path: Path = {}
        above: str | None = branch
        while above is not None:
            path[choice_of[above]] = above
            above = within[choice_of[above]]
        found[branch] = path
    return found


def exclude(one: Path, other: Path) -> bool:
    """Whether steps on these paths are never done together."""
    return any(other.get(choice, branch) != branch for choice, branch in one.items())


def _choice_of(opportunity: Opportunity) -> dict[str, str]:
    return {b: choice.id for choice in opportunity.choices for b in choice.branches}


def _cycle(before: Mapping[str, Iterable[str]]) -> list[str]:
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _refuse_unknown(
    where: str, kind: str, name: str, known: Collection[str], field: str
) -> None:
    if name not in known:
        raise ProblemError(
            f"{where}: {kind} {name!r} does not exist{nearest(name, known)}; add it or "
            f"correct {field!r}"
        )
