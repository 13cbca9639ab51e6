"""Solvers of one model side by side: the first that is done ends the others."""

import pytest
from ortools.sat.python import cp_model

from grandis.planning.exact.racing import Race

#: Pigeons for one hole less: without sums too many cases to look at.
PIGEONS = 14


def pigeons() -> cp_model.CpModel:
    """As many pigeons to a hole as there are, and one pigeon too many."""
    model = cp_model.CpModel()
    sits = [
        [model.new_bool_var("") for _ in range(PIGEONS - 1)] for _ in range(PIGEONS)
    ]
    for pigeon in sits:
        model.add_bool_or(pigeon)
    for hole in zip(*sits, strict=True):
        for number, one in enumerate(hole):
            for other in hole[:number]:
                model.add_bool_or(~one, ~other)
    return model


def counting() -> cp_model.CpModel:
    """A model with plans of many values."""
    model = cp_model.CpModel()
    amounts = [model.new_int_var(0, 9, "") for _ in range(9)]
    model.add(sum((n + 2) * amount for n, amount in enumerate(amounts)) <= 101)
    model.maximize(sum((3 * n + 7) * amount for n, amount in enumerate(amounts)))
    return model


def solver(*, sums: bool = True) -> cp_model.CpSolver:
    """One that sees sums in what excludes each other, or one that tries all."""
    found = cp_model.CpSolver()
    found.parameters.num_workers = 1
    found.parameters.max_time_in_seconds = 600
    if not sums:
        found.parameters.cp_model_presolve = False
        found.parameters.linearization_level = 0
        found.parameters.symmetry_level = 0
    return found


def ignored(_: object) -> None:
    """Not interested."""


def test_the_first_that_is_done_ends_the_others() -> None:
    slow, quick = solver(sums=False), solver()

    said = Race([slow, quick], cancel=None).run(pigeons(), ignored, ignored)

    assert said == [(quick, cp_model.INFEASIBLE)]


def test_cancelling_stops_all() -> None:
    both = [solver(sums=False), solver(sums=False)]

    said = Race(both, cancel=lambda: True).run(pigeons(), ignored, ignored)

    assert said == [(each, cp_model.UNKNOWN) for each in both]


def test_all_tell_of_their_plans_and_bounds() -> None:
    values: list[float] = []
    bounds: list[float] = []

    said = Race([solver(), solver()], cancel=None).run(
        counting(), lambda found: values.append(found.objective_value), bounds.append
    )

    ((done, status),) = said
    assert status == cp_model.OPTIMAL
    assert max(values) == done.objective_value
    assert min(bounds) >= done.objective_value


def test_an_error_of_the_caller_stops_all_and_comes_out() -> None:
    def fails(_: object) -> None:
        raise RuntimeError("no place for plans")

    with pytest.raises(RuntimeError, match="no place for plans"):
        Race([solver(), solver()], cancel=None).run(counting(), fails, ignored)
    with pytest.raises(ZeroDivisionError):
        Race([solver(sums=False), solver(sums=False)], lambda: bool(1 / 0)).run(
            pigeons(), ignored, ignored
        )
