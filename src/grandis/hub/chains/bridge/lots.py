"""The deliveries of a schedule as lots of one opportunity.

Design, prototypes and tools are made once; all other steps are done for each lot, in
the hours that a lot of its size takes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from grandis.hub.market.models import CallOff

#: More lots than these are not planned for one opportunity: neighbours are joined.
MOST = 12
#: Steps that are done once; so is whatever makes a tool.
ONCE = frozenset({"design", "prototype"})

Values = dict[str, Any]
#: The steps of a route for so many pieces, by id.
StepsFor = Callable[[int], Mapping[str, Values]]


class Lot(NamedTuple):
    """Pieces that are made at once and ready for a day."""

    number: int
    pieces: int
    due: date
    latest: date | None

    def step(self, id_: str) -> str:
        """What a step is called when it is done for this lot."""
        return f"{id_[:90]} #{self.number}"


def lots_of(call_offs: Sequence[CallOff]) -> list[Lot]:
    """A lot for each delivery, the earliest first; of very many, for some together."""
    size = -(-len(call_offs) // MOST) or 1
    heaps = [call_offs[n : n + size] for n in range(0, len(call_offs), size)]
    return [_lot(number, heap) for number, heap in enumerate(heaps, 1)]


def _lot(number: int, heap: Sequence[CallOff]) -> Lot:
    latest = [each.latest for each in heap if each.latest]
    return Lot(
        number,
        sum(each.quantity for each in heap),
        min(each.due for each in heap),
        min(latest, default=None),
    )


def number_of(step: str) -> int | None:
    """For which lot a step is done; None if for all of them."""
    _id, mark, number = step.rpartition(" #")
    return int(number) if mark and number.isdecimal() else None


def in_lots(
    steps: Sequence[Values], lots: Sequence[Lot], steps_for: StepsFor
) -> list[Values]:
    """The steps of all pieces at once, as they are done lot by lot."""
    once = {s["id"] for s in steps if s["id"] in ONCE or s.get("makes")}
    pieces = sum(lot.pieces for lot in lots)
    first = lots[0]
    done = [
        step | {"after": [_named(id_, once, first) for id_ in step["after"]]}
        for step in steps
        if step["id"] in once
    ]
    for lot in lots:
        same_size = steps_for(lot.pieces)
        for step in steps:
            if step["id"] in once:
                continue
            known = same_size.get(step["id"], {"options": ()})["options"]
            name = lot.step(step["id"])
            done.append(
                step
                | {
                    "id": name,
                    "name": name,
                    "after": [_named(id_, once, lot) for id_ in step["after"]],
                    "options": _options(step, known, lot.pieces / pieces),
                }
            )
    return done


def _named(step: str, once: set[str], lot: Lot) -> str:
    return step if step in once else lot.step(step)


def _options(step: Values, known: Sequence[Values], part: float) -> list[Values]:
    """What a lot takes on each machine: as if it were quoted alone, else its part."""
    alone = {option["resource"]: option for option in known}
    return [
        alone.get(option["resource"])
        or option
        | {
            "duration": max(1, -int(-option["duration"] * part // 1)),
            "cost": round(option["cost"] * part),
        }
        for option in step["options"]
    ]
