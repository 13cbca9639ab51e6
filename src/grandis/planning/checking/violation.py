"""What a plan can break: one code for each rule, and its sentence in English."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

#: An id, a number of ticks or cents, or a reliability.
Value = str | int | float


class Code(StrEnum):
    """The rule that is broken; ``docs/reference/check.md`` tells them all."""

    WRONG_OBJECTIVE = "wrong_objective"
    WRONG_VALUE = "wrong_value"
    WRONG_BOUND = "wrong_bound"
    NOT_OPTIMAL = "not_optimal"
    NOT_INFEASIBLE = "not_infeasible"
    NOT_EMPTY = "not_empty"

    UNKNOWN_OPPORTUNITY = "unknown_opportunity"
    TAKEN_TWICE = "taken_twice"
    NOT_TAKEN = "not_taken"
    WORK_NOT_TAKEN = "work_not_taken"

    UNKNOWN_BRANCH = "unknown_branch"
    BRANCH_TWICE = "branch_twice"
    TWO_BRANCHES = "two_branches"
    INACTIVE_BRANCH = "inactive_branch"
    MISSING_BRANCH = "missing_branch"

    UNKNOWN_STEP = "unknown_step"
    STEP_TWICE = "step_twice"
    INACTIVE_STEP = "inactive_step"
    MISSING_STEP = "missing_step"

    UNKNOWN_RESOURCE = "unknown_resource"
    NO_OPTION = "no_option"
    WRONG_COST = "wrong_cost"

    BEGUN_MISSING = "begun_missing"
    BEGUN_CHANGED = "begun_changed"
    BEGUN_OFF_ROUTE = "begun_off_route"

    START_CLOSED = "start_closed"
    WRONG_END = "wrong_end"
    WRONG_SETUP = "wrong_setup"
    BEFORE_NOW = "before_now"
    BEFORE_RELEASE = "before_release"
    AFTER_HORIZON = "after_horizon"

    OVERLAP = "overlap"
    ACROSS_LOAD = "across_load"
    OVER_CAPACITY = "over_capacity"

    WRONG_ORDER = "wrong_order"
    TRANSPORT = "transport"
    NO_LINK = "no_link"

    TOOL_HELD_TWICE = "tool_held_twice"
    TOOL_TRANSPORT = "tool_transport"
    TOOL_NO_LINK = "tool_no_link"
    TOOL_TOO_EARLY = "tool_too_early"
    TOOL_NOT_MADE = "tool_not_made"

    LATEST_MISSED = "latest_missed"

    SHARE = "share"
    APART = "apart"
    REQUIRED = "required"
    RELIABILITY = "reliability"


_STEP = "step {step!r} of opportunity {opportunity!r}"
_OTHER = "step {other_step!r} of opportunity {other_opportunity!r}"
_TRIP = "from site {origin!r} to site {destination!r}"
_CLAIM = "the plan claims to be {status}, but"

#: One sentence for each code; its fields are the violation's values.
ENGLISH: dict[Code, str] = {
    Code.WRONG_OBJECTIVE: (
        "the plan aims for {found!r}, but the problem asks for {expected!r}"
    ),
    Code.WRONG_VALUE: "the plan states the value {found}, but it is {expected}",
    Code.WRONG_BOUND: (
        "no plan may beat the bound, but the value {value} beats the bound {bound}"
    ),
    Code.NOT_OPTIMAL: f"{_CLAIM} its value {{value}} is not its bound {{bound}}",
    Code.NOT_INFEASIBLE: f"{_CLAIM} refusing every opportunity is always possible",
    Code.NOT_EMPTY: f"{_CLAIM} it plans work for opportunity {{opportunity!r}}",
    Code.UNKNOWN_OPPORTUNITY: "the problem has no opportunity {opportunity!r}",
    Code.TAKEN_TWICE: "opportunity {opportunity!r} is taken more than once",
    Code.NOT_TAKEN: (
        "opportunity {opportunity!r} is not taken, but with the objective"
        " {objective!r} every one must be"
    ),
    Code.WORK_NOT_TAKEN: f"{_STEP} is planned, but the opportunity is not taken",
    Code.UNKNOWN_BRANCH: (
        "opportunity {opportunity!r} has no choice with a branch {branch!r}"
    ),
    Code.BRANCH_TWICE: (
        "branch {branch!r} of opportunity {opportunity!r} is named more than once"
    ),
    Code.TWO_BRANCHES: (
        "choice {choice!r} of opportunity {opportunity!r} has more than one branch:"
        " {branch!r} and {other_branch!r}"
    ),
    Code.INACTIVE_BRANCH: (
        "branch {branch!r} is chosen, but choice {choice!r} of opportunity"
        " {opportunity!r} stands within {within!r}, which is not chosen"
    ),
    Code.MISSING_BRANCH: (
        "choice {choice!r} of opportunity {opportunity!r} has no branch chosen"
    ),
    Code.UNKNOWN_STEP: "opportunity {opportunity!r} has no step {step!r}",
    Code.STEP_TWICE: f"{_STEP} is planned more than once",
    Code.INACTIVE_STEP: (
        f"{_STEP} is planned, but its branch {{branch!r}} is not chosen"
    ),
    Code.MISSING_STEP: f"{_STEP} is on the route taken, but nobody does it",
    Code.UNKNOWN_RESOURCE: (
        f"{_STEP} is on resource {{resource!r}}, which does not exist"
    ),
    Code.NO_OPTION: f"{_STEP} has no option on resource {{resource!r}}",
    Code.WRONG_COST: (
        f"{_STEP} costs {{expected}} on resource {{resource!r}}, not {{found}}"
    ),
    Code.BEGUN_MISSING: f"{_STEP} has begun, but the plan leaves it out",
    Code.BEGUN_CHANGED: (
        f"{_STEP} has begun, but the plan changes its {{field}} from {{expected}}"
        " to {found}"
    ),
    Code.BEGUN_OFF_ROUTE: (
        f"{_STEP} has begun, but its branch {{branch!r}} is not chosen"
    ),
    Code.START_CLOSED: (
        f"{_STEP} starts at {{start}}, when resource {{resource!r}} is closed"
    ),
    Code.WRONG_END: (
        f"{_STEP} works {{duration}} ticks on resource {{resource!r}} from {{start}}"
        " on and cannot end at {found}"
    ),
    Code.WRONG_SETUP: (
        f"{_STEP} starts at {{start}} on resource {{resource!r}} after a changeover"
        " of {changeover} ticks, which cannot begin at {found}"
    ),
    Code.BEFORE_NOW: f"{_STEP} begins at {{setup}}, before now ({{now}})",
    Code.BEFORE_RELEASE: (
        f"{_STEP} starts at {{start}}, before the release ({{release}})"
    ),
    Code.AFTER_HORIZON: f"{_STEP} ends at {{end}}, after the horizon ({{horizon}})",
    Code.OVERLAP: (
        f"{_STEP} holds resource {{resource!r}} from {{setup}} on, while {_OTHER}"
        " holds it until {other_end}"
    ),
    Code.ACROSS_LOAD: (
        f"{_STEP} holds resource {{resource!r}} from {{setup}} to {{end}}, across its"
        " load from {load_start} to {load_end}"
    ),
    Code.OVER_CAPACITY: (
        "resource {resource!r} has capacity {capacity}, but holds {found} from"
        " {start} to {end}"
    ),
    Code.WRONG_ORDER: (
        f"{_STEP} starts at {{start}}, but {_OTHER}, which it comes after, ends at"
        " {other_end}"
    ),
    Code.TRANSPORT: (
        f"{_STEP} starts at {{start}}, but what {_OTHER} makes until {{other_end}}"
        " is still on its {transport} ticks " + _TRIP
    ),
    Code.NO_LINK: f"{_STEP} comes after {_OTHER}, but there is no link {_TRIP}",
    Code.TOOL_HELD_TWICE: (
        f"{_STEP} holds tool {{tool!r}} from {{setup}} on, while {_OTHER} holds it"
        " until {other_end}"
    ),
    Code.TOOL_TRANSPORT: (
        f"{_STEP} holds tool {{tool!r}} from {{setup}} on, but after {_OTHER} ends at"
        " {other_end} it is still on its {transport} ticks " + _TRIP
    ),
    Code.TOOL_NO_LINK: (
        f"{_STEP} needs tool {{tool!r}}, but there is no link {_TRIP} to bring it"
    ),
    Code.TOOL_TOO_EARLY: (
        f"{_STEP} holds tool {{tool!r}} from {{setup}} on, but it is not there before"
        " {expected}"
    ),
    Code.TOOL_NOT_MADE: (
        f"{_STEP} needs tool {{tool!r}}, which no step on the route makes"
    ),
    Code.LATEST_MISSED: (
        "call-off {call_off!r} of opportunity {opportunity!r} is complete at {found},"
        " after its latest date ({latest})"
    ),
    Code.SHARE: (
        "member {member!r} does {found} of the work value {total} of opportunity"
        " {opportunity!r}, more than {largest_share} percent"
    ),
    Code.APART: (
        "members {member!r} and {other_member!r} both work for opportunity"
        " {opportunity!r}, but must be apart"
    ),
    Code.REQUIRED: (
        "member {member!r} is required for opportunity {opportunity!r}, but does no"
        " step of it"
    ),
    Code.RELIABILITY: (
        "member {member!r} works for opportunity {opportunity!r} with reliability"
        " {found}, below {least_reliability}"
    ),
}


class Violation(msgspec.Struct, frozen=True):
    """One rule that a plan breaks, with the objects and numbers concerned.

    `values` are named as in the sentence of the code in `ENGLISH`; ids are
    strings, times are ticks, money is cents.
    """

    code: Code
    values: dict[str, Value]

    def english(self) -> str:
        """One sentence that says what is wrong."""
        return ENGLISH[self.code].format(**self.values)

    def __str__(self) -> str:
        return self.english()


def broken(code: Code, *names: Mapping[str, Value], **values: Value) -> Violation:
    """A violation with the values given in any of these ways."""
    merged: dict[str, Value] = {}
    for some in (*names, values):
        merged.update(some)
    return Violation(code, merged)
