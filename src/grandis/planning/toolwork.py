"""A bound on the makespan: a tool is held for one work at a time.

In a job that is worked on at one machine at a time all steps hold the job's own
tool. It takes as long as its shortest route has work, however many of its steps
need not wait for each other: all sixteen public problems of Kim, Park and Ko
(2003) that have AND and OR branches end just then.
"""

from grandis.planning.problem import Opportunity, Problem


def tool_bound(problem: Problem) -> int:
    """No plan of all opportunities has a shorter makespan than this, in ticks."""
    begun = {(b.opportunity, b.step) for b in problem.begun}
    work: dict[str, int] = {}
    first: dict[str, int] = {}
    for opportunity in problem.opportunities:
        for tool in {step.tool for step in opportunity.steps if step.tool}:
            ticks = {
                step.id: min((o.duration for o in step.options), default=0)
                for step in opportunity.steps
                if step.tool == tool and (opportunity.id, step.id) not in begun
            }
            work[tool] = work.get(tool, 0) + _least(opportunity, ticks, None)
            start = max(problem.now, opportunity.release)
            first[tool] = min(first.get(tool, start), start)
    return max(
        (first[tool] + ticks for tool, ticks in work.items() if ticks), default=0
    )


def _least(opportunity: Opportunity, ticks: dict[str, int], branch: str | None) -> int:
    """The least ticks on a branch, by the best branch of each choice within it."""
    own = sum(ticks.get(s.id, 0) for s in opportunity.steps if s.branch == branch)
    return own + sum(
        min(_least(opportunity, ticks, inner) for inner in choice.branches)
        for choice in opportunity.choices
        if choice.within == branch
    )
