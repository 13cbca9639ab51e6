"""The array form of a plain shop, and of a line-up of its steps.

A plain shop aims at the makespan, and a step's place alone says how long the
step takes: lanes are always open and free, they need no changeover, and tools are
always at hand. Then the earliest times follow from the routes that opportunities
take and from the order of the steps on each lane and at each tool, and that is all
there is to search.
"""

from typing import NamedTuple

import numpy as np

from grandis.planning.problem import Opportunity, Policy, Problem, Resource, Step
from grandis.planning.search.arrays import Ints
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.numbering import offsets


class Shop(NamedTuple):
    """A plain shop; steps, places and lanes are numbered as in `Arrays`."""

    release: Ints  # of each step: it cannot start before
    before_ptr: Ints
    before: Ints
    after_ptr: Ints
    after: Ints
    place_ptr: Ints
    place_lane: Ints
    place_duration: Ints
    place_rent: Ints  # of work there, for the time of its lane; see `moves.PARTS`
    line_ptr: Ints  # where each part of `Lineup.line` begins: of lanes, then of tools
    tool_line: Ints  # of each step: which line its tool has; -1: it needs none
    lane_site: Ints
    travel: Ints


class Lineup(NamedTuple):
    """Where each step is done and in which order; kernels change it in place.

    ``line[line_ptr[l] … line_ptr[l] + filled[l]]`` are the steps on lane l in
    their order; behind the lanes come the tools. The *head* of a step is the
    earliest tick it can start at, its *tail* the ticks that must follow its end.
    `order` has all steps, each after those it waits for, and `rank` says where a
    step stands in it.
    """

    place: Ints
    lane: Ints
    duration: Ints
    position: Ints  # on its lane
    turn: Ints  # on the line of its tool
    filled: Ints  # steps on each line
    line: Ints
    head: Ints
    tail: Ints
    order: Ints
    rank: Ints


def is_shop(problem: Problem) -> bool:
    """Whether a problem is a plain shop."""
    return (
        problem.objective == "makespan"
        and any(opportunity.steps for opportunity in problem.opportunities)
        and not problem.begun
        and all(map(_is_plain, problem.resources))
        and all(_is_fixed(problem, o) for o in problem.opportunities)
        and _has_all_links(problem)
        and _has_all_tools(problem)
    )


def _is_plain(resource: Resource) -> bool:
    """Whether nothing but the steps on it says when a resource is free."""
    return not (
        resource.calendar or resource.closed or resource.load or resource.changeover
    )


def _is_fixed(problem: Problem, opportunity: Opportunity) -> bool:
    """Whether only route, time and place are left open, and every step takes time.

    Two steps that take none could wait for each other.
    """
    policy = opportunity.policy
    return not (
        policy.apart
        or policy.required
        or policy.largest_share < 100
        or any(call_off.latest is not None for call_off in opportunity.call_offs)
    ) and all(
        step.makes is None
        and 0 not in [option.duration for option in step.options]
        and _is_allowed(problem, policy, step)
        for step in opportunity.steps
    )


def _is_allowed(problem: Problem, policy: Policy, step: Step) -> bool:
    """Whether somebody who may do a step can."""
    if policy.least_reliability <= 0:
        return bool(step.options)
    members = (problem.member_of(option.resource) for option in step.options)
    return any(
        problem.member[member].reliability >= policy.least_reliability
        for member in members
    )


def _has_all_links(problem: Problem) -> bool:
    """Whether there is transport from everywhere to everywhere."""
    used = {resource.site for resource in problem.resources}
    return all((a, b) in problem.link for a in used for b in used if a != b)


def _has_all_tools(problem: Problem) -> bool:
    """Whether every tool that is used is ready, and need never travel."""
    used = {s.tool for o in problem.opportunities for s in o.steps if s.tool}
    sites = {resource.site for resource in problem.resources}
    return all(
        tool.ready <= problem.now and {tool.site} == sites
        for tool in problem.tools
        if tool.id in used
    )


def shop_of(compiled: Compiled) -> Shop:
    """The plain shop that a problem is (see `is_shop`)."""
    a = compiled.arrays
    steps = len(a.step_opportunity)
    waiting = np.repeat(np.arange(steps), np.diff(a.before_ptr))
    waits_for_it = np.bincount(a.before, minlength=steps)
    users = np.bincount(a.tool[a.tool >= 0], minlength=len(compiled.numbering.tool))
    return Shop(
        release=np.maximum(a.now, a.release[a.step_opportunity]),
        before_ptr=a.before_ptr,
        before=a.before,
        after_ptr=offsets(waits_for_it),
        after=waiting[np.argsort(a.before, kind="stable")],
        place_ptr=a.place_ptr,
        place_lane=a.place_lane,
        place_duration=a.place_duration,
        place_rent=np.zeros(len(a.place_duration), np.int64),
        line_ptr=np.concatenate([a.item_ptr, a.item_ptr[-1] + np.cumsum(users)]),
        tool_line=np.where(a.tool < 0, -1, len(a.lane_site) + a.tool),
        lane_site=a.lane_site,
        travel=a.travel,
    )


def new_lineup(shop: Shop) -> Lineup:
    """A line-up in which no step stands anywhere yet."""
    steps = len(shop.release)
    return Lineup(
        place=np.zeros(steps, np.int64),
        lane=np.zeros(steps, np.int64),
        duration=np.zeros(steps, np.int64),
        position=np.zeros(steps, np.int64),
        turn=np.zeros(steps, np.int64),
        filled=np.zeros(len(shop.line_ptr) - 1, np.int64),
        line=np.zeros(int(shop.line_ptr[-1]), np.int64),
        head=np.zeros(steps, np.int64),
        tail=np.zeros(steps, np.int64),
        order=np.arange(steps),
        rank=np.arange(steps),
    )
