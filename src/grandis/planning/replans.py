"""What becomes of a plan after something has happened, as a record."""

from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Id, Problem, Record


class Move(Record, frozen=True):
    """A step that is not where it was; None: not planned before, or not any more."""

    opportunity: Id
    step: Id
    before: Assignment | None = None
    after: Assignment | None = None


class Replan(Record, frozen=True):
    """What becomes of a plan after something has happened.

    Attributes
    ----------
    problem
        The problem as it is now; `plan` passes `check` on it.
    moved
        Steps with another machine or start than before, of the opportunities
        that were taken and are still wanted.
    dropped, added
        Opportunities taken before and not now, and the other way round.
    cost
        Surplus lost in cents, against the plan as it was; with the other
        objectives what the value became worse by. Negative: it got better.
    changed, of
        How many of the steps that had not begun moved or are left out, and how
        many there were.
    fresh_changed
        How many it would have been with a plan made from scratch.
    """

    problem: Problem
    plan: Plan
    moved: tuple[Move, ...]
    dropped: tuple[Id, ...]
    added: tuple[Id, ...]
    cost: int
    changed: int
    of: int
    fresh_changed: int

    def __str__(self) -> str:
        words = [
            f"{self.changed} of {self.of} steps not begun change; a plan from scratch"
            f" would change {self.fresh_changed}",
            f"the objective gets worse by {self.cost}",
        ]
        if self.dropped:
            words.append(f"dropped: {', '.join(self.dropped)}")
        if self.added:
            words.append(f"added: {', '.join(self.added)}")
        return "; ".join(words)
