"""Fit one more opportunity in beside work that keeps its times."""

from collections.abc import Mapping

import numpy as np

from grandis.planning.search.arrays import Arrays, Ints, State
from grandis.planning.search.boxes import boxed
from grandis.planning.search.chains import MISSING
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.hours import end_of
from grandis.planning.search.insertion import insert
from grandis.planning.search.jit import lean
from grandis.planning.search.lanes import put


@lean
def _stand(a: Arrays, s: State, steps: Ints, starts: Ints) -> None:
    """Put steps that have one place at their starts, in the order given."""
    for i in range(len(steps)):
        step, start = steps[i], starts[i]
        place = a.place_ptr[step]
        hours = a.lane_hours[a.place_lane[place]]
        put(a, s, step, place, start, end_of(a, hours, start, a.place_duration[place]))


@lean
def _insert_first(a: Arrays, s: State) -> bool:
    """Insert the first opportunity at any price."""
    s.energy[0] = MISSING
    return insert(a, s, 0)


def fit(compiled: Compiled, standing: Mapping[tuple[str, str], int]) -> State | None:
    """The first opportunity beside the rest, where it costs least; None: nowhere.

    Parameters
    ----------
    compiled
        A problem in which every other step has one place.
    standing
        The starts of those that stand, by opportunity and step.
    """
    step = compiled.numbering.step
    in_turn = sorted((start, step[key]) for key, start in standing.items())
    state = compiled.empty_state(0)
    a, s = boxed(compiled.arrays), boxed(state)
    starts = np.array([start for start, _ in in_turn], np.int64)
    _stand(a, s, np.array([number for _, number in in_turn], np.int64), starts)
    return state if _insert_first(a, s) else None
