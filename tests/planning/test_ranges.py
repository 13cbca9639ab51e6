"""Ranges of starts that are kept for prices to look closer."""

import numpy as np
from msgspec.structs import replace
from tests.planning.test_relaxation import job, one_press

from grandis.planning.search.compiling import Compiled
from grandis.planning.search.priced.market import Market
from grandis.planning.search.priced.ranges import kept_ranges


def two_days() -> Market:
    """A job of 20 ticks; starting on the first day it may end on the second."""
    problem = replace(one_press(job("a", 20, latest=90)), horizon=48)
    return Market(Compiled(problem), thorough=True)


def test_a_range_is_kept_as_a_whole_or_not_at_all() -> None:
    menu = two_days().menu
    assert menu.start[:3].tolist() == [0, 4, 23]
    assert set(menu.last[:3].tolist()) == {23}
    keep = np.zeros(len(menu.cost), np.bool_)
    keep[2] = True

    kept = kept_ranges(menu, keep, np.zeros_like(keep), 1)

    assert kept.range_ptr.tolist() == [0, 1]
    assert (kept.first.tolist(), kept.last.tolist()) == ([0], [23])


def test_what_is_cut_has_a_range_for_every_tick() -> None:
    market = two_days()
    keep = np.ones(len(market.menu.cost), np.bool_)
    cut = np.arange(len(keep)) == 1

    finer = market.refined(keep, cut).menu

    assert finer.start[finer.last < 24].tolist() == list(range(24))
    assert finer.end[:24].tolist() == list(range(20, 44))
