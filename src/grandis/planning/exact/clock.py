"""From numbers of open ticks to ticks of the clock."""

from ortools.sat.python import cp_model

from grandis.planning.worktime import WorkTime


class Clock:
    """Keeps a literal for each "at or after this window" that was asked for."""

    def __init__(self, model: cp_model.CpModel) -> None:
        self.model = model

    def tick(
        self, hours: WorkTime, position: cp_model.LinearExpr, low: int, high: int
    ) -> cp_model.LinearExpr:
        """The tick of the open tick number `position`, from `low` to `high`.

        Each window that begins in between adds the closed ticks before it,
        when the position is at or after its first tick.
        """
        (start, end), *later = hours.windows_between(
            hours.tick(low), hours.tick(high) + 1
        )
        tick = position + (start - hours.opened_before(start))
        for opens, closes in later:
            reached = self.model.new_bool_var("")
            first = hours.opened_before(opens)
            self.model.add(position >= first).only_enforce_if(reached)
            self.model.add(position < first).only_enforce_if(~reached)
            tick += (opens - end) * reached
            end = closes
        return tick
