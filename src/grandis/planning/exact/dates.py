"""What the call-offs of an opportunity ask, and what being late costs."""

from ortools.sat.python import cp_model

from grandis.planning.exact.narrowing import most_late
from grandis.planning.exact.works import Expr, Literal, Work
from grandis.planning.problem import CallOff, Opportunity, Problem


class Dates:
    """The call-offs of one opportunity."""

    def __init__(
        self,
        problem: Problem,
        model: cp_model.CpModel,
        opportunity: Opportunity,
        works: list[Work],
        taken: Literal,
    ) -> None:
        self.problem = problem
        self.model = model
        self.opportunity = opportunity
        self.works = works
        self.taken = taken

    def it_is_complete_by_the_latest_dates(self) -> None:
        for call_off in self.opportunity.call_offs:
            if call_off.latest is not None:
                self._is_complete_by(call_off, call_off.latest)

    def tardiness(self) -> list[Expr]:
        """Weighted ticks that call-offs are late."""
        weight = self.opportunity.weight
        return [
            weight * self._units_late(call_off, 1, None)
            for call_off in self.opportunity.call_offs
            if weight
        ]

    def late_cost(self, value: int | None) -> list[Expr]:
        """Cents for the days late that have begun, of a plan as good as `value`."""
        day = self.problem.grid.ticks_per_day
        return [
            call_off.late_cost * self._units_late(call_off, day, value)
            for call_off in self.opportunity.call_offs
            if call_off.late_cost
        ]

    def _waited_for(self, call_off: CallOff) -> list[Work]:
        return [
            work
            for work in self.works
            if not call_off.steps or work.step.id in call_off.steps
        ]

    def _units_late(self, call_off: CallOff, unit: int, value: int | None) -> Expr:
        """Units of time late, rounded up."""
        model, waited = self.model, self._waited_for(call_off)
        last = max(self.problem.horizon, self.opportunity.release)
        last = max([last, *(work.begun.end for work in waited if work.begun)])
        most = -(-max(0, last - call_off.due) // unit)
        bearable = most_late(self.problem, self.opportunity, call_off, value)
        if bearable is not None:
            most = min(most, bearable // unit)
        late = model.new_int_var(0, most, "")
        for work in waited:
            model.add(unit * late >= work.end - call_off.due).only_enforce_if(
                work.active
            )
        if self.opportunity.release > call_off.due:
            none = self._none_is_active(waited)
            if none is not None:
                early = self.opportunity.release - call_off.due
                model.add(unit * late >= early).only_enforce_if(none)
        return late

    def _none_is_active(self, waited: list[Work]) -> Literal | None:
        """A literal that is true where a call-off has nothing to wait for.

        None where that cannot be. It may be true elsewhere, but need not.
        """
        if any(work.step.branch is None for work in waited):
            return None
        none = self.model.new_bool_var("")
        self.model.add_bool_or([*(w.active for w in waited), none, ~self.taken])
        return none

    def _is_complete_by(self, call_off: CallOff, latest: int) -> None:
        model, waited = self.model, self._waited_for(call_off)
        for work in waited:
            model.add(work.end <= latest).only_enforce_if(work.active)
        if self.opportunity.release > latest:
            none = self._none_is_active(waited)
            if none is not None:
                model.add(none == 0)
