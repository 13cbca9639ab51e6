"""The standing plan of a large problem: what is taken, and who works where."""

from collections.abc import Collection, Iterable, Iterator

from grandis.planning.plan import Assignment, Taken
from grandis.planning.problem import Problem

Key = tuple[str, str]


class StandingPlan:
    """A plan that is changed opportunity by opportunity; begun steps stay in it."""

    def __init__(self, problem: Problem, facts: Iterable[Assignment]) -> None:
        self.facts = {(a.opportunity, a.step): a for a in facts}
        self.taken: dict[str, Taken] = {}
        #: The steps that have not begun, by opportunity.
        self.works: dict[str, dict[str, Assignment]] = {
            o.id: {} for o in problem.opportunities
        }
        #: The same by resource.
        self.on: dict[str, dict[Key, Assignment]] = {
            r.id: {} for r in problem.resources
        }
        #: The resources that each opportunity is on.
        self.uses: dict[str, frozenset[str]] = dict.fromkeys(self.works, frozenset())

    def renew(
        self,
        group: Collection[str],
        taken: Iterable[Taken],
        assignments: Iterable[Assignment],
    ) -> None:
        """Let a group of opportunities be made in another way, or not at all.

        `assignments` may hold work of others too: it has only another changeover.
        """
        for name in group:
            self.taken.pop(name, None)
            for work in self.works[name].values():
                del self.on[work.resource][name, work.step]
            self.works[name] = {}
        self.taken.update((each.opportunity, each) for each in taken)
        for work in assignments:
            key = work.opportunity, work.step
            if key not in self.facts:
                self.works[work.opportunity][work.step] = work
                self.on[work.resource][key] = work
        for name in group:
            works = self.works[name].values()
            self.uses[name] = frozenset(work.resource for work in works)

    def answer(self) -> tuple[tuple[Taken, ...], tuple[Assignment, ...]]:
        """All of it, as a plan holds it."""
        return tuple(self.taken.values()), tuple(self._assignments())

    def _assignments(self) -> Iterator[Assignment]:
        yield from self.facts.values()
        for works in self.works.values():
            yield from works.values()
