"""A whole plan as one HTML page that needs nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from grandis.planning.accounts import Account, accounts
from grandis.planning.drawing import sentences
from grandis.planning.drawing.chainmap import chain_map
from grandis.planning.drawing.gantt import gantt
from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.ledger import Ledger, Reason, chain
from grandis.planning.drawing.networkmap import network_map
from grandis.planning.drawing.rows import Group, groups
from grandis.planning.drawing.scene import Scene, named, shorten, titled
from grandis.planning.drawing.sentences import plural
from grandis.planning.drawing.sheet import SHEET
from grandis.planning.drawing.svg import Markup, element, join
from grandis.planning.drawing.tables import Column, scroll, table
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Opportunity, Problem

#: Rows of a Gantt chart that are still legible on one printed page.
_ROWS_ON_A_PAGE = 20


def report(
    problem: Problem,
    plan: Plan,
    reasons: Sequence[Reason] = (),
    *,
    title: str = "",
    language: Language = ENGLISH,
) -> str:
    """Write a plan as an HTML page: figures, pictures, tables and reasons.

    It shows the prices and costs of everybody and all reasons in full: it is
    for whoever may see the whole planning problem, and nobody else.

    Parameters
    ----------
    reasons
        Why opportunities are not taken (`member` None) or members not chosen.
    title
        The heading; without it the problem's name.
    language
        The words and the time zone of the pictures. The page is in English.

    Returns
    -------
    str
        An HTML 5 document without script and without any other file.
    """
    page = _Page(Scene(problem, plan), tuple(reasons), language)
    heading = shorten(title or problem.name or "Plan")
    return page.document(heading)


@dataclass(frozen=True)
class _Page:
    """Puts the sections of the page one below the other."""

    scene: Scene
    reasons: tuple[Reason, ...]
    language: Language

    @cached_property
    def accounts(self) -> dict[str, Account]:
        plan = self.scene.plan
        return accounts(self.scene.problem, plan.taken, plan.assignments)

    @cached_property
    def taken(self) -> list[Opportunity]:
        ids = self.scene.plan.taken_ids
        return [o for o in self.scene.problem.opportunities if o.id in ids]

    @cached_property
    def refused(self) -> list[Opportunity]:
        ids = self.scene.plan.taken_ids
        return [o for o in self.scene.problem.opportunities if o.id not in ids]

    @cached_property
    def work(self) -> dict[str, list[Assignment]]:
        """Assignments by opportunity, in the order of their start."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.scene.shown:
            found.setdefault(assignment.opportunity, []).append(assignment)
        return found

    @cached_property
    def anchor(self) -> dict[str, str]:
        """The id on the page of each chain."""
        return {o.id: f"opportunity-{i}" for i, o in enumerate(self.taken, start=1)}

    def document(self, heading: str) -> str:
        sections = [part for part in self._sections() if part is not None]
        links = [
            element("li", element("a", name, href=f"#{key}"))
            for key, name, _ in sections
        ]
        body = element(
            "body",
            element("header", element("h1", heading), self._period(), self._figures()),
            element("nav", element("ul", *links), aria_label="On this page"),
            element("main", *(_section(*part) for part in sections)),
        )
        return "".join(
            (
                '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
                '<meta name="viewport" content="width=device-width,initial-scale=1">\n',
                '<meta http-equiv="Content-Security-Policy" content="default-src ',
                "'none'; style-src 'unsafe-inline'\">\n",
                element("title", heading),
                f"\n<style>{SHEET}</style>\n</head>\n",
                body,
                "\n</html>\n",
            )
        )

    def _sections(self) -> Iterator[tuple[str, str, Markup] | None]:
        """Id, heading and content of each section that has something to say."""
        yield ("taken", "Taken", self._taken()) if self.taken else None
        yield ("not-taken", "Not taken", self._refused()) if self.refused else None
        if self.scene.shown:
            yield "gantt", "Who works when", self._gantt()
            yield "map", "Where the work is done", self._map()
        yield ("chains", "Chains", self._chains()) if self.taken else None
        others = [reason for reason in self.reasons if reason.member is not None]
        yield (
            ("reasons", "Members not chosen", self._reasons(others)) if others else None
        )

    def _period(self) -> Markup:
        """From when to when, in which time zone."""
        problem, say = self.scene.problem, self.language
        parts = [
            plural(len(problem.members), "member"),
            plural(len(problem.resources), "resource"),
            plural(len(problem.opportunities), "opportunity", "opportunities"),
            f"planned from {say.time(problem.grid.time(problem.now))}",
            f"times in {say.zone}",
        ]
        return element("p", ", ".join(parts) + ".", class_="quiet")

    def _figures(self) -> Markup:
        """The headline: value, bound and gap, and how much is taken."""
        problem, plan = self.scene.problem, self.scene.plan
        name, value = sentences.value(problem, plan, self.language)
        members = {self.scene.member(a).id for a in self.scene.shown}
        late = sum(account.tardiness > 0 for account in self.accounts.values())
        taken = f"{len(self.taken):,} of {len(problem.opportunities):,}"
        cards = (
            (name, value, sentences.gap(problem, plan)),
            ("Answer", sentences.status(plan), f"Found in {plan.seconds:,.1f} s."),
            ("Taken", taken, f"{plural(late, 'opportunity', 'opportunities')} late."),
            (
                "At work",
                plural(len(members), "member"),
                f"{plural(len(self.scene.shown), 'step')} planned.",
            ),
        )
        return element(
            "dl", *(_card(*card) for card in cards), class_="figures-of-plan"
        )

    def _ledger(self) -> Ledger:
        return Ledger(self.scene, self.accounts, self.work, self.language)

    def _taken(self) -> Markup:
        return self._ledger().taken(self.taken, self.anchor)

    def _refused(self) -> Markup:
        return self._ledger().refused(self.refused, self.reasons)

    def _gantt(self) -> Markup:
        """Charts of a page each, all over the same time."""
        problem, plan = self.scene.problem, self.scene.plan
        everyone = groups(self.scene, None, 0, problem.horizon)
        return join(
            _figure(
                ", ".join(named(group.member) for group in part),
                gantt(
                    problem,
                    plan,
                    members=[group.member.id for group in part],
                    language=self.language,
                ),
            )
            for part in _pages(everyone)
        )

    def _map(self) -> Markup:
        drawn = network_map(self.scene.problem, self.scene.plan, language=self.language)
        return _figure("Hours of work at each site and hand-overs between sites", drawn)

    def _chains(self) -> Markup:
        return join(self._chain(opportunity) for opportunity in self.taken)

    def _chain(self, opportunity: Opportunity) -> Markup:
        members = chain(self.scene, self.work.get(opportunity.id, ()))
        drawn = chain_map(
            self.scene.problem, self.scene.plan, opportunity.id, language=self.language
        )
        return element(
            "details",
            element("summary", element("strong", titled(opportunity)), f": {members}"),
            # The browser opens a closed element when a link leads inside it.
            element("div", _figure("", drawn), id=self.anchor[opportunity.id]),
        )

    def _reasons(self, reasons: Sequence[Reason]) -> Markup:
        problem = self.scene.problem
        columns = Column("Opportunity"), Column("Why"), Column("Member")
        rows = [
            (
                titled(problem.opportunity[reason.opportunity]),
                shorten(reason.english()),
                named(problem.member[reason.member]),
            )
            for reason in reasons
            if reason.member is not None
        ]
        return table("Why members were not chosen", columns, rows)


def _section(key: str, heading: str, content: Markup) -> Markup:
    attributes = {"aria_labelledby": key}
    return element("section", element("h2", heading, id=key), content, **attributes)


def _card(name: str, value: str, remark: str) -> Markup:
    return element(
        "div",
        element("dt", name),
        element("dd", value, class_="large"),
        element("dd", remark),
    )


def _figure(caption: str, drawn: str) -> Markup:
    label = caption or "Picture"
    said = element("figcaption", caption) if caption else Markup()
    return element("figure", said, scroll(label, Markup(drawn)))


def _pages(everyone: Sequence[Group]) -> Iterator[list[Group]]:
    """Members together as long as their rows fit on a page."""
    page: list[Group] = []
    used = 0
    for group in everyone:
        lanes = 1 + sum(len(row.lanes) for row in group.rows)
        if page and used + lanes > _ROWS_ON_A_PAGE:
            yield page
            page, used = [], 0
        page.append(group)
        used += lanes
    if page:
        yield page
