"""When the work of each node can start: ranges of ticks."""

from typing import NamedTuple

import numpy as np

from grandis.planning.search.arrays import Arrays, Flags, Ints
from grandis.planning.search.boxes import boxed
from grandis.planning.search.numbering import offsets, owners
from grandis.planning.search.priced.arrays import Menu, Priced
from grandis.planning.search.priced.slots import windows


class Ranges(NamedTuple):
    """Work of node n starts from a tick `first` to a tick `last`; -1: never.

    Its ranges are ``range_ptr[n] … range_ptr[n + 1]``, by time.
    """

    range_ptr: Ints
    first: Ints
    last: Ints


def all_ranges(a: Arrays, p: Priced) -> Ranges:
    """One range for every node, by order, dates, working hours and existing load."""
    nodes = int(p.node_ptr[-1])
    soonest, ends, starts = (np.empty(nodes, np.int64) for _ in range(3))
    windows(boxed(a), boxed(p), soonest, ends, starts)
    return Ranges(np.arange(nodes + 1), soonest, starts)


def kept_ranges(m: Menu, keep: Flags, cut: Flags, nodes: int) -> Ranges:
    """When something can start that is kept, for all `nodes` of `Priced`.

    A range is kept as a whole: what starts in between lies between its slots. Where
    one of these is to be `cut`, each tick becomes a range of its own.
    """
    node = owners(m.slot_ptr)
    begins = np.append(True, (np.diff(node) != 0) | (np.diff(m.last) != 0))
    begins = begins[: len(node)]
    number = np.cumsum(begins) - 1
    kept = np.bincount(number, keep) > 0
    apart = np.bincount(number, cut & (np.diff(m.use_ptr) > 0)[m.piece]) > 0
    rows = np.stack([m.place[node][begins], m.start[begins], m.last[begins], apart])
    rows = rows[:, kept]
    rows = rows[:, np.lexsort(rows[1::-1])]
    new = np.append(True, (np.diff(rows[:2]) != 0).any(axis=0))[: rows.shape[1]]
    apart = np.bincount(np.cumsum(new) - 1, rows[3]) > 0
    place, first, last, _ = rows[:, new]
    sizes = np.where(apart, last - first + 1, 1)
    tick = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    first = np.repeat(first, sizes) + tick
    last = np.where(np.repeat(apart, sizes), first, np.repeat(last, sizes))
    counts = np.bincount(np.repeat(place, sizes), minlength=nodes)
    return Ranges(offsets(counts), first, last)
