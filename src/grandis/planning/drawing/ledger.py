"""The opportunities of a plan as tables: taken with what they earn, and refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from grandis.planning.accounts import Account
from grandis.planning.drawing.deadlines import Deadline, completion
from grandis.planning.drawing.language import Language
from grandis.planning.drawing.scene import Scene, named, shorten, spoken, titled
from grandis.planning.drawing.sentences import days_late, money
from grandis.planning.drawing.svg import Markup, element, escape
from grandis.planning.drawing.tables import Column, stacked, table
from grandis.planning.plan import Assignment
from grandis.planning.problem import Opportunity


class Reason(Protocol):
    """Why an opportunity is not taken, or a member not chosen for it."""

    @property
    def opportunity(self) -> str: ...

    @property
    def member(self) -> str | None: ...

    def english(self) -> str: ...


@dataclass(frozen=True)
class Ledger:
    """Writes the tables; `work` holds assignments by opportunity, by start."""

    scene: Scene
    accounts: Mapping[str, Account]
    work: Mapping[str, Sequence[Assignment]]
    language: Language

    def taken(
        self, opportunities: Sequence[Opportunity], anchor: Mapping[str, str]
    ) -> Markup:
        """Route, chain, dates and money of each opportunity that is made."""
        columns = [
            Column("Opportunity"),
            Column("Route and chain"),
            Column("Done", "date"),
            Column("Due", "date"),
        ]
        rows = [self._dates(o, anchor[o.id]) for o in opportunities]
        if not self._has_money():
            return table("Opportunities taken", columns, rows)
        columns += [Column(text, "figures") for text in _MONEY]
        for row, opportunity in zip(rows, opportunities, strict=True):
            row += _amounts([self.accounts[opportunity.id]])
        caption = "Opportunities taken; money in EUR"
        return table(caption, columns, rows, list(self._totals()))

    def refused(
        self, opportunities: Sequence[Opportunity], reasons: Iterable[Reason]
    ) -> Markup:
        """Price offered and reason of each opportunity that is not made."""
        why: dict[str, list[str]] = {}
        for reason in reasons:
            if reason.member is None:
                why.setdefault(reason.opportunity, []).append(reason.english())
        columns = [
            Column("Opportunity"),
            Column("Why"),
            Column("Price offered", "figures"),
            Column("Already spent", "figures"),
        ]
        rows = [
            [
                titled(o),
                stacked(
                    shorten(text) for text in why.get(o.id, ["No reason recorded."])
                ),
                money(o.price),
                money(sum(a.cost for a in self.work.get(o.id, ()))),
            ]
            for o in opportunities
        ]
        return table("Opportunities not taken; money in EUR", columns, rows)

    def _dates(self, opportunity: Opportunity, anchor: str) -> list[str]:
        grid = self.scene.problem.grid
        done = self.accounts[opportunity.id].finish
        return [
            element("a", titled(opportunity), href=f"#{anchor}"),
            self._route(opportunity),
            self.language.day(grid.time(done)),
            stacked(self._due(opportunity)) or "no date",
        ]

    def _route(self, opportunity: Opportunity) -> Markup:
        """The branches taken and the members that work, in order."""
        taken = next(
            t for t in self.scene.plan.taken if t.opportunity == opportunity.id
        )
        lines = [chain(self.scene, self.work.get(opportunity.id, ()))]
        if taken.branches:
            lines.insert(0, "Route: " + ", ".join(map(spoken, taken.branches)))
        return stacked(lines)

    def _due(self, opportunity: Opportunity) -> Iterator[Markup]:
        problem = self.scene.problem
        for call_off in opportunity.call_offs:
            done = completion(self.scene, opportunity, call_off)
            date = self.language.day_until(problem.grid.time(call_off.due))
            if Deadline(opportunity, call_off, done).late:
                late = days_late(problem, done - call_off.due)
                yield stacked([date, element("span", late, class_="late")])
            else:
                yield escape(date)

    def _has_money(self) -> bool:
        return any(a.price or a.work or a.late_cost for a in self.accounts.values())

    def _totals(self) -> Iterator[list[str]]:
        yield ["All taken", "", "", "", *_amounts(list(self.accounts.values()))]
        sunk = sum(
            b.cost
            for b in self.scene.problem.begun
            if b.opportunity not in self.accounts
        )
        if sunk:
            total = sum(a.surplus for a in self.accounts.values()) - sunk
            yield ["Begun work of others", *[""] * 4, money(sunk), "", "", money(-sunk)]
            yield ["Together", *[""] * 7, money(total)]


_MONEY = ("Price", "Work", "Transport", "Lateness", "Surplus")


def _amounts(there: Sequence[Account]) -> list[str]:
    """The money of some accounts together."""
    return [
        money(sum(a.price for a in there)),
        money(sum(a.work for a in there)),
        money(sum(a.transport for a in there)),
        money(sum(a.late_cost for a in there)),
        money(sum(a.surplus for a in there)),
    ]


def chain(scene: Scene, work: Iterable[Assignment]) -> str:
    """The members of a chain in the order in which they begin."""
    members = dict.fromkeys(scene.member(a) for a in work)
    return " → ".join(named(member) for member in members)
