"""Our rules beside those of coopgame-py and shapley-numba, in one run.

    pip install -r benchmarks/sharing/requirements.txt
    python -m benchmarks.sharing.peers [REPEATS]

Every measurement has a process of its own: CPU time of one call, the median of
several, after one call on a small game that loads and compiles; and the largest
memory that the process ever had, libraries and the values included. Values are
made before the clock starts. shapley-numba asks a compiled function for values;
here it looks them up in the same array.
"""

import resource
import subprocess
import sys
from statistics import median
from time import process_time
from typing import Any

import numpy as np

CASES = [
    ("nucleolus", 14),
    ("nucleolus", 20),
    ("nucleolus", 24),
    ("shapley", 20),
    ("shapley", 24),
]
TOOLS = ("grandis", "coopgame", "shapley_numba")


def random_game(n: int) -> Any:
    """BNF's first type: a large v(N), values by size below it."""
    random = np.random.default_rng(n)
    values = random.random(1 << n)
    low = min(n, 12)
    size = np.bitwise_count(np.arange(1 << low)).astype(float)
    for block, part in enumerate(values.reshape(-1, 1 << low)):
        part *= 100 * (size + block.bit_count())
        np.ceil(part, out=part)
        part[size + block.bit_count() < 2] = 0
    values[-1] = 100 * (n - 2) + random.integers(201)
    return values


def caller(tool: str, rule: str, values: Any) -> Any:
    """A function without arguments that computes the shares."""
    if tool == "grandis":
        from grandis import sharing

        return lambda: getattr(sharing, rule)(values)
    if tool == "coopgame":
        import coopgame

        game = coopgame.Game(values[1:])
        return lambda: getattr(coopgame, rule)(game)
    from shapley_numba import shapley

    game = looked_up(values)
    return lambda: shapley.shapley(game, values.size.bit_length() - 1)


def looked_up(values: Any) -> Any:
    """A game of shapley-numba whose values come from an array."""
    from numba import float64
    from shapley_numba import numba_game

    @numba_game([("table", float64[:])])
    class Table:
        def __init__(self, table: Any) -> None:
            self.table = table

        def value(self, subset: Any) -> float:
            mask = 0
            for player in range(subset.size):
                if subset[player]:
                    mask |= 1 << player
            return self.table[mask]

    return Table(values)


def measure(tool: str, rule: str, n: int, repeats: int) -> None:
    caller(tool, rule, random_game(4))()
    values = random_game(n)
    call = caller(tool, rule, values)
    if tool == "shapley_numba":
        call()
    times = []
    for _ in range(repeats):
        began = process_time()
        call()
        times.append(process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(median(times), memory)


def main(repeats: int) -> None:
    print("| rule | n | tool | CPU median | memory | against us |")
    print("|---|---|---|---|---|---|")
    for rule, n in CASES:
        ours = 0.0
        for tool in TOOLS:
            if tool == "shapley_numba" and rule != "shapley":
                continue
            line = measured(tool, rule, n, repeats)
            if line is None:
                print(f"| {rule} | {n} | {tool} | failed | | |", flush=True)
                continue
            seconds, memory = line
            ours = ours or seconds
            print(
                f"| {rule} | {n} | {tool} | {seconds * 1e3:.2f} ms | {memory:.0f} MB"
                f" | {seconds / ours:.1f} × |",
                flush=True,
            )


def measured(tool: str, rule: str, n: int, repeats: int) -> tuple[float, float] | None:
    command = [sys.executable, "-m", "benchmarks.sharing.peers", "--one"]
    done = subprocess.run(
        [*command, tool, rule, str(n), str(repeats)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    seconds, memory = map(float, done.stdout.split()[-2:])
    return seconds, memory


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
