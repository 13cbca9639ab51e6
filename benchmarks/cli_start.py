"""How long ``grandis --help`` takes, compared with importing OR-Tools.

    python -m benchmarks.cli_start

Both are started in turn, so that whatever else the machine does meets both;
the medians and their ratio are printed.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HELP = [str(Path(sys.executable).with_name("grandis")), "--help"]
ORTOOLS = [sys.executable, "-c", "import ortools.sat.python.cp_model"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    seconds(HELP), seconds(ORTOOLS)  # the first run fills the file cache
    pairs = [(seconds(HELP), seconds(ORTOOLS)) for _ in range(runs)]
    helping, importing = (median(times) for times in zip(*pairs, strict=True))
    print(f"grandis --help   {1000 * helping:7.0f} ms")
    print(f"import ortools   {1000 * importing:7.0f} ms")
    print(f"ratio            {helping / importing:7.2f}")


def seconds(command: list[str]) -> float:
    """How long a command runs."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
