"""Which opportunities, which branches, which options, and what the policy asks."""

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Expr, Literal, Work
from grandis.planning.problem import Opportunity, Problem


def exactly_one_branch_of_every_active_choice(
    model: cp_model.CpModel, opportunity: Opportunity, taken: Literal
) -> dict[str | None, Literal]:
    """Literals of the branches; None stands for every route."""
    active: dict[str | None, Literal] = {None: taken}
    for choice in opportunity.choices:
        for branch in choice.branches:
            active[branch] = model.new_bool_var("")
    for choice in opportunity.choices:
        branches = [active[branch] for branch in choice.branches]
        model.add(sum(branches) == active[choice.within])
    return active


def the_route_includes_what_has_begun(
    model: cp_model.CpModel,
    active: dict[str | None, Literal],
    works: list[Work],
) -> None:
    """If the opportunity is taken."""
    for work in works:
        if work.begun and work.step.branch:
            model.add_implication(active[None], active[work.step.branch])


class Chain:
    """Who does which part of an opportunity, and for how much."""

    def __init__(self, problem: Problem, works: list[Work], taken: Literal) -> None:
        self.taken = taken
        self.parts: dict[str, list[tuple[Literal, int]]] = {}
        for work in works:
            if work.begun:
                member = problem.member_of(work.begun.resource)
                self._add(member, taken, work.begun.cost)
            for way in work.ways:
                member = problem.member_of(way.option.resource)
                self._add(member, way.used, way.option.cost)

    def _add(self, member: str, used: Literal, cost: int) -> None:
        self.parts.setdefault(member, []).append((used, cost))

    @property
    def cost(self) -> Expr | int:
        """Of all its steps; nothing when it is not taken."""
        return sum(cost * used for part in self.parts.values() for used, cost in part)

    def keeps_policy(
        self, problem: Problem, model: cp_model.CpModel, opportunity: Opportunity
    ) -> None:
        policy = opportunity.policy
        self._no_member_has_more_than_its_share(model, policy.largest_share)
        for pair in policy.apart:
            self._members_stay_apart(model, *pair)
        for member in policy.required:
            self._member_does_a_step(model, member)
        for member in self.parts:
            if problem.member[member].reliability < policy.least_reliability:
                self._member_does_no_step(model, member)

    def _no_member_has_more_than_its_share(
        self, model: cp_model.CpModel, share: int
    ) -> None:
        if share < 100:
            for part in self.parts.values():
                own = sum(cost * used for used, cost in part)
                model.add(100 * own <= share * self.cost)

    def _members_stay_apart(
        self, model: cp_model.CpModel, first: str, second: str
    ) -> None:
        one, other = self.parts.get(first, ()), self.parts.get(second, ())
        if one and other:
            here = model.new_bool_var("")
            model.add_bool_and([~used for used, _ in other]).only_enforce_if(here)
            model.add_bool_and([~used for used, _ in one]).only_enforce_if(~here)

    def _member_does_a_step(self, model: cp_model.CpModel, member: str) -> None:
        part = self.parts.get(member, ())
        model.add_bool_or([*(used for used, _ in part), ~self.taken])

    def _member_does_no_step(self, model: cp_model.CpModel, member: str) -> None:
        model.add_bool_and([~used for used, _ in self.parts[member]])
