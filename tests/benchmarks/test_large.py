"""Large shops made by lot: their shape, and the bound they are compared with."""

import pytest
from benchmarks.planning.large import main, plain_bound, shop

from grandis.planning.problem import Opportunity
from grandis.planning.search.shop.arrays import is_shop


def test_a_job_has_five_steps_in_a_row_on_eight_machines_each() -> None:
    job = shop(3, 12).opportunities[2]

    assert [step.after for step in job.steps] == [
        (),
        ("S0",),
        ("S1",),
        ("S2",),
        ("S3",),
    ]
    assert {len({o.resource for o in step.options}) for step in job.steps} == {8}
    assert all(1 <= o.duration <= 100 for step in job.steps for o in step.options)


def test_equal_numbers_give_equal_problems_and_others_do_not() -> None:
    assert shop(3, 12, seed=1) == shop(3, 12, seed=1) != shop(3, 12, seed=2)


def test_it_is_searched_as_a_shop() -> None:
    assert is_shop(shop(3, 12))
    assert not is_shop(shop(3, 12, "weighted_tardiness"))


def test_the_plain_bound_is_the_longest_job_or_the_load() -> None:
    def fastest(jobs: tuple[Opportunity, ...]) -> int:
        return sum(min(o.duration for o in s.options) for j in jobs for s in j.steps)

    few, many = shop(1, 50), shop(200, 8)

    assert plain_bound(few) == fastest(few.opportunities)
    assert plain_bound(many) == -(-fastest(many.opportunities) // 8)


def test_a_run_tells_gaps_and_memory(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--jobs", "10", "--machines", "8", "--seconds", "0.5"]

    assert main(arguments) == 0

    said = capsys.readouterr().out
    assert "10 jobs on 8 machines" in said
    assert "gap to the plain bound" in said
    assert "MB" in said
