"""What inflating a bid gains under each rule, over 200 random opportunities.

    python -m benchmarks.sharing.strategy [COUNT]

*Blind*: every winner inflates by the same part, not knowing the others' sealed
bids; the mean over all winners, for the part at which that mean is largest.
*Hindsight*: each winner picks the part that would have been best for it, knowing
all bids; no sealed bidder can. Both as parts of its own cost.
"""

import sys
from collections import defaultdict

import numpy as np
from benchmarks.sharing.opportunities import opportunity

from grandis.errors import GrandisError
from grandis.sharing.game import game_from_bids
from grandis.sharing.rules import RULES, shares_by
from grandis.sharing.strategy import INFLATIONS, strategy_check


def main(count: int) -> None:
    gains: dict[str, list[list[float]]] = defaultdict(list)
    best: dict[str, list[float]] = defaultdict(list)
    deficits: dict[str, int] = defaultdict(int)
    below: dict[str, int] = defaultdict(int)
    undefined: dict[str, int] = defaultdict(int)
    for number in range(count):
        case = opportunity(number)
        for told in strategy_check(case):
            gains[told.rule].append([gain / told.cost for gain in told.gains])
            best[told.rule].append(told.best / told.cost)
        game = game_from_bids(case)
        for rule in RULES:
            try:
                shares = shares_by(game, rule)
            except GrandisError:
                undefined[rule] += 1
                continue
            deficits[rule] += bool(shares.sum() > game.gain + 1e-6)
            below[rule] += int((shares < -1e-9).sum())
    print(f"{count} opportunities, {len(best['shapley'])} winners")
    print("| rule | blind | at | hindsight | deficits | below bid | undefined |")
    print("|---|---|---|---|---|---|---|")
    for rule in RULES:
        means = np.mean(gains[rule], axis=0)
        at = int(np.argmax(means))
        print(
            f"| {rule} | {means[at]:+.2%} | +{INFLATIONS[at]:.0%}"
            f" | {np.mean(best[rule]):.2%} | {deficits[rule]} | {below[rule]}"
            f" | {undefined[rule]} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
