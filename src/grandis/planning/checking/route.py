"""Rules on what is done at all: taking, branches, steps, options and facts."""

from collections import Counter
from collections.abc import Iterator

from grandis.planning.checking.reading import Case, Chain, Key, option_of
from grandis.planning.checking.violation import Code, Violation, broken
from grandis.planning.plan import Assignment
from grandis.planning.problem import Choice

_FIELDS = ("resource", "setup", "start", "end", "cost")


def taking(case: Case) -> Iterator[Violation]:
    """Known opportunities, each taken once, and all of them if they must be."""
    objective = case.problem.objective
    taken = Counter(taken.opportunity for taken in case.plan.taken)
    worked_for = Counter(work.opportunity for work in case.plan.assignments)
    for name in taken | worked_for:
        if name not in case.problem.opportunity:
            yield broken(Code.UNKNOWN_OPPORTUNITY, opportunity=name)
        if taken[name] > 1:
            yield broken(Code.TAKEN_TWICE, opportunity=name)
    for name in case.problem.opportunity if objective != "surplus" else ():
        if name not in taken:
            yield broken(Code.NOT_TAKEN, opportunity=name, objective=objective)


def branching(case: Case) -> Iterator[Violation]:
    """Exactly one branch of every active choice, none of the others."""
    for chain in case.chains:
        name, choices = chain.opportunity.id, chain.opportunity.choices
        known = {branch for choice in choices for branch in choice.branches}
        for branch, times in Counter(chain.branches).items():
            if branch not in known:
                yield broken(Code.UNKNOWN_BRANCH, opportunity=name, branch=branch)
            if times > 1:
                yield broken(Code.BRANCH_TWICE, opportunity=name, branch=branch)
        for choice in choices:
            yield from _choosing(chain, choice)


def _choosing(chain: Chain, choice: Choice) -> Iterator[Violation]:
    names = {"opportunity": chain.opportunity.id, "choice": choice.id}
    chosen = [branch for branch in choice.branches if branch in chain.branches]
    within = choice.within
    if within is not None and within not in chain.branches:
        for branch in chosen:
            yield broken(Code.INACTIVE_BRANCH, names, branch=branch, within=within)
    elif not chosen:
        yield broken(Code.MISSING_BRANCH, names)
    for other in chosen[1:]:
        yield broken(Code.TWO_BRANCHES, names, branch=chosen[0], other_branch=other)


def stepping(case: Case) -> Iterator[Violation]:
    """Exactly the active steps of the opportunities taken, each once."""
    planned = Counter((a.opportunity, a.step) for a in case.plan.assignments)
    for key, times in planned.items():
        if times > 1:
            yield broken(Code.STEP_TWICE, opportunity=key[0], step=key[1])
        if violation := _of_planned_step(case, key):
            yield violation
    for chain in case.chains:
        for step in chain.active:
            if step.id not in chain.jobs:
                key = (chain.opportunity.id, step.id)
                if key not in planned and key not in case.facts:
                    yield broken(Code.MISSING_STEP, opportunity=key[0], step=key[1])


def _of_planned_step(case: Case, key: Key) -> Violation | None:
    if key[0] not in case.problem.opportunity or key in case.facts:
        return None
    step, taken = case.steps.get(key), case.taken.get(key[0])
    if step is None:
        return broken(Code.UNKNOWN_STEP, opportunity=key[0], step=key[1])
    if taken is None:
        return broken(Code.WORK_NOT_TAKEN, opportunity=key[0], step=key[1])
    branch = step.branch
    if branch is not None and branch not in taken.branches:
        names = {"opportunity": key[0], "step": key[1]}
        return broken(Code.INACTIVE_STEP, names, branch=branch)
    return None


def options(case: Case) -> Iterator[Violation]:
    """A resource that exists, is an option of the step, and its cost."""
    for assignment in case.plan.assignments:
        if violation := _of_option(case, assignment):
            yield violation


def _of_option(case: Case, assignment: Assignment) -> Violation | None:
    key = (assignment.opportunity, assignment.step)
    step = case.steps.get(key)
    if step is None or key in case.facts:
        return None
    name, found = assignment.resource, assignment.cost
    option, known = option_of(step, name), name in case.problem.resource
    if known and option is not None and option.cost == found:
        return None
    names = {"opportunity": key[0], "step": key[1], "resource": name}
    if not known:
        return broken(Code.UNKNOWN_RESOURCE, names)
    if option is None:
        return broken(Code.NO_OPTION, names)
    return broken(Code.WRONG_COST, names, expected=option.cost, found=found)


def facts(case: Case) -> Iterator[Violation]:
    """Begun steps are in the plan exactly as they are."""
    planned: dict[Key, Assignment] = {}
    for assignment in case.plan.assignments:
        planned.setdefault((assignment.opportunity, assignment.step), assignment)
    for key, fact in case.facts.items():
        names = {"opportunity": key[0], "step": key[1]}
        if key not in planned:
            yield broken(Code.BEGUN_MISSING, names)
            continue
        for field in _FIELDS:
            was, found = getattr(fact, field), getattr(planned[key], field)
            if was != found:
                change = {"field": field, "expected": was, "found": found}
                yield broken(Code.BEGUN_CHANGED, names, change)


def facts_on_route(case: Case) -> Iterator[Violation]:
    """The route of a taken opportunity includes its steps that have begun."""
    for key in case.facts:
        branch, chain = case.steps[key].branch, case.taken.get(key[0])
        if chain is not None and branch is not None and branch not in chain.branches:
            names = {"opportunity": key[0], "step": key[1]}
            yield broken(Code.BEGUN_OFF_ROUTE, names, branch=branch)
