"""How long a quotation takes, dates included, with everything it has to load.

    python -m benchmarks.processes.quoting [NETWORK.json]

Without a network file the demo cluster is asked. *Answering* is what `grandis
quote` does between reading its files and printing.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

BEGAN = perf_counter()

from click.testing import CliRunner  # noqa: E402

from grandis.cli import main as grandis  # noqa: E402
from grandis.delivering import planning_problem, with_deliveries  # noqa: E402
from grandis.planning import Problem  # noqa: E402
from grandis.planning.search.driver import compile_kernels  # noqa: E402
from grandis.processes import (  # noqa: E402
    Network,
    Part,
    load_network,
    quotation_json,
    quotation_text,
    quote,
)
from grandis.processes.archetypes import CASES  # noqa: E402

compile_kernels()
LOADED = perf_counter() - BEGAN


def demo() -> Network:
    """The demo cluster, as `grandis demo --network` writes it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "network.json"
        CliRunner().invoke(grandis, ["demo", "--network", str(path)])
        return load_network(path)


def answered(part: Part, network: Network, problem: Problem) -> tuple[float, int]:
    """Seconds that an answer with dates takes, and how many routes it has."""
    began = perf_counter()
    quotation, _ = with_deliveries(quote(part, network), problem)
    quotation_text(quotation)
    quotation_json(quotation)
    return perf_counter() - began, len(quotation.routes)


def main(path: str = "") -> None:
    """Quote every archetype at two volumes, and print how long each took."""
    network = load_network(Path(path)) if path else demo()
    problem = planning_problem(network, path or "demo")
    print(f"loading {LOADED:.2f} s; {len(network.machines)} machines")
    slowest = 0.0
    for case in CASES:
        seconds, routes = answered(case.made, network, problem)
        slowest = max(slowest, seconds)
        print(f"{seconds:6.2f} s  {routes:2} routes  {case.part.name}, {case.volume}")
    print(f"slowest of {len(CASES)} quotations: {slowest:.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
