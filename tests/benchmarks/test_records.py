"""Plans better than the best known are kept, others are not."""

from pathlib import Path

import pytest
from benchmarks.planning.published import Instance, Known
from benchmarks.planning.records import faults_of, keep, kept
from msgspec.structs import replace

from grandis.planning import Plan, read_any, solve

# Fattahi, Mehrabad, Jolai, Journal of Intelligent Manufacturing 18 (2007), SFJS1;
# the shortest makespan is 66.
SFJS1 = "2 2 2\n2 2 1 25 2 37 2 1 32 2 24\n2 2 1 45 2 65 2 1 21 2 65\n"


def instance_in(folder: Path, known: Known | None) -> Instance:
    path = folder / "Fattahi" / "sfjs1.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(SFJS1)
    return Instance(folder, path, known)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return solve(read_any(instance_in(tmp_path, None).path), steps=50)


def test_a_plan_better_than_the_best_known_is_kept(tmp_path: Path, plan: Plan) -> None:
    instance = instance_in(tmp_path, Known(60, 67))

    assert keep(instance, plan, tmp_path / "records")

    assert (tmp_path / "records" / "Fattahi" / "sfjs1.json").exists()
    found = kept(instance, tmp_path / "records")
    assert found is not None
    assert (found.value, found.assignments) == (66, plan.assignments)


@pytest.mark.parametrize("known", [Known(60, 66), Known(67, 70), None])
def test_any_other_plan_is_not(tmp_path: Path, plan: Plan, known: Known | None) -> None:
    instance = instance_in(tmp_path, known)

    assert not keep(instance, plan, tmp_path / "records")

    assert kept(instance, tmp_path / "records") is None


def test_a_plan_no_better_than_the_one_kept_is_not_kept_again(
    tmp_path: Path, plan: Plan
) -> None:
    instance = instance_in(tmp_path, Known(60, 67))
    keep(instance, plan, tmp_path / "records")

    assert not keep(instance, plan, tmp_path / "records")


def test_a_plan_that_breaks_a_rule_is_no_record(tmp_path: Path, plan: Plan) -> None:
    instance = instance_in(tmp_path, Known(60, 67))
    broken = replace(plan, assignments=plan.assignments[1:])

    assert any(faults_of(instance, broken))
    assert not keep(instance, broken, tmp_path / "records")
