"""A tool is at one place at a time, and exists before it is held."""

from dataclasses import replace
from itertools import combinations

from ortools.sat.python import cp_model

from grandis.planning.exact.facts import apart
from grandis.planning.exact.transport import Transport
from grandis.planning.exact.works import Work
from grandis.planning.problem import Tool


def tool_exists_before_it_is_held(
    transport: Transport, tool: Tool, users: list[Work], makers: list[Work]
) -> None:
    """It stands ready at its site, or comes from where an active step made it."""
    model = transport.model
    for user in users:
        if user.begun:
            continue
        if tool.site is None:
            model.add_bool_or([*(m.active for m in makers), ~user.active])
            for maker in makers:
                transport.leaves_time(maker, user, user.hold, [])
            continue
        for site, used in user.places.items():
            ticks = transport.ticks(tool.site, site)
            if ticks is None:
                model.add(used == 0)
            else:
                model.add(user.hold >= tool.ready + ticks).only_enforce_if(used)


def tool_is_at_one_place_at_a_time(transport: Transport, users: list[Work]) -> None:
    """Holds do not overlap and leave time for the way from one to the next.

    Begun steps hold it whether or not their opportunity is taken.
    """
    model = transport.model
    always = model.new_constant(1)
    planned = [user for user in users if user.ways]
    begun = [
        replace(user, active=always, places=dict.fromkeys(user.places, always))
        for user in users
        if user.begun
    ]
    facts = apart((u.begun.setup, u.begun.end) for u in users if u.begun)
    model.add_no_overlap(
        [
            *(_hold(model, user) for user in planned),
            *(model.new_fixed_size_interval_var(a, b - a, "") for a, b in facts),
        ]
    )
    if transport.moves(site for user in users for site in user.places):
        for one, other in combinations([*begun, *planned], 2):
            if not other.begun:
                first = model.new_bool_var("")
                transport.leaves_time(one, other, other.hold, [first])
                transport.leaves_time(other, one, one.hold, [~first])


def _hold(model: cp_model.CpModel, user: Work) -> cp_model.IntervalVar:
    length = model.new_int_var(0, max(way.window.latest for way in user.ways), "")
    return model.new_optional_interval_var(user.hold, length, user.end, user.active, "")
