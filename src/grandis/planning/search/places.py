"""Where each step can be done: one place for every lane of every option allowed."""

import numpy as np

from grandis.planning.search.arrays import Ints
from grandis.planning.search.numbering import Numbering, ints, offsets


def place_arrays(n: Numbering) -> dict[str, Ints]:
    """The places of each step, as in `Arrays`."""
    sizes = ints([len(step.options) for _, step in n.steps])
    step = np.repeat(np.arange(len(sizes)), sizes)
    number = np.arange(len(step)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = ints([n.first_lane[option.resource] for option in n.options])
    capacity = ints([lane.capacity for lane in n.lanes])[first]
    capacity[_reliability(n)[first] < _least(n)[step]] = 0
    option = np.repeat(np.arange(len(step)), capacity)
    within = np.arange(len(option)) - np.repeat(
        np.cumsum(capacity) - capacity, capacity
    )
    return {
        "place_ptr": offsets(np.bincount(step[option], minlength=len(sizes))),
        "place_lane": first[option] + within,
        "place_option": number[option],
        "place_duration": n.option_duration[option],
        "place_cost": n.option_cost[option],
    }


def time_values(n: Numbering) -> Ints:
    """Cents that a tick of work costs in the middle of all options, by opportunity."""
    ends = offsets(
        sum(len(s.options) for s in o.steps) for o in n.problem.opportunities
    )
    cost, duration = (
        np.diff(np.concatenate([[0], np.cumsum(values)])[ends])
        for values in (n.option_cost, n.option_duration)
    )
    return cost // np.maximum(1, duration)


def _reliability(n: Numbering) -> np.ndarray:
    """Of the member that owns each lane."""
    return np.array([n.reliability(lane.id) for lane in n.lanes])


def _least(n: Numbering) -> np.ndarray:
    """What the policy asks of whoever does each step."""
    return np.array([o.policy.least_reliability for o, _ in n.steps])
