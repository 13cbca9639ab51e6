"""The complete model of a problem for CP-SAT: every rule, solved to the end.

`works` makes the variables of a step; `routes`, `transport`, `capacity`,
`sequences`, `tools` and `dates` have a function for each rule of the reference
page, named by what it says; `losses` one for what prices say of a better plan, and
`model` applies them. `rounds` runs the solver, `racing` several of them side by side,
and `proving` decides how often; `rivals` asks what a few opportunities lose together,
and `remaking` for another way of one of them in a plan.
"""

from grandis.planning.exact.proving import size, solve_exactly
from grandis.planning.exact.reading import Answer
from grandis.planning.exact.remaking import remade
from grandis.planning.exact.rivals import least_lost
from grandis.planning.exact.rounds import Exact

__all__ = ["Answer", "Exact", "least_lost", "remade", "size", "solve_exactly"]
