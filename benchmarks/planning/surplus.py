"""Surplus at scale: many opportunities with two to six routes, and a bound.

    python -m benchmarks.planning.surplus --opportunities 2000 --members 300

Prints better and better plans; in the end the surplus, our own bound, the gap
between them, and the time and memory used. How the problems are made stands in
`benchmarks.planning.networks`; equal numbers and seeds give equal problems.
"""

import sys
from collections.abc import Iterator, Sequence

from benchmarks.planning.networks import surplus_problem
from benchmarks.planning.single import parser_of, run

from grandis.planning import Plan, Problem, solve


def main(arguments: Sequence[str] | None = None) -> int:
    parser = parser_of(__doc__ or "")
    parser.add_argument("--opportunities", type=int, default=2000)
    parser.add_argument("--members", type=int, default=300)
    options = parser.parse_args(arguments)
    solve(surplus_problem(1, 1), steps=1)  # compiles the kernels
    problem = surplus_problem(options.opportunities, options.members, options.seed)
    return run(problem, options, sizes)


def sizes(problem: Problem, plan: Plan) -> Iterator[str]:
    """How much is planned, and how far from the bound."""
    yield (
        f"{len(plan.taken)} taken, {len(plan.assignments)} steps; "
        f"gap to our own bound {100 * plan.gap:.2f} %"
    )


if __name__ == "__main__":
    sys.exit(main())
