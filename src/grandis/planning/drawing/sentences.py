"""What a plan is worth, in English sentences and figures."""

from math import ceil

from grandis.planning.drawing.language import Language
from grandis.planning.plan import Plan
from grandis.planning.problem import Problem

_MINUS = "\N{MINUS SIGN}"
#: Relative to a value near zero a gap says nothing; then the amount is told.
_LARGEST_PERCENT = 1000

_STATUS = {
    "optimal": "Proven best",
    "feasible": "Good, not proven best",
    "infeasible": "No plan exists",
    "unknown": "No plan found",
}
_LESS = {"makespan": "shorter", "weighted_tardiness": "less lateness"}


def money(cents: int) -> str:
    """An amount with two decimals and thousands separated: 1,234.50."""
    whole, rest = divmod(abs(cents), 100)
    return f"{_MINUS if cents < 0 else ''}{whole:,}.{rest:02}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count and what is counted: 1 step, 2 steps."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def status(plan: Plan) -> str:
    """How the search ended."""
    return _STATUS[plan.status]


def value(problem: Problem, plan: Plan, language: Language) -> tuple[str, str]:
    """What the value is called, and the value with its unit."""
    if plan.status in ("infeasible", "unknown"):
        return "Value", "none"
    if plan.objective == "surplus":
        return "Surplus", f"EUR {money(plan.value)}"
    if plan.objective == "makespan":
        return "All done by", language.time(problem.grid.time(plan.value))
    return "Weighted lateness", duration(problem, plan.value)


def gap(problem: Problem, plan: Plan) -> str:
    """How much better another plan could be, as one sentence."""
    if plan.status == "infeasible":
        return "It is proven that no plan keeps all rules."
    if plan.status == "unknown":
        return "None was found in the time given; there may be one."
    if plan.status == "optimal":
        return "No plan can do better: this is proven."
    more = _LESS.get(plan.objective, "more")
    return f"At most {_amount(problem, plan)} {more} could be possible."


def _amount(problem: Problem, plan: Plan) -> str:
    percent = ceil(plan.gap * 1000 - 1e-9) / 10
    if percent <= _LARGEST_PERCENT and plan.value > 0:
        return f"{percent:,.1f} %"
    difference = abs(plan.bound - plan.value)
    if plan.objective == "surplus":
        return f"EUR {money(difference)}"
    return duration(problem, difference)


def duration(problem: Problem, ticks: int) -> str:
    """Ticks as hours."""
    hours = ticks * problem.grid.minutes / 60
    return f"{hours:,.0f} h" if hours == int(hours) else f"{hours:,.2f} h"


def days_late(problem: Problem, late: int) -> str:
    """Ticks late as days that have begun."""
    return plural(-(-late // problem.grid.ticks_per_day), "day") + " late"
