"""How long a quotation takes, with everything it has to load.

    python -m benchmarks.processes.quoting [NETWORK.json]

Without a network file, 200 machines of all kinds and hand-work stand in. The
dates, which the planner finds, are not part of it.
"""

import sys
from pathlib import Path
from time import perf_counter

BEGAN = perf_counter()

from benchmarks.processes.screening import machines  # noqa: E402

from grandis.processes import (  # noqa: E402
    Machine,
    Network,
    load_network,
    quotation_json,
    quotation_text,
    quote,
)
from grandis.processes.archetypes import CASES  # noqa: E402

LOADED = perf_counter() - BEGAN
HAND_WORK = ("part_design", "mould_making", "assembly", "packing", "trimming")


def any_network() -> Network:
    """200 machines and a team for each kind of hand-work."""
    teams = tuple(Machine(f"T-{work}", "T", "T1", work) for work in HAND_WORK)
    return Network((*machines(200), *teams))


def main(path: str = "") -> None:
    """Quote every archetype, and print the slowest."""
    network = load_network(Path(path)) if path else any_network()
    slowest, name = 0.0, ""
    for case in CASES:
        began = perf_counter()
        quotation = quote(case.made, network)
        quotation_text(quotation)
        quotation_json(quotation)
        seconds = perf_counter() - began
        if seconds > slowest:
            slowest, name = seconds, f"{case.part.name}, {case.volume} a year"
    print(f"loading {LOADED:.2f} s; {len(network.machines)} machines")
    print(f"slowest of {len(CASES)} quotations: {slowest:.2f} s ({name})")


if __name__ == "__main__":
    main(*sys.argv[1:])
