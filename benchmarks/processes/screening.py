"""How many part-machine pairs a second `screen` decides, on one core.

    python -m benchmarks.processes.screening [PARTS] [MACHINES]

Everything from `Part` records to the finished matrix counts; making the random
parts does not.
"""

import sys
from random import Random
from time import perf_counter

import msgspec
import numpy as np

from grandis.processes import Machine, Part, PartError
from grandis.processes.archetypes import CASES
from grandis.processes.demo import demo_machines
from grandis.processes.screening import screen

#: Kinds, sizes and units of the machines, in turn.
KINDS = (
    *(("IM", size, "t") for size in (35, 60, 80, 120, 150, 200, 300, 450, 800, 1300)),
    *(("EX", size, "mm") for size in (45, 60, 75, 90)),
    *(("EBM", size, "L") for size in (1, 5, 30)),
    ("SBM", 2, "L"),
    ("TF", 1, ""),
    ("TFH", 2, "m²"),
    ("CNC", 1, ""),
    ("SLS", 1, ""),
    ("VAC", 1, ""),
)
LENGTHS = ("length", "width", "height", "wall", "thickest_wall")


def random_parts(count: int, seed: int = 0) -> list[Part]:
    """The archetypes at random sizes and volumes."""
    random = Random(seed)
    parts: list[Part] = []
    while len(parts) < count:
        part = random.choice(CASES).part
        scale = random.uniform(0.6, 1.6)
        change: dict[str, object] = {
            name: value * scale for name in LENGTHS if (value := getattr(part, name))
        }
        change["mass"] = part.mass * scale**3 if part.mass else None
        change["yearly_volume"] = int(10 ** random.uniform(1, 6.5))
        for name, power in (("projected_area", 2), ("container", 3)):
            if value := getattr(part, name):
                change[name] = value * scale**power
        try:
            parts.append(msgspec.structs.replace(part, **change))
        except PartError:
            continue
    return parts


def machines(count: int) -> tuple[Machine, ...]:
    """So many machines of all kinds, one member each."""
    resources = []
    for number in range(count):
        kind, size, unit = KINDS[number % len(KINDS)]
        name = f"{kind} {size} {unit} no. {number}"
        site = f"M{number}"
        resources.append({"id": f"M{number}-{kind}-01", "site": site, "name": name})
    owner = {f"M{number}": f"M{number}" for number in range(count)}
    return demo_machines(resources, owner, {})


def main(parts: int = 10_000, count: int = 200) -> None:
    """Screen, and print the pairs a second."""
    made, shop = random_parts(parts), machines(count)
    began = perf_counter()
    answers = screen(made, shop)
    seconds = perf_counter() - began
    pairs = answers.size
    said = dict(zip(*np.unique(answers, return_counts=True), strict=True))
    print(f"{parts} parts x {count} machines = {pairs} pairs in {seconds:.2f} s")
    print(f"{pairs / seconds:,.0f} pairs a second")
    print(f"fits {said.get(2, 0)}, borderline {said.get(1, 0)}, no {said.get(0, 0)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
