"""What a plan loses at the prices of time, and may lose at most."""

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Expr, Literal, Way, Work
from grandis.planning.windows import Scope, Stretch


def losses_of(
    model: cp_model.CpModel,
    scope: Scope,
    surplus: Mapping[str, Expr | int],
    works: Sequence[Work],
) -> dict[str, cp_model.IntVar]:
    """An opportunity loses what it brings less than it could, when all rents are paid.

    And as much as the dearest stretch that it uses. The solver's own relaxation knows
    little of who else wants the same time; this tells it what prices say of that.

    Parameters
    ----------
    surplus
        What each opportunity brings in a plan, its rents not paid, by its id.
    """
    losses = {name: model.new_int_var(0, scope.left_to(name), "") for name in surplus}
    rents: dict[str, list[Expr | int]] = {name: [] for name in surplus}
    for work in works:
        name, lost = work.opportunity.id, []
        for way in work.ways:
            for literal, stretch in _lies(model, scope, work, way):
                lost.append(stretch.loss * literal)
                rents[name].append(stretch.rent * literal)
        model.add(losses[name] >= sum(lost))
    for name, brought in surplus.items():
        model.add(losses[name] >= scope.most[name] - brought + sum(rents[name]))
    return losses


def losses_are_no_more_than_allowed(
    model: cp_model.CpModel, scope: Scope, losses: Mapping[str, cp_model.IntVar]
) -> None:
    """All together, and of some that lose together it is known how much at least."""
    model.add(sum(losses.values()) <= scope.allowance)
    for names, lost in scope.together.items():
        model.add(sum(losses[name] for name in names) >= lost)


def _lies(
    model: cp_model.CpModel, scope: Scope, work: Work, way: Way
) -> list[tuple[Literal, Stretch]]:
    """Whether a way is used and lies within each of its stretches."""
    stretches = scope.within[work.opportunity.id, work.step.id, way.option.resource]
    if len(stretches) == 1:
        return [(way.used, stretches[0])]
    lies = [model.new_bool_var("") for _ in stretches]
    model.add(sum(lies) == way.used)
    for literal, stretch in zip(lies, stretches, strict=True):
        low, high = _positions(way, stretch)
        model.add_linear_constraint(way.line.position, low, high).only_enforce_if(
            literal
        )
    return list(zip(lies, stretches, strict=True))


def _positions(way: Way, stretch: Stretch) -> tuple[int, int]:
    """The first and the last position of its start."""
    hours = way.line.hours
    low = hours.opened_before(stretch.earliest)
    return low, hours.opened_before(stretch.latest) - way.option.duration
