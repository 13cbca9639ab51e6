"""Solve a plain shop: islands of tabu search, and a proof beside them."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from grandis.planning import proofs
from grandis.planning.incumbent import GLANCE, LOOKING, Run, first_bound
from grandis.planning.loads import load_bound
from grandis.planning.search.shop.driver import ShopSearch

#: The part of the time after which the worker that proves goes back to search.
PROOF_SHARE = 0.5


def solve_shop(run: Run, seconds: float, seed: int, workers: int) -> None:
    """Search on every worker; one of them proves for a while."""
    options = sum(len(s.options) for o in run.problem.opportunities for s in o.steps)
    prove_from = proofs.begin_at(run, options, seconds)

    def time_is_up() -> bool:
        return run.stopped() or run.seconds > seconds

    search = ShopSearch(run.problem, seed)
    run.consider(search)  # a first plan, before anything else is begun

    def work(number: int) -> None:
        island = search.settle(number) if number else search.islands[0]
        proof_at = prove_from if number == workers - 1 else None
        while not time_is_up():
            if proof_at is not None and run.seconds >= proof_at:
                proof_at = None
                _prove(run, PROOF_SHARE * seconds, seed)
            else:
                island.run_briefly()

    with ThreadPoolExecutor(max_workers=workers + 1) as threads:
        bounding = threads.submit(_bound, run, search, seconds)
        islands = [threads.submit(work, number) for number in range(workers)]
        _watch(run, search, lambda: all(island.done() for island in islands))
        for island in islands:
            island.result()
        bounding.result()


def _watch(run: Run, search: ShopSearch, done: Callable[[], bool]) -> None:
    """Take over what the islands find until they are done."""
    look = 0.0  # to look at large plans takes longer than a glance
    while not done():
        time.sleep(GLANCE)
        if run.seconds >= look:
            begun = run.seconds
            run.consider(search)
            look = run.seconds + LOOKING * (run.seconds - begun)
    run.consider(search)


def _bound(run: Run, search: ShopSearch, seconds: float) -> None:
    """No opportunity ends before its own work, and somebody has to do all of it.

    What time costs on the way to that bound leads the search.
    """
    run.tighten(first_bound(run.problem))
    left = max(0.1, seconds - run.seconds)
    run.tighten(load_bound(run.problem, left, search.charge))


def _prove(run: Run, until: float, seed: int) -> None:
    """Look for a proof with CP-SAT and by ruling a makespan out."""
    with ThreadPoolExecutor(max_workers=1) as background:
        ruling = background.submit(proofs.rule_out, run, until)
        proofs.prove(run, seed, until, workers=1)
        ruling.result()
