"""From slots to menus, and smaller menus without what is not worth it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grandis.planning.search.arrays import Arrays, Flags, Floats, Ints
from grandis.planning.search.boxes import boxed
from grandis.planning.search.numbering import owners
from grandis.planning.search.priced.arrays import Menu, Priced, Slots
from grandis.planning.search.priced.compiling import way_of_node
from grandis.planning.search.priced.tables import add_least_fares, fill_table, list_uses
from grandis.planning.search.priced.trees import Trees

#: Classes of work in a gap: so long that one, two or three fit at most.
CLASSES = 3


class Rows(NamedTuple):
    """What is scarce: how much there is of each row, and ticks that a unit stands for.

    The first are the periods, in ticks of work; the others count pieces in gaps.
    """

    holds: Floats
    ticks: Floats


def rows_of(p: Priced) -> Rows:
    """Every period, then `CLASSES` rows for every gap."""
    ticks = _gap_ticks(p).astype(float)
    counts = np.tile(np.arange(1.0, CLASSES + 1), len(ticks))
    return Rows(
        holds=np.concatenate([p.open_ticks.astype(float), counts]),
        ticks=np.concatenate(
            [np.ones(len(p.open_ticks)), np.repeat(ticks, CLASSES) / counts]
        ),
    )


def _gap_ticks(p: Priced) -> Ints:
    """Open ticks of every gap."""
    before = np.concatenate([[0], np.cumsum(p.open_ticks)])
    return before[p.period_ptr[1:]] - before[p.period_ptr[:-1]]


def menu_of(a: Arrays, p: Priced, k: Slots, tree: Trees, machine: Flags) -> Menu:
    """All slots to choose from; `machine` says of each resource if it is one."""
    add_least_fares(boxed(a), boxed(p), boxed(k), a.route_step, tree.dropped)
    way = way_of_node(a.route_step, p)
    pieces = _pieces(a, p, k, way, machine)
    later = np.where(tree.later == 1, np.arange(len(tree.up)), tree.up)
    return Menu(
        route_ptr=a.route_ptr,
        price=a.price.astype(float),
        refused=-a.begun_cost.astype(float),
        stage_ptr=a.route_step_ptr,
        route_cost=p.route_cost,
        order=tree.order,
        up=tree.up,
        follows=p.follows,
        behind=np.zeros_like(tree.up),
        later=tree.later,
        asked=1 - a.begun[a.route_step[later]],
        paid=tree.paid,
        node_ptr=p.node_ptr,
        table_ptr=np.empty(0, np.int64),
        fare_ptr=np.empty(0, np.int64),
        step=a.route_step,
        slot_ptr=k.slot_ptr,
        place=np.arange(len(way)),
        way=way,
        site=p.way_site[way],
        origin=np.full(len(way), -1, np.int64),
        cost=k.cost,
        start=k.start,
        end=k.end,
        last=k.last,
        **pieces._asdict(),
        table=np.empty(0, np.int32),
        fare=np.empty(0),
    )


class _Pieces(NamedTuple):
    """Pieces of work; see `Menu`."""

    piece: NDArray[np.int32]
    piece_ptr: Ints
    use_ptr: Ints
    row: Ints
    amount: Floats


def _pieces(a: Arrays, p: Priced, k: Slots, way: Ints, machine: Flags) -> _Pieces:
    """What starts at the same tick of the same way, after as long a changeover."""
    sizes = np.diff(p.gap_ptr)
    ticks = np.where(np.repeat(machine, sizes), _gap_ticks(p), 0)
    gap_of = np.repeat(np.arange(len(ticks)), np.diff(p.period_ptr))
    way = np.repeat(way, np.diff(k.slot_ptr))
    start, change = k.start.max(initial=0) + 1, k.change.max(initial=0) + 1
    key = (way * start + k.start) * change + k.change
    _, one, piece = np.unique(key, return_index=True, return_inverse=True)
    step = np.searchsorted(p.way_ptr, way[one], side="right") - 1
    opportunity = a.step_opportunity[step]
    some = k._replace(
        slot_ptr=np.empty(0, np.int64),
        **{name: getattr(k, name)[one] for name in Slots._fields[1:]},
    )
    use_ptr = np.zeros(len(one) + 1, np.int64)
    rows, amounts = np.empty(0, np.int64), np.empty(0)
    hours = p.way_hours[way[one]]
    given = boxed(a), boxed(p), boxed(some), hours, gap_of, ticks, CLASSES, use_ptr
    list_uses(*given, rows, amounts)
    rows, amounts = np.empty(use_ptr[-1], np.int64), np.empty(use_ptr[-1])
    list_uses(*given, rows, amounts)
    return _Pieces(
        piece=piece.astype(np.int32),
        piece_ptr=np.searchsorted(opportunity, np.arange(len(a.price) + 1)),
        use_ptr=use_ptr,
        row=rows,
        amount=amounts,
    )


def reduced(m: Menu, keep: Flags, asked: Flags) -> Menu:
    """The menu with these slots only, all of them `lasting`, without tables.

    Of opportunities that are not `asked` no route is left.
    """
    stage_of, route_of = owners(m.node_ptr), owners(m.stage_ptr)
    node_of = owners(m.slot_ptr)
    stages = np.bincount(stage_of[node_of[keep]], minlength=len(m.up)) > 0
    kept = np.bincount(route_of[stages], minlength=len(m.route_cost))
    routes = kept == np.diff(m.stage_ptr)  # where it has none, too
    routes &= asked[owners(m.route_ptr)]
    nodes = np.bincount(node_of[keep], minlength=len(m.way)) > 0
    pieces = np.bincount(m.piece[keep], minlength=len(m.use_ptr) - 1) > 0
    uses = np.repeat(pieces, np.diff(m.use_ptr))
    number = np.cumsum(stages) - 1
    return m._replace(
        route_ptr=_fewer(m.route_ptr, routes),
        stage_ptr=_fewer(m.stage_ptr, stages)[np.append(routes, True)],
        route_cost=m.route_cost[routes],
        order=number[m.order[stages[m.order]]],
        up=np.where(m.up < 0, -1, number[m.up])[stages],
        follows=np.where(m.follows < 0, -1, number[m.follows])[stages],
        behind=m.behind[stages],
        later=m.later[stages],
        asked=m.asked[stages],
        paid=m.paid[stages],
        node_ptr=_fewer(m.node_ptr, nodes)[np.append(stages, True)],
        step=m.step[stages],
        slot_ptr=_fewer(m.slot_ptr, keep)[np.append(nodes, True)],
        place=m.place[nodes],
        way=m.way[nodes],
        site=m.site[nodes],
        origin=m.origin[nodes],
        cost=m.cost[keep],
        start=m.start[keep],
        end=m.end[keep],
        last=m.last[keep],
        piece=(np.cumsum(pieces, dtype=np.int32) - np.int32(1))[m.piece[keep]],
        piece_ptr=_fewer(m.piece_ptr, pieces),
        use_ptr=_fewer(m.use_ptr, uses)[np.append(pieces, True)],
        row=m.row[uses],
        amount=m.amount[uses],
    )


def lasting(m: Menu, keep: Flags) -> Flags:
    """The slots to keep, without those of routes of which a stage has none left."""
    stage_of, route_of = owners(m.node_ptr), owners(m.stage_ptr)
    node_of = owners(m.slot_ptr)
    stages = np.bincount(stage_of[node_of[keep]], minlength=len(m.up)) > 0
    routes = np.bincount(route_of[~stages], minlength=len(m.route_cost)) == 0
    return keep & routes[route_of[stage_of[node_of]]]


def opportunity_of(m: Menu) -> Ints:
    """The opportunity of every slot."""
    by_stage = owners(m.route_ptr)[owners(m.stage_ptr)]
    return by_stage[owners(m.node_ptr)[owners(m.slot_ptr)]]


def joined(menus: Sequence[Menu]) -> Menu:
    """One menu of several, without tables, in the order of their opportunities."""
    first = menus[0]
    stages = np.cumsum([0, *(len(m.up) for m in menus)])
    pieces = np.cumsum([0, *(len(m.use_ptr) - 1 for m in menus)])
    fields: dict[str, Ints | Floats | NDArray[np.int32]] = {}
    for name in Menu._fields:
        parts = [getattr(m, name) for m in menus]
        if name in ("route_ptr", "piece_ptr"):
            fields[name] = np.sum(parts, axis=0)
        elif name in ("price", "refused", "table", "fare", "table_ptr", "fare_ptr"):
            fields[name] = getattr(first, name)
        elif name.endswith("_ptr"):
            sizes = np.concatenate([np.diff(part) for part in parts])
            fields[name] = np.concatenate([[0], np.cumsum(sizes)])
        elif name == "piece":
            moved = [x + n for x, n in zip(parts, pieces, strict=False)]
            fields[name] = np.concatenate(moved).astype(np.int32)
        elif name in ("order", "up", "follows"):
            moved = [
                np.where(x < 0, x, x + n) for x, n in zip(parts, stages, strict=False)
            ]
            fields[name] = np.concatenate(moved)
        else:
            fields[name] = np.concatenate(parts)
    return Menu(**fields)  # type: ignore[arg-type]


def _fewer(ptr: Ints, keep: Flags) -> Ints:
    """Offsets into what is kept."""
    return np.concatenate([[0], np.cumsum(keep)])[ptr]


def with_tables(m: Menu, a: Arrays) -> Menu:
    """The menu with tables for its stages."""
    nodes = np.diff(m.node_ptr)
    slots = m.slot_ptr[m.node_ptr[1:]] - m.slot_ptr[m.node_ptr[:-1]]
    above = m.up >= 0
    entries = np.where(above, slots[m.up] * nodes, 0)
    pairs = np.where(above, nodes[m.up] * nodes, 0)
    table_ptr, fare_ptr = (
        np.concatenate([[0], np.cumsum(x)]) for x in (entries, pairs)
    )
    filled = m._replace(
        table_ptr=table_ptr,
        fare_ptr=fare_ptr,
        table=np.empty(table_ptr[-1], np.int32),
        fare=np.empty(fare_ptr[-1]),
    )
    fill_table(filled, a.travel, a.fare)
    return filled
