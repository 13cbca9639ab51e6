"""What a plan loses at the prices of time, and may lose at most."""

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from grandis.planning.exact.works import Expr, Literal, Way, Work
from grandis.planning.windows import Scope, Stretch


def losses_are_no_more_than_allowed(
    model: cp_model.CpModel,
    scope: Scope,
    taken: Mapping[str, Literal],
    works: Sequence[Work],
) -> None:
    """An opportunity loses what the dearest stretch it uses does, or being refused.

    The solver's own relaxation knows little of who else wants the same time; this
    tells it what prices say of that.
    """
    losses = {name: model.new_int_var(0, scope.allowance, "") for name in taken}
    for name, literal in taken.items():
        model.add(losses[name] >= scope.refusing[name] * (1 - literal))
    for work in works:
        if work.begun:
            continue
        lost = sum(_lost(model, scope, work, way) for way in work.ways)
        model.add(losses[work.opportunity.id] >= lost)
    model.add(sum(losses.values()) <= scope.allowance)


def _lost(model: cp_model.CpModel, scope: Scope, work: Work, way: Way) -> Expr | int:
    """What a way loses, if it is used, by the stretch it lies within."""
    stretches = scope.within[work.opportunity.id, work.step.id, way.option.resource]
    if len(stretches) == 1:
        return stretches[0].loss * way.used
    lies = [model.new_bool_var("") for _ in stretches]
    model.add(sum(lies) == way.used)
    for literal, stretch in zip(lies, stretches, strict=True):
        low, high = _positions(way, stretch)
        model.add_linear_constraint(way.line.position, low, high).only_enforce_if(
            literal
        )
    return sum(
        stretch.loss * literal for literal, stretch in zip(lies, stretches, strict=True)
    )


def _positions(way: Way, stretch: Stretch) -> tuple[int, int]:
    """The first and the last position of its start."""
    hours = way.line.hours
    low = hours.opened_before(stretch.earliest)
    return low, hours.opened_before(stretch.latest) - way.option.duration
