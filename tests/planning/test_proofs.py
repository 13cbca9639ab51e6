"""CP-SAT begins where it is of use: in small problems, and in what prices leave."""

import pytest
from msgspec.structs import replace
from tests.planning.test_relaxation import job, one_press

from grandis.planning.incumbent import Run
from grandis.planning.proofs import LARGEST_EXACT, LARGEST_PRICED, begin_at


def run_of(objective: str = "surplus") -> Run:
    return Run(replace(one_press(job("a", 5, 50)), objective=objective), None, None)


@pytest.mark.parametrize("objective", ["surplus", "makespan"])
def test_it_begins_in_small_problems_however_little_time_there_is(
    objective: str,
) -> None:
    begin = begin_at(run_of(objective), LARGEST_EXACT, seconds=1)

    assert begin is not None
    assert 0 < begin < 1


def test_it_gets_what_prices_leave_of_larger_ones() -> None:
    assert begin_at(run_of(), LARGEST_PRICED, seconds=60) is not None
    assert begin_at(run_of(), LARGEST_PRICED + 1, seconds=60) is None


def test_it_gets_nothing_of_larger_ones_where_prices_have_no_time() -> None:
    assert begin_at(run_of(), LARGEST_PRICED, seconds=3) is None


def test_it_gets_nothing_of_larger_ones_without_prices() -> None:
    assert begin_at(run_of("makespan"), LARGEST_EXACT + 1, seconds=60) is None
