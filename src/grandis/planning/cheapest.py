"""The cheapest chain on one route under its policy, without times: a small program."""

from collections.abc import Collection, Iterable, Iterator

from ortools.sat.python import cp_model

from grandis.planning.problem import Opportunity, Option, Problem

Expr = cp_model.LinearExprT


class Chains:
    """Who could do the steps of one route, for how much.

    Parameters
    ----------
    options
        By step of the route, the options that count; of a begun step its fact.
    begun
        The steps that have begun; no way to them is asked for.
    rules
        The rules of the policy that count, by field name.
    """

    def __init__(
        self,
        problem: Problem,
        opportunity: Opportunity,
        options: dict[str, list[Option]],
        begun: Collection[str],
        rules: Iterable[str],
    ) -> None:
        self.problem = problem
        self.opportunity = opportunity
        self.options = options
        self.begun = begun
        self.model = cp_model.CpModel()
        self.used = {
            (step, option.resource): self.model.new_bool_var(
                f"{step} {option.resource}"
            )
            for step, some in options.items()
            for option in some
        }
        for step, some in options.items():
            self.model.add(sum(self.used[step, o.resource] for o in some) == 1)
        self._keep_policy(frozenset(rules))
        costs: list[Expr] = [
            option.cost * self.used[step, option.resource]
            for step, some in options.items()
            for option in some
        ]
        self.model.minimize(cp_model.LinearExpr.sum([*costs, *self._transport()]))

    def bound(self, effort: float) -> int | None:
        """The least cost that is proven, in cents; None: there is no such chain."""
        solver = cp_model.CpSolver()
        # Ctrl-C is the caller's; CP-SAT's own handler can abort the program.
        solver.parameters.catch_sigint_signal = False
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = effort
        if solver.solve(self.model) == cp_model.INFEASIBLE:
            return None
        return max(0, round(solver.best_objective_bound))

    def _transport(self) -> Iterator[Expr]:
        """Cost of each trip that the choice of options brings about."""
        for step in self.opportunity.steps:
            for before in step.after:
                if step.id in self.options and before in self.options:
                    yield from self._trips(before, step.id)

    def _trips(self, before: str, after: str) -> Iterator[Expr]:
        origins, destinations = self._at(before), self._at(after)
        for u, here in origins.items():
            for v, there in destinations.items():
                if u == v:
                    continue
                link = self.problem.link.get((u, v))
                if link is None and after not in self.begun:
                    self.model.add(sum(here) + sum(there) <= 1)
                elif link and link.cost:
                    trip = self.model.new_bool_var("")
                    self.model.add(trip >= sum(here) + sum(there) - 1)
                    yield link.cost * trip

    def _at(self, step: str) -> dict[str, list[cp_model.IntVar]]:
        """By site, the choices that put the step there."""
        found: dict[str, list[cp_model.IntVar]] = {}
        for option in self.options[step]:
            site = self.problem.resource[option.resource].site
            found.setdefault(site, []).append(self.used[step, option.resource])
        return found

    def _keep_policy(self, rules: frozenset[str]) -> None:
        policy = self.opportunity.policy
        costs: dict[str, list[Expr]] = {}
        works: dict[str, list[cp_model.IntVar]] = {}
        for step, some in self.options.items():
            for option in some:
                member = self.problem.member_of(option.resource)
                used = self.used[step, option.resource]
                costs.setdefault(member, []).append(option.cost * used)
                works.setdefault(member, []).append(used)
        total = sum(cost for some in costs.values() for cost in some)
        if "largest_share" in rules:
            for own in costs.values():
                self.model.add(100 * sum(own) <= policy.largest_share * total)
        if "required" in rules:
            for member in policy.required:
                self.model.add_bool_or(works.get(member, []))
        if "apart" in rules:
            for one, other in policy.apart:
                for a in works.get(one, []):
                    for b in works.get(other, []):
                        self.model.add_bool_or(~a, ~b)
