"""Grandis beside PyJobShop on flexible job shops, in one run.

    pip install -r benchmarks/planning/requirements.txt
    python -m benchmarks.planning.peers FOLDER/fjsp --list sample30.csv \
        --seconds 30 --seeds 3 -o results.csv --chart gaps.svg

Both get the same file, seconds and workers, one after the other. Without a plan
the gap counts as 100 %. The list is a CSV file whose column `file` names
instances; without it all are taken. PyJobShop runs once an instance. A run that
was stopped continues from its results file.
"""

import argparse
import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from benchmarks.planning import records
from benchmarks.planning.chart import chart
from benchmarks.planning.published import Instance, contradiction, find

from grandis.planning import Progress, check, read_any, solve

#: What CP-SAT logs of a solution: its time and value.
SOLUTION = re.compile(r"^#\d+\s+([\d.]+)s\s+best:(\d+)", re.MULTILINE)
#: Seconds at which the chart looks at the gaps.
MOMENTS = [0.1 * 1.25**n for n in range(45)]
NO_PLAN = 100.0

Trace = list[tuple[float, int]]


@dataclass(frozen=True)
class Case:
    """One run to be made."""

    tool: str
    file: str
    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True)
class Measured:
    """What a run gave; `trace` are its better and better values by time."""

    case: Case
    family: str
    upper: int
    bound: int
    trace: Trace
    fault: str = ""

    def gap(self, seconds: float = float("inf")) -> float:
        """Percent above the best known, at some moment."""
        values = [value for moment, value in self.trace if moment <= seconds]
        if not values:
            return NO_PLAN
        return 100 * (values[-1] - self.upper) / self.upper


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    instances = {i.file: i for i in chosen(options.folder, options.list)}
    done = read(options.output) if options.output.exists() else {}
    rows = []
    for case in cases(instances, options.seconds, options.workers, options.seeds):
        row = done.get(case)
        if row is None:
            row = measured(case, instances[case.file])
            append(options.output, row)
        rows.append(row)
        print(f"{case.tool:<10} {case.file:<44} {row.gap():7.2f} %  {row.fault}")
    print("\n".join(["", *summary(rows)]))
    if options.chart:
        options.chart.write_text(chart(curves(rows, options.seconds), options.seconds))
    return 1 if any(row.fault for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--list", type=Path, metavar="LIST.csv")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=1, help="how many for Grandis")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--chart", type=Path, metavar="GAPS.svg")
    return parser


def chosen(folder: Path, names: Path | None) -> Iterator[Instance]:
    """The instances of a folder that are in the list and have a best known value."""
    wanted = None
    if names:
        with names.open(newline="") as file:
            wanted = {row["file"] for row in csv.DictReader(file)}
    for instance in find(folder):
        name = instance.path.relative_to(instance.root).as_posix()
        if instance.known and (wanted is None or name in wanted):
            yield instance


def cases(
    files: Sequence[str] | dict[str, Instance], seconds: float, workers: int, seeds: int
) -> Iterator[Case]:
    """All runs, the tools in turn on each instance."""
    for file in files:
        for seed in range(seeds):
            yield Case("grandis", file, seconds, workers, seed)
        yield Case("pyjobshop", file, seconds, workers, 0)


def measured(case: Case, instance: Instance) -> Measured:
    """Make a run."""
    assert instance.known is not None
    run = {"grandis": _grandis, "pyjobshop": _pyjobshop}[case.tool]
    trace, bound, fault = run(case, instance)
    return Measured(case, instance.family, instance.known.upper, bound, trace, fault)


def _grandis(case: Case, instance: Instance) -> tuple[Trace, int, str]:
    problem = read_any(instance.path)
    trace: Trace = []

    def note(progress: Progress) -> None:
        if progress.value is not None:
            trace.append((round(progress.seconds, 3), progress.value))

    plan = solve(
        problem,
        seconds=case.seconds,
        workers=case.workers,
        seed=case.seed,
        on_progress=note,
    )
    records.keep(instance, plan, records.FOLDER)
    faults = [str(violation) for violation in check(problem, plan)]
    return trace, plan.bound, (faults or [contradiction(plan, instance.known)])[0]


def _pyjobshop(case: Case, instance: Instance) -> tuple[Trace, int, str]:
    return *pyjobshop(instance.path, case.seconds, case.workers), ""


def pyjobshop(path: Path, seconds: float, workers: int) -> tuple[Trace, int]:
    """The better and better values that PyJobShop finds for a file, and its bound."""
    command = [
        *(sys.executable, "-m", "benchmarks.planning.pyjobshop_run"),
        *(str(path), str(seconds), str(workers)),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    bound = said.splitlines()[-1].split()[-2]
    trace = [(float(t), int(value)) for t, value in SOLUTION.findall(said)]
    return trace, int(float(bound))


def read(path: Path) -> dict[Case, Measured]:
    """The runs that a results file has, by case."""
    rows = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            case = Case(
                row["tool"],
                row["file"],
                float(row["seconds"]),
                int(row["workers"]),
                int(row["seed"]),
            )
            pairs = [pair.split(":") for pair in row["trace"].split()]
            rows[case] = Measured(
                case,
                row["family"],
                int(row["upper"]),
                int(row["bound"]),
                [(float(moment), int(value)) for moment, value in pairs],
                row["fault"],
            )
    return rows


def append(path: Path, row: Measured) -> None:
    """Add a run to a results file, with the head line if it is new."""
    new = not path.exists()
    line = asdict(row.case) | {
        "family": row.family,
        "upper": row.upper,
        "bound": row.bound,
        "value": row.trace[-1][1] if row.trace else "",
        "trace": " ".join(f"{moment}:{value}" for moment, value in row.trace),
        "fault": row.fault,
    }
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, line)
        if new:
            writer.writeheader()
        writer.writerow(line)


def summary(rows: Sequence[Measured]) -> Iterator[str]:
    """Mean gaps by family and tool, and how the tools compare over all."""
    tools = list(dict.fromkeys(row.case.tool for row in rows))
    yield f"{'mean gap':<40}" + "".join(f"{tool:>12}" for tool in tools)
    for family in [*dict.fromkeys(row.family for row in rows), ""]:
        gaps = [
            mean(
                row.gap()
                for row in rows
                if row.case.tool == tool and row.family.startswith(family)
            )
            for tool in tools
        ]
        yield f"{family or 'all':<40}" + "".join(f"{gap:>10.2f} %" for gap in gaps)
    if len(tools) > 1:
        yield f"{'ratio':<40}{gaps[0] / gaps[1] if gaps[1] else float('nan'):>12.3f}"


def curves(
    rows: Sequence[Measured], seconds: float
) -> dict[str, list[tuple[float, float]]]:
    """The mean gap of each tool over time."""
    moments = [t for t in MOMENTS if t <= seconds] + [seconds]
    return {
        tool: [
            (t, mean(row.gap(t) for row in rows if row.case.tool == tool))
            for t in moments
        ]
        for tool in dict.fromkeys(row.case.tool for row in rows)
    }


if __name__ == "__main__":
    sys.exit(main())
