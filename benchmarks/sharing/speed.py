"""14 members, 10 steps: all values, every rule and every explanation.

python -m benchmarks.sharing.speed
"""

from statistics import median
from time import perf_counter, process_time

from benchmarks.sharing.opportunities import opportunity

from grandis.errors import GrandisError
from grandis.sharing.chain import Opportunity, coalition_values
from grandis.sharing.explaining import explain
from grandis.sharing.game import game_from_bids
from grandis.sharing.rules import RULES, split
from grandis.sharing.waterfall import waterfall


def everything(case: Opportunity) -> tuple[int, int]:
    """Do it all; how many splits and how many sentences there are."""
    coalition_values(case)
    game = game_from_bids(case)
    splits, sentences = 0, 0
    for rule in RULES:
        try:
            found = split(game, rule)
        except GrandisError:
            continue
        splits += 1
        told = [explain(found, "issuer"), explain(found, "trustee")]
        told += [explain(found, "member", name) for name in game.players]
        sentences += sum(len(reason.sentence) > 0 for r in told for reason in r)
        waterfall(found)
    return splits, sentences


def main() -> None:
    everything(opportunity(0, 14, 10))
    walls, cpus = [], []
    for number in range(1, 12):
        case = opportunity(number, 14, 10)
        wall, cpu = perf_counter(), process_time()
        splits, sentences = everything(case)
        walls.append(perf_counter() - wall)
        cpus.append(process_time() - cpu)
    print(f"last: {splits} splits, {sentences} sentences")
    print(f"median wall {median(walls):.3f} s, largest {max(walls):.3f} s")
    print(f"median CPU {median(cpus):.3f} s, largest {max(cpus):.3f} s")


if __name__ == "__main__":
    main()
