"""A large neighbourhood search for small problems, within what prices leave.

One opportunity after the other is planned anew, on any route and machine, while the
others keep their machines but not their times (Shaw 1998, DOI
10.1007/3-540-49481-2_30). The search plans one opportunity at a time, too, but around
others that stand: where several have to give way at once it gets stuck.
"""

from collections.abc import Callable

from grandis.planning.incumbent import Run
from grandis.planning.rivals import lost_in
from grandis.planning.windows import Scope

#: The part of the time that one opportunity may take.
REMAKING_SHARE = 0.15


class Remaking:
    """Opportunities of the best plan of a run, planned anew one after the other.

    `scope` is where a better plan can lie; another thread may tell it.
    """

    def __init__(self, run: Run, seconds: float, seed: int) -> None:
        self.scope: Scope | None = None
        self._run = run
        self._limit = REMAKING_SHARE * seconds
        self._seed = seed
        self._value: int | None = None
        self._asked_in: Scope | None = None
        self._left: list[str] = []
        self._hopeless: set[str] = set()

    @property
    def done(self) -> bool:
        """Whether nothing is left to be tried with the best plan in this scope."""
        current = self._asked_in is self.scope and self._value == self._run.value
        return self.scope is None or (current and not self._left)

    def once(self, enough: Callable[[], bool]) -> bool:
        """Plan the next opportunity anew, until it is time for something else.

        False: nothing is left to be tried with this plan in this scope.
        """
        from grandis.planning.exact import remade

        scope, (value, taken, assignments) = self.scope, self._run.best
        if scope is None or value is None:
            return False
        closer = scope.beyond(value)
        if value != self._value or scope is not self._asked_in:
            if value != self._value:
                self._hopeless.clear()
            # those that lose most first: there is most to be had
            lost = lost_in(self._run.problem, closer, taken, assignments)
            names = sorted(lost, key=lambda name: lost[name])
            self._left = [name for name in names if name not in self._hopeless]
            self._value, self._asked_in = value, scope
        if not self._left:
            return False
        name = self._left[-1]
        answer, sure = remade(
            self._run.problem,
            closer,
            name,
            assignments,
            self._limit,
            self._seed,
            lambda: self._run.stopped() or enough(),
        )
        self._left.pop()
        if answer is not None:
            self._run.offer(*answer)
        elif sure:
            self._hopeless.add(name)
        return True
