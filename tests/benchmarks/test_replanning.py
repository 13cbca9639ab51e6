"""What happens in the benchmark of replanning, and what it finds wrong."""

import benchmarks.planning.replanning as benchmark
import pytest
from benchmarks.planning.replanning import Change, changes, fault, main
from msgspec.structs import replace

from grandis.planning.checking import check
from grandis.planning.events import MachineDown, NewOpportunity
from grandis.planning.replanning import Replan, Replanner


@pytest.fixture(autouse=True)
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "STEPS", 20)


def answer(change: Change) -> Replan:
    replanner = Replanner(change.problem, change.plan)
    return next(replanner.answers([change.event], change.now, steps=8))


def test_machines_fail_and_opportunities_come_in_turn() -> None:
    down, new = changes(2)

    assert isinstance(down.event, MachineDown)
    assert down.event.start == down.now
    assert isinstance(new.event, NewOpportunity)
    assert new.event.opportunity.id not in new.problem.opportunity
    for change in (down, new):
        assert check(change.problem, change.plan) == ()


def test_a_moved_fact_is_a_fault() -> None:
    (change,) = changes(1)
    found = answer(change)
    assert fault(found, change) == ""

    begun = [a for a in change.plan.assignments if a.setup < change.now]
    moved = replace(begun[0], setup=begun[0].setup + 1)
    others = tuple(a for a in change.plan.assignments if a is not begun[0])
    other = replace(change.plan, assignments=(moved, *others))

    assert "had begun and moved" in fault(found, _with_plan(change, other))


def _with_plan(change: Change, plan: object) -> Change:
    return Change(change.kind, change.problem, plan, change.event, change.now)  # type: ignore[arg-type]


def test_it_prints_each_change_and_a_summary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["--changes", "1", "--seconds", "0"])

    said = capsys.readouterr().out
    assert status == 0
    assert "[1/1] machine down" in said
    assert said.splitlines()[-1].startswith("all ")
