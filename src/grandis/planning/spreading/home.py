"""Send parts of a large problem to workers and merge what comes back.

The standing plan never leaves home, so no worker can take anything with it: a part
that is lost stays as it stood, and is sent again in its turn or done at home.
"""

import logging
import time
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random

from grandis.planning.incumbent import Run, facts
from grandis.planning.problem import Problem
from grandis.planning.spreading.cutting import Cut, Cutter
from grandis.planning.spreading.parts import Part, improve, packed, rank, read_answer
from grandis.planning.spreading.plan import StandingPlan
from grandis.planning.spreading.territories import GROUP_STEPS, Map, Territory, grow

logger = logging.getLogger(__name__)

#: A problem with fewer steps than this is done sooner at home.
LARGE = 2 * GROUP_STEPS
#: Every opportunity comes about so often into a part.
ROUNDS = 4
#: Seconds that the search of a part has at least and at most; none when it is for an
#: opportunity the first time, since first there is to be some plan for all.
SHORTEST, LONGEST = 0.2, 10.0
#: So many parts more than workers are under way, so that none waits for home.
SPARE = 1
#: Seconds to wait for an answer at a time, and before home does a part itself.
GLANCE, PATIENCE = 0.02, 5.0
#: The whole plan is checked in at most this part of the time.
CHECK_SHARE = 0.1


def is_large(problem: Problem) -> bool:
    """Whether a problem is planned in parts when there is an executor.

    Not for the makespan: that is one long path through everything.
    """
    steps = sum(len(o.steps) for o in problem.opportunities)
    return problem.objective != "makespan" and steps >= LARGE


def plan_in_parts(
    run: Run, seconds: float, seed: int, workers: int, executor: Executor
) -> None:
    """Plan in parts, `workers` at once, until time is up."""
    with ExitStack() as stack:
        home = Home(run, seconds, seed, workers, executor, stack)
        home.begin()
        while home.goes_on():
            home.send()
            home.receive()
            home.help()
            home.show()
        home.give_up()
        home.show(last=True)


@dataclass(frozen=True)
class Sent:
    """A part under way."""

    cut: Cut
    data: bytes
    at: float


