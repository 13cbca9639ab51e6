"""The complete model of a problem for CP-SAT: every rule, solved to the end.

`works` makes the variables of a step, `rules` ties them together, one method a
rule of the reference page, and `proving` runs the solver and reads the answer.
"""

from grandis.planning.exact.proving import Answer, Exact, size, solve_exactly

__all__ = ["Answer", "Exact", "size", "solve_exactly"]
