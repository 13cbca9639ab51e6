"""Solve public scheduling instances and compare with the best results known.

    python -m benchmarks.planning.instances FOLDER -o results.csv

FOLDER holds the instances as in `published`. Every plan is verified by
`grandis.planning.check`, and kept if it is a record. A run that was stopped
continues from its results file. The exit status is 1 if a plan is wrong or
contradicts what is proven.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from fnmatch import fnmatch
from pathlib import Path
from statistics import mean

from benchmarks.planning import records
from benchmarks.planning.published import Instance, contradiction, find

from grandis.planning import check, read_any, solve


@dataclass(frozen=True)
class Row:
    """One line of the results; `fault` says what is wrong, if anything is."""

    family: str
    file: str
    limit: float
    workers: int
    seed: int
    status: str
    value: int
    bound: int
    lower: int | None
    upper: int | None
    seconds: float
    fault: str

    @property
    def gap(self) -> float | None:
        """How far the value is above the best known, in percent of that."""
        if not self.upper or self.status not in ("optimal", "feasible"):
            return None
        return 100 * (self.value - self.upper) / self.upper


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    settings = (options.seconds, options.workers, options.seed)
    instances = [
        instance
        for instance in find(options.folder)
        if fnmatch(instance.file, options.only)
        or fnmatch(instance.path.stem, options.only)
    ]
    if not instances:
        print(f"{options.folder}: no instance found", file=sys.stderr)
        return 2
    rows: list[Row] = []
    interrupted = False
    try:
        for row in run(instances, settings, options.output):
            rows.append(row)
            print(f"[{len(rows)}/{len(instances)}] {line(row)}", flush=True)
    except KeyboardInterrupt:
        interrupted = True
        print("stopped; run again with the same -o to continue", file=sys.stderr)
    print("\n".join(["", *summary(rows)]))
    if any(row.fault for row in rows):
        return 1
    return 130 if interrupted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=5, help="for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="*", metavar="GLOB", help="such as 'mk0*'")
    parser.add_argument("-o", "--output", type=Path, metavar="RESULTS.csv")
    return parser


def run(
    instances: Iterable[Instance], settings: tuple[float, int, int], output: Path | None
) -> Iterator[Row]:
    """The rows of all instances; those that stand in `output` are not run again."""
    done = {
        row.file: row
        for row in (read_rows(output) if output and output.exists() else [])
        if (row.limit, row.workers, row.seed) == settings
    }
    for instance in instances:
        if instance.file in done:
            yield done[instance.file]
            continue
        row = result(instance, *settings)
        if output:
            append_row(output, row)
        yield row


def result(instance: Instance, limit: float, workers: int, seed: int) -> Row:
    """Read, solve, verify and compare one instance."""
    problem = read_any(instance.path)
    plan = solve(problem, seconds=limit, workers=workers, seed=seed)
    faults = [str(violation) for violation in check(problem, plan)]
    fault = faults[0] if faults else contradiction(plan, instance.known)
    records.keep(instance, plan, records.FOLDER)
    known = instance.known
    return Row(
        family=instance.family,
        file=instance.file,
        limit=limit,
        workers=workers,
        seed=seed,
        status=plan.status,
        value=plan.value,
        bound=plan.bound,
        lower=known.lower if known else None,
        upper=known.upper if known else None,
        seconds=round(plan.seconds, 3),
        fault=fault,
    )


def read_rows(path: Path) -> list[Row]:
    """The rows of a results file."""
    with path.open(newline="") as file:
        return [_row(texts) for texts in csv.DictReader(file)]


def _row(texts: dict[str, str]) -> Row:
    def number(name: str) -> int | None:
        return int(texts[name]) if texts[name] else None

    return Row(
        family=texts["family"],
        file=texts["file"],
        limit=float(texts["limit"]),
        workers=int(texts["workers"]),
        seed=int(texts["seed"]),
        status=texts["status"],
        value=int(texts["value"]),
        bound=int(texts["bound"]),
        lower=number("lower"),
        upper=number("upper"),
        seconds=float(texts["seconds"]),
        fault=texts["fault"],
    )


def append_row(path: Path, row: Row) -> None:
    """Add a row to a results file, with the head line if it is new."""
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(row))


def line(row: Row) -> str:
    """A row for reading: value in its bounds, best known, gap, verdict."""
    known = "" if row.upper is None else f"known {row.lower}..{row.upper}"
    gap = "" if row.gap is None else f"{row.gap:+.2f} %"
    verdict = f"WRONG: {row.fault}" if row.fault else "ok"
    return (
        f"{row.file:<44} {row.value:>7} >= {row.bound:<7} {row.status:<10} "
        f"{known:<20} {gap:>9}  {row.seconds:6.1f} s  {verdict}"
    )


def summary(rows: Sequence[Row]) -> Iterator[str]:
    """A line a family, and one for all."""
    yield (
        f"{'family':<32} {'runs':>5} {'proven':>7} {'at best':>8} {'mean gap':>9} "
        f"{'worst':>8} {'no plan':>8} {'wrong':>6}"
    )
    families = dict.fromkeys(row.family for row in rows)
    for family in families:
        yield _total(family, [row for row in rows if row.family == family])
    if len(families) > 1:
        yield _total("all", rows)


def _total(name: str, rows: Sequence[Row]) -> str:
    gaps = [row.gap for row in rows if row.gap is not None]
    proven = sum(row.status == "optimal" for row in rows)
    missing = sum(row.status in ("unknown", "infeasible") for row in rows)
    wrong = sum(bool(row.fault) for row in rows)
    average = f"{mean(gaps):+.2f} %" if gaps else "-"
    worst = f"{max(gaps):+.2f} %" if gaps else "-"
    return (
        f"{name:<32} {len(rows):>5} {proven:>7} {sum(gap <= 0 for gap in gaps):>8} "
        f"{average:>9} {worst:>8} {missing:>8} {wrong:>6}"
    )


if __name__ == "__main__":
    sys.exit(main())
