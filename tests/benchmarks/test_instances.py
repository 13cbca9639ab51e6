"""The runner for public instances tells what is wrong and what is done."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from grandis.planning import Plan

FILE = Path(__file__).parents[2] / "benchmarks" / "planning" / "instances.py"

# Fattahi, Mehrabad, Jolai, Journal of Intelligent Manufacturing 18 (2007), SFJS1;
# the shortest makespan is 66.
SFJS1 = "2 2 2\n2 2 1 25 2 37 2 1 32 2 24\n2 2 1 45 2 65 2 1 21 2 65\n"


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("instances_benchmark", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    family = tmp_path / "fjsp" / "Fattahi"
    family.mkdir(parents=True)
    (family / "sfjs1.txt").write_text(SFJS1)
    known = "file,lower_bound,upper_bound\nFattahi/sfjs1.txt,66,66\n"
    (tmp_path / "fjsp" / "best_known.csv").write_text(known)
    return tmp_path


def test_it_solves_verifies_and_compares(
    runner: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = runner.main([str(folder), "--seconds", "2", "--workers", "1"])

    told = capsys.readouterr().out.splitlines()
    assert status == 0
    assert told[0].split() == [
        *("[1/1]", "fjsp/Fattahi/sfjs1.txt", "66", ">=", "66", "optimal"),
        *("known", "66..66", "+0.00", "%", told[0].split()[10], "s", "ok"),
    ]
    assert told[-1].split()[:4] == ["fjsp/Fattahi", "1", "1", "1"]


def test_it_continues_from_its_results(
    runner: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = folder / "results.csv"
    row = "fjsp/Fattahi,fjsp/Fattahi/sfjs1.txt,2.0,1,0,feasible,70,60,66,66,2.0,"
    head = "family,file,limit,workers,seed,status,value,bound,lower,upper,seconds,fault"
    results.write_text(f"{head}\n{row}\n")
    arguments = [str(folder), "--seconds", "2", "--workers", "1", "-o", str(results)]

    again = runner.main(arguments)
    seen = capsys.readouterr().out
    other = runner.main([*arguments, "--seed", "1"])

    assert (again, other) == (0, 0)
    assert "70 >= 60" in seen
    assert "+6.06 %" in seen
    lines = results.read_text().splitlines()
    assert lines[:2] == [head, row]
    assert lines[2].startswith("fjsp/Fattahi,fjsp/Fattahi/sfjs1.txt,2.0,1,1,optimal,66")
    assert len(lines) == 3


def test_a_claim_against_a_proof_is_a_failure(
    runner: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = folder / "fjsp" / "best_known.csv"
    known.write_text("file,optimum\nFattahi/sfjs1.txt,67\n")

    status = runner.main([str(folder), "--seconds", "1", "--workers", "1"])

    assert status == 1
    assert "WRONG: the value 66 is below the proven bound 67" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("status", "value", "bound", "told"),
    [
        ("optimal", 68, 68, "the bound 68 is above a known plan's 67"),
        ("infeasible", 0, 0, "every instance has a plan, this claims there is none"),
        ("feasible", 70, 60, ""),
        ("unknown", 0, 10, ""),
        ("unknown", 0, 68, "the bound 68 is above a known plan's 67"),
    ],
)
def test_it_knows_a_contradiction(
    runner: ModuleType, status: str, value: int, bound: int, told: str
) -> None:
    plan = Plan(status, "makespan", value, bound)  # type: ignore[arg-type]

    assert runner.contradiction(plan, runner.Known(65, 67)) == told


def test_it_says_when_there_is_nothing_to_run(
    runner: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runner.main([str(folder), "--only", "mk*"]) == 2
    assert "no instance found" in capsys.readouterr().err
