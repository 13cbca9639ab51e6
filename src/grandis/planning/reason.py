"""One reason: a code with typed values, and its sentence in English."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

#: An id, ids, a number of ticks, days or cents, or a reliability.
Value = str | int | float | tuple[str, ...]


class Code(StrEnum):
    """Why not; ``docs/reference/reasons.md`` tells them all."""

    # an opportunity is not taken
    PRICE_BELOW_COST = "price_below_cost"
    NO_CAPABLE_MEMBER = "no_capable_member"
    POLICY_UNMET = "policy_unmet"
    TOO_LATE = "too_late"
    DISPLACED = "displaced"
    NOT_FOUND = "not_found"

    # a member is not in the chain of an opportunity that is taken
    EXCLUDED_BY_POLICY = "excluded_by_policy"
    OTHER_ROUTE = "other_route"
    UNDER_WAY = "under_way"
    NO_LINK = "no_link"
    TOOL_AWAY = "tool_away"
    LATER = "later"
    BUSY = "busy"
    DEARER = "dearer"
    NO_BETTER = "no_better"

    # the same for readers who may not know more
    CAN = "can"
    BORDERLINE = "borderline"
    CANNOT = "cannot"
    OTHER_CHOSEN = "other_chosen"


_RULES: dict[str, tuple[str, ...]] = {
    "least_reliability": (
        "for a member with a reliability of at least {least_reliability}, and nobody"
        " who can do step {step!r} has more than {best}",
        "for a reliability of at least {least_reliability}",
        "for more reliable members",
    ),
    "largest_share": (
        "that no member does more than {largest_share} percent of the work",
        "for a smaller share for each member",
    ),
    "apart": ("to keep certain members apart",),
    "required": ("for certain members in the chain",),
    "together": ("for more than can be kept together",),
}
_ITS_MACHINE = "for step {step!r}, with the others as planned, its machine"

#: For each code sentences with fewer and fewer values; the first that can be
#: filled is said. The fields are named as the reason's values.
ENGLISH: dict[Code, tuple[str, ...]] = {
    Code.PRICE_BELOW_COST: (
        "the price of {price} does not pay for the cheapest chain, which costs {cost}"
        " even with the network to itself: {short} too little",
        "the price does not pay for the cheapest chain",
    ),
    Code.NO_CAPABLE_MEMBER: (
        "nobody has the time and the ways to do step {step!r}",
        "no chain of members can make it",
    ),
    Code.POLICY_UNMET: ("the customer asks {rule}",),
    Code.TOO_LATE: (
        "even with the network to itself, call-off {call_off!r} comes at least {days}"
        " days after its latest date: the first machine for step {step!r} ({stage}) is"
        " free {wait} days after it is needed",
        "even with the network to itself, call-off {call_off!r} comes at least {days}"
        " days after its latest date; the longest step is {step!r}",
        "call-off {call_off!r} comes at least {days} days after its latest date",
        "it cannot be complete by its latest date",
    ),
    Code.DISPLACED: (
        "alone it would bring {surplus}; beside the work planned for {by} call-off"
        " {call_off!r} comes at least {days} days after its latest date",
        "alone it would bring {surplus}; beside the work planned for {by} it costs at"
        " least {cost}, and the price is {price}",
        "alone it would bring {surplus}; no room was found for it beside the work"
        " planned for {by}",
        "the machines that it needs do other work",
    ),
    Code.NOT_FOUND: (
        "alone it would bring {surplus}, but no better plan with it was found in the"
        " time given",
        "with a gain of {gain}, it could do step {step!r}; the time given was too short"
        " to find it",
        "no plan with it was found in the time given",
    ),
    Code.EXCLUDED_BY_POLICY: (
        "its reliability is {reliability}, and the customer asks for at least"
        " {least_reliability}",
        "the customer wants it apart from {other!r}, which is in the chain",
        "the customer requires {keeps!r}, which does step {step!r}",
        "with step {step!r} it would have a larger share than the customer allows",
        "the customer's rules leave it out",
    ),
    Code.OTHER_ROUTE: (
        "it can work on the route by {branch!r} only, whose cheapest work costs {more}"
        " more than this plan's",
        "it can work on the route by {branch!r} only, which is not taken",
        "it can work on another route only",
    ),
    Code.UNDER_WAY: ("others have begun the steps that it can do",),
    Code.NO_LINK: ("there is no transport to or from it for step {step!r}",),
    Code.TOOL_AWAY: ("tool {tool!r} for step {step!r} cannot be with it in time",),
    Code.LATER: (
        f"{_ITS_MACHINE} is open and free of older work {{days}} days too late",
        f"{_ITS_MACHINE} has not the time before the horizon",
    ),
    Code.BUSY: (
        f"{_ITS_MACHINE} is free {{days}} days too late, because of other work planned",
        f"{_ITS_MACHINE} does other work planned and has no room for it",
    ),
    Code.DEARER: (
        "it would cost {more} more to do step {step!r}, transport included",
        "it costs more",
    ),
    Code.NO_BETTER: ("it could do step {step!r}, but with no gain",),
    Code.CAN: ("it can do the work, and another was chosen",),
    Code.BORDERLINE: ("it can do the work, but hardly in time",),
    Code.CANNOT: ("it cannot do the work under the customer's rules",),
    Code.OTHER_CHOSEN: ("another offer suited this plan better",),
}

#: Values that are cents.
MONEY = frozenset(("price", "cost", "short", "surplus", "gain", "more"))


class Reason(msgspec.Struct, frozen=True):
    """Why an opportunity is not taken, or a member not in its chain.

    `member` is None when it is about the opportunity itself. `values` are
    named as in the sentences of the code in `ENGLISH`: ids are text, money is
    cents, times are ticks, waits and lateness are days, rounded down. `proven` says
    that it holds in every plan, or for this one with the other steps in place;
    otherwise it is what the search found.
    """

    opportunity: str
    member: str | None
    code: Code
    values: dict[str, Value] = {}
    proven: bool = True

    def english(self) -> str:
        """One sentence that says why."""
        said = {name: _said(name, value) for name, value in self.values.items()}
        if "rule" in self.values:
            said["rule"] = _fill(_RULES[str(self.values["rule"])], said)
        return _fill(ENGLISH[self.code], said)

    def __str__(self) -> str:
        return self.english()


def _fill(sentences: tuple[str, ...], said: Mapping[str, object]) -> str:
    for sentence in sentences[:-1]:
        try:
            return sentence.format(**said)
        except KeyError:
            continue
    return sentences[-1].format(**said)


def _said(name: str, value: Value) -> str | int | float:
    if name in MONEY and isinstance(value, int):
        from grandis.planning.drawing.sentences import money

        return f"EUR {money(value)}"
    if isinstance(value, tuple):
        return ", ".join(map(repr, value)) or "others"
    return value
