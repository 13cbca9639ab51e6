"""Published instances: their files, and what is known about each.

A folder holds ``fjsp/`` with ``.txt`` files and ``ipps/`` with ``.ipps`` files, or is
one of these; a ``best_known.csv`` in each says ``file,lower_bound,upper_bound`` or
``file,optimum``.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grandis.planning import Plan

PATTERNS = ("*.txt", "*.ipps")


@dataclass(frozen=True)
class Known:
    """What is proven about an instance: no plan is below `lower`, one has `upper`."""

    lower: int
    upper: int


@dataclass(frozen=True)
class Instance:
    """A file, the folder its name counts from, and what is known about it."""

    root: Path
    path: Path
    known: Known | None

    @property
    def file(self) -> str:
        return self.path.relative_to(self.root.parent).as_posix()

    @property
    def family(self) -> str:
        return self.path.parent.relative_to(self.root.parent).as_posix()


def find(folder: Path) -> Iterator[Instance]:
    """The instances under a folder, family by family."""
    parts = [folder / name for name in ("fjsp", "ipps") if (folder / name).is_dir()]
    for root in parts or [folder.resolve()]:
        known = best_known(root / "best_known.csv")
        for path in sorted(path for glob in PATTERNS for path in root.rglob(glob)):
            name = path.relative_to(root).as_posix()
            yield Instance(root, path, known.get(name))


def best_known(path: Path) -> dict[str, Known]:
    """What the list of best results says, by file."""
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        return {
            row["file"]: Known(
                int(row.get("lower_bound") or row["optimum"]),
                int(row.get("upper_bound") or row["optimum"]),
            )
            for row in csv.DictReader(file)
        }


def contradiction(plan: Plan, known: Known | None) -> str:
    """What in a plan's claims cannot be true; nothing if all can."""
    if plan.status == "infeasible":
        return "every instance has a plan, this claims there is none"
    if known is None:
        return ""
    if plan.bound > known.upper:
        return f"the bound {plan.bound} is above a known plan's {known.upper}"
    if plan.assignments and plan.value < known.lower:
        return f"the value {plan.value} is below the proven bound {known.lower}"
    return ""