class Home:
    """Where the standing plan is, and who knows what is under way."""

    def __init__(
        self,
        run: Run,
        seconds: float,
        seed: int,
        workers: int,
        executor: Executor,
        stack: ExitStack,
    ) -> None:
        problem = run.problem
        self.run, self.seconds, self.workers = run, seconds, workers
        self._executor, self._stack = executor, stack
        self._must = not run.larger_is_better
        self._random = Random(seed)
        self._map = Map(problem)
        self._standing = StandingPlan(problem, facts(problem))
        self._cutter = Cutter(problem, self._standing)
        steps = sum(len(each) for each in self._map.steps.values())
        #: So many parts are the whole.
        self._parts = 1 + steps // GROUP_STEPS
        share = seconds * workers / (ROUNDS * self._parts)
        self._share = min(LONGEST, max(SHORTEST, share))
        self._most = len(problem.resources) // (workers + SPARE)
        self._away: dict[Future[bytes], Sent] = {}
        self._all_busy = False
        #: When each opportunity was last in a part, counted in parts.
        self._turn = {o.id: 0 for o in problem.opportunities}
        self._sent = 0
        self._heard = time.monotonic()
        self._changed = False
        self._check_at, self._check_takes = 0.0, 0.0

    def begin(self) -> None:
        """Begin with a plan for all that must be made: there who is first matters."""
        from grandis.planning.search.driver import Search

        if self._must:
            found = Search(self.run.problem, self._random.randrange(2**31)).answer()
            self._standing.renew(self.run.problem.opportunity, *found)
            self._turn = dict.fromkeys(self._turn, 1)
            self._changed = True

    def goes_on(self) -> bool:
        """Whether there is time for more."""
        return not self.run.stopped() and self._left() > 0

    def _left(self) -> float:
        return self.seconds - self.run.seconds - self._check_takes

    # ------------------------------------------------------------------ sending

    def send(self) -> None:
        """Send parts until there is enough under way, or all is busy.

        Then only an answer makes something free, so nobody looks until there is one.
        """
        while not self._all_busy and len(self._away) < self.workers + SPARE:
            territory = self._next()
            if territory is None:
                self._all_busy = True
                return
            cut = self._cutter.cut(territory)
            data = self._packed(cut)
            try:
                future = self._executor.submit(improve, data)
            except Exception as error:  # it will not take any more: a broken pool
                self._stay_home(error)
                future = self._executor.submit(improve, data)
            self._away[future] = Sent(cut, data, time.monotonic())

    def _stay_home(self, error: Exception) -> None:
        """Go on with threads of this process."""
        logger.warning("no more workers (%r): planning goes on here", error)
        threads = ThreadPoolExecutor(max_workers=self.workers)
        self._executor = self._stack.enter_context(threads)

    def _next(self) -> Territory | None:
        """What is around an opportunity that has waited long; None: all is busy.

        While something urgent waits, nothing else is begun that it would wait for.
        """
        busy, uses = self._busy(), self._standing.uses
        urgent = self._urgent() - busy.group
        work, turn, chance = self._map.work, self._turn, self._random.random
        waiting = sorted(urgent or turn, key=lambda n: (turn[n], chance()))
        # rather one whose whole neighbourhood is free
        waiting.sort(key=lambda n: not work[n].keys().isdisjoint(busy.resources))
        for name in waiting:
            found = grow(self._map, name, uses, busy, urgent, self._most, self._random)
            if found:
                return found
        return None

    def _urgent(self) -> set[str]:
        """What was in no part yet, or in none for long, or must be made and is not."""
        long_ago = self._sent - ROUNDS * self._parts
        found = {n for n, turn in self._turn.items() if turn == 0 or turn < long_ago}
        if self._must:
            found |= self._turn.keys() - self._standing.taken.keys()
        return found

    def _busy(self) -> Territory:
        """What the parts under way use, together."""
        territories = [sent.cut.territory for sent in self._away.values()]
        return Territory(
            frozenset().union(*(t.group for t in territories)),
            frozenset().union(*(t.resources for t in territories)),
            frozenset().union(*(t.tools for t in territories)),
        )

    def _packed(self, cut: Cut) -> bytes:
        group = cut.territory.group
        is_new = any(self._turn[name] == 0 for name in group)
        self._sent += 1
        self._turn.update(dict.fromkeys(group, self._sent))
        share = max(SHORTEST, min(self._share, self._left()))
        return packed(
            Part(
                problem=cut.problem,
                taken=cut.taken,
                assignments=cut.assignments,
                pinned=cut.pinned,
                seconds=0.0 if is_new else share,
                seed=self._random.randrange(2**31),
                warmth=max(0.0, self._left() / self.seconds),
            )
        )

    # ---------------------------------------------------------------- receiving

    def receive(self) -> None:
        """Wait a moment for answers and merge them."""
        done, _ = wait(self._away, timeout=GLANCE, return_when=FIRST_COMPLETED)
        for future in done:
            sent = self._take_back(future)
            try:
                data = future.result()
            except BaseException as error:  # CancelledError is no Exception
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                logger.warning("a part was lost (%r): it stays as it was", error)
            else:
                self._heard = time.monotonic()
                self._merge(sent.cut, data)

    def _take_back(self, future: Future[bytes]) -> Sent:
        """A part is under way no more: what it used is free."""
        self._all_busy = False
        return self._away.pop(future)

    def _merge(self, cut: Cut, data: bytes) -> None:
        answer = read_answer(data)
        before = rank(cut.problem, cut.taken, cut.assignments)
        if rank(cut.problem, answer.taken, answer.assignments) > before:
            self._cutter.put_back(cut, answer.taken, answer.assignments)
            self._changed = True

    def help(self) -> None:
        """Do the part that is away longest, if nobody has answered for a while."""
        if time.monotonic() - self._heard < self._share + PATIENCE or not self._away:
            return
        future = min(self._away, key=lambda each: self._away[each].at)
        sent = self._take_back(future)
        future.cancel()
        logger.warning("no answer for a while: a part is planned here")
        self._merge(sent.cut, improve(sent.data))

    def give_up(self) -> None:
        """Do not wait for what is still under way."""
        for future in self._away:
            future.cancel()
        self._away.clear()
        self._all_busy = False

    # ------------------------------------------------------------------ showing

    def show(self, last: bool = False) -> None:
        """Offer the whole plan, which is then checked, as often as there is time."""
        begun = time.monotonic()
        wait_for = self._check_takes / CHECK_SHARE
        if not self._changed or not (last or begun >= self._check_at + wait_for):
            return
        taken, assignments = self._standing.answer()
        if self._must and len(taken) < len(self.run.problem.opportunities):
            return
        self._changed = False
        self.run.offer(taken, assignments)
        if self.run.assignments is not assignments:  # though better: it broke a rule
            logger.error("the parts do not fit together: back to the plan before")
            self.give_up()
            everything = self.run.problem.opportunity
            self._standing.renew(everything, self.run.taken, self.run.assignments)
        self._check_at = time.monotonic()
        self._check_takes = self._check_at - begun
