"""`solve`: one entry point, no algorithm to choose.

A greedy construction and ruin-and-recreate give a plan at once and better ones
with time, in a plain shop tabu search does; a relaxation bounds what is
possible; where the problem is small enough a complete CP-SAT model takes over,
to improve and to prove. See docs/why/0003-one-solve.md.
"""

import math
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from grandis.planning import proofs
from grandis.planning.accounts import value_of
from grandis.planning.incumbent import GLANCE, LOOKING, Run, facts, first_bound
from grandis.planning.incumbent import Progress as Progress
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem

if TYPE_CHECKING:
    from grandis.planning.pricing import Priced
    from grandis.planning.remaking import Remaking
    from grandis.planning.search.driver import Search
    from grandis.planning.search.islands import Islands
    from grandis.planning.search.shop.driver import ShopSearch

#: Iterations of the search between two looks at cancelling under a step limit.
STEPS_AT_ONCE = 64
#: Deterministic seconds of CP-SAT that stand for one step of a step limit.
STEP_WORTH = 0.01


def solve(
    problem: Problem,
    seconds: float = 10,
    steps: int | None = None,
    seed: int = 0,
    workers: int = 2,
    executor: Executor | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found in the time given, with a bound on what is possible.

    Parameters
    ----------
    problem
        What to plan.
    seconds
        Time limit; not looked at when `steps` is given.
    steps
        A limit in units of work instead: with it one worker runs, no clock is
        read, and equal seeds give equal plans.
    seed
        Starts the random choices.
    workers
        Threads that may be used; of an executor, how many tasks it takes at once.
    executor
        Where parts of a large problem are planned: a pool of processes, Dask, or
        whatever else is a `concurrent.futures.Executor`. It is not asked for small
        problems, nor for a makespan, nor with `steps`. Losing its workers loses no
        plan, and it is left open. With one, equal seeds need not give equal plans.
    on_progress
        Called with a `Progress` whenever the plan or the bound gets better.
    cancel
        Asked often; when it says true the best plan so far is returned.

    Returns
    -------
    Plan
        ``optimal`` only when proven; ``infeasible`` when it is proven that what
        must be made cannot be; ``unknown`` when no plan was found in time.
    """
    from grandis.planning.search.shop.arrays import is_shop
    from grandis.planning.shops import solve_shop
    from grandis.planning.spreading.home import is_large

    shop = is_shop(problem)
    _compile_kernels(
        problem, shop
    )  # before the clock starts: it happens once on a machine
    run = Run(problem, on_progress, cancel)
    if not problem.opportunities:
        run.offer((), facts(problem))
        run.tighten(value_of(problem, (), facts(problem)))
    elif steps is not None:
        _solve_steps(run, steps, seed)
    elif shop:
        solve_shop(run, seconds, seed, workers)
    elif executor and is_large(problem):
        _solve_in_parts(run, seconds, seed, workers, executor)
    else:
        _solve_whole(run, seconds, seed, workers)
    return run.plan(seed)


def _compile_kernels(problem: Problem, shop: bool) -> None:
    """Compile what the search of a plain shop needs, or that of other problems.

    And what bounds the surplus, where that is the aim.
    """
    from grandis.planning.search import driver
    from grandis.planning.search.priced import driver as priced
    from grandis.planning.search.shop import driver as shops

    if shop:
        shops.compile_kernels()
    else:
        driver.compile_kernels()
    if problem.objective == "surplus":
        priced.compile_kernels()


def _solve_in_parts(
    run: Run, seconds: float, seed: int, workers: int, executor: Executor
) -> None:
    """Search wherever the executor has workers, and relax here."""
    from grandis.planning.spreading.home import plan_in_parts

    def bound() -> None:
        run.tighten(first_bound(run.problem))
        if run.larger_is_better:
            proofs.relax(
                run,
                seed,
                math.inf,
                lambda: run.stopped() or run.seconds > seconds,
                rounds=proofs.BRIEFLY,
            )

    with ThreadPoolExecutor(max_workers=1) as background:
        bounding = background.submit(bound)
        plan_in_parts(run, seconds, seed, workers, executor)
        bounding.result()


def _solve_whole(run: Run, seconds: float, seed: int, workers: int) -> None:
    """Search and relax side by side; then prove, if the problem is small."""
    from grandis.planning import exact
    from grandis.planning.pricing import price
    from grandis.planning.remaking import Remaking
    from grandis.planning.search.islands import Islands

    def time_is_up() -> bool:
        return run.stopped() or run.seconds > seconds

    size = exact.size(run.problem, proofs.largest(run))
    prove_at = proofs.begin_at(run, size, seconds)
    small = prove_at is not None
    limit = seconds if prove_at is None else prove_at
    bounding: list[Future[Any]] = []

    def cores() -> int:
        """Those that the bound does not need."""
        return workers - sum(not bound.done() for bound in bounding)

    with (
        ThreadPoolExecutor(max_workers=1) as background,
        Islands(run.problem, seed, cores) as search,
    ):
        compiled = search.searches[0].compiled
        if run.larger_is_better and not small:
            task = run, seed, math.inf, time_is_up, compiled
            bounding.append(background.submit(proofs.relax, *task))
        run.consider(search)
        run.tighten(first_bound(run.problem))
        _search_until(run, search, limit)
        if small:
            remaking = Remaking(run, seconds, seed)
            pricing = background.submit(
                price, run, compiled, size, seconds, seed, remaking
            )
            bounding.append(pricing)
            if run.problem.objective == "makespan":
                bounding.append(background.submit(proofs.rule_out, run, seconds))
            _search_beside(run, search, pricing, remaking, limit)
            priced = pricing.result()
            if priced is not None:
                proofs.prove_in_scope(run, seed, seconds, workers, priced)
            elif not run.stopped():
                proofs.prove(run, seed, seconds, workers)
        for bound in bounding:
            bound.result()


def _search_beside(
    run: Run,
    search: "Islands",
    pricing: "Future[Priced | None]",
    remaking: "Remaking",
    limit: float,
) -> None:
    """Look for better plans until prices are known, where they say that some can be.

    Prices come first for as many seconds as the search had: both are slower together.
    """
    period = max(limit, GLANCE)  # of getting warm again and cold
    while not pricing.done():
        if run.seconds < 2 * limit:
            time.sleep(GLANCE)
        elif not remaking.once(pricing.done):
            search.run_briefly(1 - run.seconds / period % 1)
            run.consider(search)


def _search_until(run: Run, search: "Islands", limit: float) -> None:
    """Search for so many seconds; to look at large plans takes longer than a slice."""
    look, pause = 0.0, 0.0
    while (left := limit - pause - run.seconds) > 0 and not run.stopped():
        search.run_briefly(left / limit)
        if run.seconds >= look:
            begun = run.seconds
            run.consider(search)
            pause = run.seconds - begun
            look = run.seconds + LOOKING * pause
    run.consider(search)


def _solve_steps(run: Run, steps: int, seed: int) -> None:
    """The same in a fixed amount of work, one after the other."""
    from grandis.planning import exact

    run.tighten(first_bound(run.problem))
    search = _search(run, seed)
    for done in range(0, steps, STEPS_AT_ONCE):
        run.consider(search)
        if run.stopped():
            return
        search.run(min(STEPS_AT_ONCE, steps - done), 1 - done / steps)
    run.consider(search)
    worth = max(1.0, STEP_WORTH * steps)
    if exact.size(run.problem) <= proofs.LARGEST_EXACT:
        proofs.prove(run, seed, math.inf, workers=1, deterministic=worth)
    elif run.larger_is_better:
        proofs.relax(run, seed, worth, run.stopped)


def _search(run: Run, seed: int) -> "Search | ShopSearch":
    """The search that suits a problem."""
    from grandis.planning.loads import Work, prices_of
    from grandis.planning.search.driver import Search
    from grandis.planning.search.shop.arrays import is_shop
    from grandis.planning.search.shop.driver import ShopSearch

    if is_shop(run.problem):
        search = ShopSearch(run.problem, seed, enough=run.bound)
        search.charge(prices_of(Work(run.problem))[1])
        return search
    return Search(run.problem, seed)
