"""Plans better than the best known: keep them, and check those that are kept.

    python -m benchmarks.planning.records FOLDER

FOLDER holds the instances as in `published`. Checks every plan file in
``records/`` against its instance and prints its value beside the best known one.
The exit status is 1 if a plan breaks a rule or beats nothing.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.planning.published import Instance, find

from grandis.planning import Plan, check, read_any
from grandis.planning.files import read_plan, write_plan

FOLDER = Path(__file__).parent / "records"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    wrong = False
    for instance in find(options.folder):
        plan = kept(instance, FOLDER)
        if plan is None or instance.known is None:
            continue
        fault = next(faults_of(instance, plan), "")
        wrong |= bool(fault)
        known = f"known {instance.known.lower}..{instance.known.upper}"
        print(f"{instance.file:<44} {plan.value:>7}  {known:<20} {fault or 'ok'}")
    return 1 if wrong else 0


def faults_of(instance: Instance, plan: Plan) -> Iterator[str]:
    """Why a plan is no record."""
    known = instance.known
    if known is None or not known.lower <= plan.value < known.upper:
        yield "no better than the best known, or below what is proven"
    else:
        yield from map(str, check(read_any(instance.path), plan))


def keep(instance: Instance, plan: Plan, folder: Path) -> bool:
    """Keep a plan as a file if it is a record, and better than one kept before."""
    before = kept(instance, folder)
    if before is not None and before.value <= plan.value:
        return False
    if any(faults_of(instance, plan)):
        return False
    path = _path(instance, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_plan(plan, path)
    return True


def kept(instance: Instance, folder: Path) -> Plan | None:
    """The plan that is kept of an instance."""
    path = _path(instance, folder)
    return read_plan(path) if path.exists() else None


def _path(instance: Instance, folder: Path) -> Path:
    return folder / instance.path.relative_to(instance.root).with_suffix(".json")


if __name__ == "__main__":
    sys.exit(main())
