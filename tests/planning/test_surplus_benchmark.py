"""The benchmark's problems: equal arguments, equal problems, of every size."""

import pytest
from benchmarks.planning.networks import surplus_problem

from grandis.planning.search.compiling import Compiled


def test_equal_seeds_give_equal_problems() -> None:
    assert surplus_problem(30, 20, seed=3) == surplus_problem(30, 20, seed=3)
    assert surplus_problem(30, 20, seed=3) != surplus_problem(30, 20, seed=4)


@pytest.mark.parametrize(("wanted", "members"), [(1, 1), (15, 17), (100, 40)])
def test_there_is_a_problem_of_every_size(wanted: int, members: int) -> None:
    problem = surplus_problem(wanted, members)

    assert len(problem.opportunities) == wanted
    assert len(problem.members) == max(17, members)
    assert problem == surplus_problem(wanted, members)


def test_nearly_every_opportunity_has_several_routes() -> None:
    routes = [len(found) for found in Compiled(surplus_problem(40, 17)).routes]

    assert sorted(set(routes)) == [0, 2, 3, 4, 6]
    assert routes.count(0) == 1  # the drip edge: nobody is reliable enough
