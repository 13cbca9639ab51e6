"""Begin a search with a plan that stands already."""

from grandis.planning.plan import Assignment, Taken
from grandis.planning.search.arrays import Arrays, State
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.insertion import book, withdraw
from grandis.planning.search.lanes import put

#: The opportunities taken and who does what when, as `Compiled.decode` gives them.
Standing = tuple[tuple[Taken, ...], tuple[Assignment, ...]]


def resume(
    compiled: Compiled, a: Arrays, s: State, state: State, standing: Standing
) -> None:
    """Put a plan into an empty state; `a` and `s` are the boxes for kernels.

    An opportunity that has no place any more (no such route or option, or no lane
    of a team that is free all the time) is left out.
    """
    n = compiled.numbering
    taken, assignments = standing
    routes = {n.opportunity[t.opportunity]: _route(compiled, t) for t in taken}
    lost = {j for j, route in routes.items() if route < 0}
    for work in sorted(assignments, key=lambda w: (w.start, w.end)):
        j = n.opportunity[work.opportunity]
        step = n.step[work.opportunity, work.step]
        if j in lost or j not in routes or state.place[step] == -2:
            continue
        place = _place(compiled, state, step, work)
        if place < 0:
            lost.add(j)
        else:
            put(a, s, step, place, work.start, work.end)
    for j, route in routes.items():
        if j in lost:
            withdraw(a, s, j)
        else:
            book(a, s, j, route)


def _route(compiled: Compiled, taken: Taken) -> int:
    """The number of the route by which an opportunity is taken; -1: not known."""
    j = compiled.numbering.opportunity[taken.opportunity]
    chosen = frozenset(taken.branches)
    for number, (branches, _) in enumerate(compiled.routes[j]):
        if branches == chosen:
            return int(compiled.arrays.route_ptr[j]) + number
    return -1


def _place(compiled: Compiled, state: State, step: int, work: Assignment) -> int:
    """A place for this work at its time; -1: there is none."""
    a, n = compiled.arrays, compiled.numbering
    options = n.steps[step][1].options
    for place in range(a.place_ptr[step], a.place_ptr[step + 1]):
        if options[a.place_option[place]].resource == work.resource and _is_free(
            compiled, state, int(a.place_lane[place]), work
        ):
            return place
    return -1


def _is_free(compiled: Compiled, state: State, lane: int, work: Assignment) -> bool:
    """Whether nothing holds a lane during some work."""
    first = int(compiled.arrays.item_ptr[lane])
    held = slice(first, first + int(state.items[lane]))
    return not bool(
        (
            (state.item_start[held] < work.end) & (state.item_end[held] > work.setup)
        ).any()
    )
