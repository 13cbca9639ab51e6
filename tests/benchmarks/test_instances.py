"""The runner for public instances tells what is wrong and what is done."""

from pathlib import Path

import pytest
from benchmarks.planning import instances, records
from benchmarks.planning.published import Known, contradiction

from grandis.planning import Plan
from grandis.planning.files import read_plan

# Fattahi, Mehrabad, Jolai, Journal of Intelligent Manufacturing 18 (2007), SFJS1;
# the shortest makespan is 66.
SFJS1 = "2 2 2\n2 2 1 25 2 37 2 1 32 2 24\n2 2 1 45 2 65 2 1 21 2 65\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(records, "FOLDER", tmp_path / "records")
    family = tmp_path / "fjsp" / "Fattahi"
    family.mkdir(parents=True)
    (family / "sfjs1.txt").write_text(SFJS1)
    known = "file,lower_bound,upper_bound\nFattahi/sfjs1.txt,66,66\n"
    (tmp_path / "fjsp" / "best_known.csv").write_text(known)
    return tmp_path


def test_it_solves_verifies_and_compares(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = instances.main([str(folder), "--seconds", "2", "--workers", "1"])

    told = capsys.readouterr().out.splitlines()
    assert status == 0
    assert told[0].split() == [
        *("[1/1]", "fjsp/Fattahi/sfjs1.txt", "66", ">=", "66", "optimal"),
        *("known", "66..66", "+0.00", "%", told[0].split()[10], "s", "ok"),
    ]
    assert told[-1].split()[:4] == ["fjsp/Fattahi", "1", "1", "1"]


def test_it_continues_from_its_results(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = folder / "results.csv"
    row = "fjsp/Fattahi,fjsp/Fattahi/sfjs1.txt,2.0,1,0,feasible,70,60,66,66,2.0,"
    head = "family,file,limit,workers,seed,status,value,bound,lower,upper,seconds,fault"
    results.write_text(f"{head}\n{row}\n")
    arguments = [str(folder), "--seconds", "2", "--workers", "1", "-o", str(results)]

    again = instances.main(arguments)
    seen = capsys.readouterr().out
    other = instances.main([*arguments, "--seed", "1"])

    assert (again, other) == (0, 0)
    assert "70 >= 60" in seen
    assert "+6.06 %" in seen
    lines = results.read_text().splitlines()
    assert lines[:2] == [head, row]
    assert lines[2].startswith("fjsp/Fattahi,fjsp/Fattahi/sfjs1.txt,2.0,1,1,optimal,66")
    assert len(lines) == 3


def test_a_claim_against_a_proof_is_a_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = folder / "fjsp" / "best_known.csv"
    known.write_text("file,optimum\nFattahi/sfjs1.txt,67\n")

    status = instances.main([str(folder), "--seconds", "1", "--workers", "1"])

    assert status == 1
    assert "WRONG: the value 66 is below the proven bound 67" in capsys.readouterr().out


def test_it_keeps_a_record(folder: Path) -> None:
    known = folder / "fjsp" / "best_known.csv"
    known.write_text("file,lower_bound,upper_bound\nFattahi/sfjs1.txt,60,67\n")

    assert instances.main([str(folder), "--seconds", "1", "--workers", "1"]) == 0
    kept = read_plan(folder / "records" / "Fattahi" / "sfjs1.json")
    assert kept.value == 66


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
    status: str, value: int, bound: int, told: str
) -> None:
    plan = Plan(status, "makespan", value, bound)  # type: ignore[arg-type]

    assert contradiction(plan, Known(65, 67)) == told


def test_it_says_when_there_is_nothing_to_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert instances.main([str(folder), "--only", "mk*"]) == 2
    assert "no instance found" in capsys.readouterr().err
