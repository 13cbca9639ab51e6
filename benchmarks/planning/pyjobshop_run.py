"""Solve one shop with PyJobShop and print what CP-SAT logs.

    python -m benchmarks.planning.pyjobshop_run FILE SECONDS WORKERS

The last line is ``result STATUS VALUE BOUND SECONDS``, with the seconds that the
building of the model takes.
"""

import sys
import time

from pyjobshop import Model, Task

from grandis.planning import Problem, read_any
from grandis.planning.problem import Opportunity


def main(path: str, seconds: float, workers: int) -> None:
    problem = read_any(path)
    begun = time.monotonic()
    result = model_of(problem).solve(
        time_limit=seconds, num_workers=workers, display=True
    )
    taken = time.monotonic() - begun
    print("result", result.status.value, result.objective, result.lower_bound, taken)


def model_of(problem: Problem) -> Model:
    """The same problem for PyJobShop: a mode for each option, tools as machines.

    A branch is selected when its first step is, so it needs one.
    """
    model = Model()
    machines = {r.id: model.add_machine(name=r.id) for r in problem.resources}
    tools = {t.id: model.add_machine(name=t.id) for t in problem.tools}
    for opportunity in problem.opportunities:
        job = model.add_job(name=opportunity.id)
        tasks = {
            step.id: model.add_task(job=job, optional=step.branch is not None)
            for step in opportunity.steps
        }
        for step in opportunity.steps:
            for option in step.options:
                held = [machines[option.resource]]
                if step.tool is not None:
                    held.append(tools[step.tool])
                model.add_mode(tasks[step.id], held, option.duration)
            for before in step.after:
                model.add_end_before_start(tasks[before], tasks[step.id])
        _add_choices(model, opportunity, tasks)
    return model


def _add_choices(
    model: Model, opportunity: Opportunity, tasks: dict[str, Task]
) -> None:
    """All steps of one branch of each choice are selected, and none of the others."""
    branches: dict[str, list[Task]] = {}
    for step in opportunity.steps:
        if step.branch is not None:
            branches.setdefault(step.branch, []).append(tasks[step.id])
    for steps in branches.values():
        model.add_select_all_or_none(steps)
    for choice in opportunity.choices:
        firsts = [branches[branch][0] for branch in choice.branches]
        if choice.within is None:
            model.add_select_exactly_one(firsts)
            continue
        within = branches[choice.within][0]
        model.add_select_exactly_one(firsts, within)
        for first in firsts:
            model.add_select_at_least_one([within], first)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
