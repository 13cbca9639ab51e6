"""Those who use a tool one after the other, as a chain of stages.

Two stages that look up to the same one, of which one has the tool just after the
other, may lie at the same time where each only comes after what is above. In a chain
the second looks up to the first. What it works on still comes from above; so that the
fare from there is known, its nodes stand once for every site where that can be.
"""

import numpy as np

from grandis.planning.search.arrays import Ints
from grandis.planning.search.numbering import all_of, offsets, owners
from grandis.planning.search.priced.arrays import Menu


def chained(m: Menu) -> Menu:
    """A menu with chains instead, without tables."""
    above = m.up[np.maximum(m.follows, 0)]
    behind = (m.follows >= 0) & (m.up >= 0) & (above == m.up) & (m.later == 1)
    behind &= m.later[m.follows] == 1
    up = np.where(behind, m.follows, m.up)
    linked = behind.copy()
    linked[m.follows[behind]] = True
    picks, origin = _by_origin(m, np.where(linked, m.up, -1))
    slots = all_of(m.slot_ptr, picks)
    return m._replace(
        order=_upwards(up, owners(m.stage_ptr)),
        up=up,
        behind=behind.astype(np.int64),
        node_ptr=offsets(np.bincount(owners(m.node_ptr)[picks], minlength=len(up))),
        place=m.place[picks],
        way=m.way[picks],
        site=m.site[picks],
        origin=origin,
        slot_ptr=offsets(np.diff(m.slot_ptr)[picks]),
        cost=m.cost[slots],
        start=m.start[slots],
        end=m.end[slots],
        last=m.last[slots],
        piece=m.piece[slots],
    )


def _by_origin(m: Menu, centre: Ints) -> tuple[Ints, Ints]:
    """Every node once for each site of the stage it comes from, and those sites."""
    picks, origins = [], []
    for node, stage in enumerate(owners(m.node_ptr).tolist()):
        sites = [-1]
        if centre[stage] >= 0:
            low, high = m.node_ptr[centre[stage]], m.node_ptr[centre[stage] + 1]
            sites = np.unique(m.site[low:high]).tolist()
        picks += [node] * len(sites)
        origins += sites
    return np.array(picks, np.int64), np.array(origins, np.int64)


def _upwards(up: Ints, route: Ints) -> Ints:
    """The stages of each route, each before the one it looks up to."""
    depth, at = np.zeros_like(up), up
    while (at >= 0).any():
        depth += at >= 0
        at = np.where(at >= 0, up[at], -1)
    return np.lexsort((-depth, route))
