"""Solve one flexible job shop with PyJobShop and print what CP-SAT logs.

    python -m benchmarks.planning.pyjobshop_run FILE SECONDS WORKERS

The last line is ``result STATUS VALUE BOUND SECONDS``, with the seconds that the
building of the model takes.
"""

import sys
import time

from pyjobshop import Model

from grandis.planning import Problem, read_any


def main(path: str, seconds: float, workers: int) -> None:
    problem = read_any(path)
    begun = time.monotonic()
    result = model_of(problem).solve(
        time_limit=seconds, num_workers=workers, display=True
    )
    taken = time.monotonic() - begun
    print("result", result.status.value, result.objective, result.lower_bound, taken)


def model_of(problem: Problem) -> Model:
    """The same problem for PyJobShop: a mode for each option."""
    model = Model()
    machines = {r.id: model.add_machine(name=r.id) for r in problem.resources}
    for opportunity in problem.opportunities:
        job = model.add_job(name=opportunity.id)
        tasks = {step.id: model.add_task(job=job) for step in opportunity.steps}
        for step in opportunity.steps:
            for option in step.options:
                machine = machines[option.resource]
                model.add_mode(tasks[step.id], machine, option.duration)
            for before in step.after:
                model.add_end_before_start(tasks[before], tasks[step.id])
    return model


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
