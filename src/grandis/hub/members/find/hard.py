"""Hard limits: whether a resource can take what is asked, never by an average.

They are necessary conditions. Whether a press really makes a part is worked out
by `grandis.processes.fit` when a part is quoted.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from math import inf
from typing import Any

from django.db.models import Q
from django.db.models.lookups import GreaterThanOrEqual, IsNull

from grandis.hub.members.find.asking import Reason, Wanted, because
from grandis.hub.members.find.entered import Entered
from grandis.hub.members.limits import limits_of
from grandis.processes.materials import runs_in
from grandis.processes.names import PRODUCTION

#: The limits between which a part must find room, in any position.
ROOM = (
    ("tie_bar_long", "tie_bar_short", "opening"),
    ("profile_long", "profile_short"),
    ("forming_long", "forming_short", "depth"),
    ("build_long", "build_middle", "build_short"),
    ("head",),
)
NOT_ENTERED = "limit_not_entered"


def limits_asked(wanted: Wanted) -> list[str]:
    """The names of the limits that are compared with what is wanted."""
    sizes = {
        ("clamp",): wanted.clamp,
        ("shot",): wanted.shot,
        ("container_least", "container_most"): wanted.container,
        tuple(name for room in ROOM for name in room): wanted.envelope,
    }
    return [name for names, need in sizes.items() if need is not None for name in names]


def not_ruled_out(wanted: Wanted) -> Q:
    """Resources that a limit does not rule out, as far as a database can tell.

    A limit that was not entered rules nothing out: it is asked.
    """
    rows = Q()
    for name, need in wanted.least:
        limit = Entered(name)
        rows &= Q(GreaterThanOrEqual(limit, need)) | Q(IsNull(limit, True))
    return rows


def checked(
    wanted: Wanted, process: str, limits: Mapping[str, Any], materials: Sequence[str]
) -> list[Reason] | None:
    """What was checked of a resource; None when it cannot do what is asked."""
    reasons: list[Reason] = []
    for answer in _answers(wanted, process, limits, materials):
        if answer is None:
            return None
        reasons.append(answer)
    return reasons


Answers = Iterator[Reason | None]


def _answers(
    wanted: Wanted, process: str, limits: Mapping[str, Any], materials: Sequence[str]
) -> Answers:
    known = _known(process)
    if wanted.material:
        yield _material(wanted.material, process, materials)
    if wanted.envelope is not None:
        yield from _envelope(wanted.envelope, limits, known)
    for name, need in wanted.least:
        yield _limit(name, need, limits, known)
    if wanted.container is not None:
        yield _limit("container_least", wanted.container, limits, known, least=True)


@cache
def _known(process: str) -> frozenset[str]:
    """The names of the limits that a process knows."""
    return frozenset(limit.name for limit in limits_of(process))


def _material(material: str, process: str, listed: Sequence[str]) -> Reason | None:
    if listed:
        if material not in listed:
            return None
        return because("material_listed", material=material)
    if process not in PRODUCTION:
        return None
    answer = runs_in(material, process).answer
    if answer == "no":
        return None
    return because("material_by_process", material=material, answer=answer)


def _limit(
    name: str,
    need: float,
    limits: Mapping[str, Any],
    known: Set[str],
    *,
    least: bool = False,
) -> Reason | None:
    if name not in known:
        return None
    have = limits.get(name)
    if have is None:
        return because(NOT_ENTERED, limit=name)
    if (need < have) if least else (need > have):
        return None
    return because("limit_met", limit=name, need=need, have=have)


def _envelope(
    sides: tuple[float, float, float], limits: Mapping[str, Any], known: Set[str]
) -> Answers:
    """A box fits into another in some position if it does side by side, sorted."""
    room = next((names for names in ROOM if names[0] in known), None)
    if room is None:
        yield None
        return
    spaces = {name: limits.get(name) for name in room}
    unknown = [name for name, space in spaces.items() if space is None]
    free = sorted([*(space or inf for space in spaces.values()), inf, inf][:3])
    if any(side > space for side, space in zip(sorted(sides), free, strict=True)):
        yield None
        return
    if len(unknown) < len(room):
        yield because("room", sides=sides, limits=spaces)
    for name in unknown:
        yield because(NOT_ENTERED, limit=name)
