"""The rows of a Gantt chart: members, their resources, and lanes for overlaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from grandis.errors import InputError
from grandis.planning.drawing.scene import Scene
from grandis.planning.plan import Assignment
from grandis.planning.problem import Member, Resource


@dataclass(frozen=True)
class Row:
    """A resource and its work; assignments in one lane do not overlap."""

    resource: Resource
    lanes: tuple[tuple[Assignment, ...], ...]


@dataclass(frozen=True)
class Group:
    """A member and its resources that have work."""

    member: Member
    rows: tuple[Row, ...]


def groups(
    scene: Scene, members: Collection[str] | None, begin: float, end: float
) -> list[Group]:
    """The members, of those named, with work between two ticks."""
    _check_members(scene, members)
    by_resource: dict[str, list[Assignment]] = {}
    for assignment in scene.shown:
        if _within(assignment, begin, end):
            by_resource.setdefault(assignment.resource, []).append(assignment)
    rows: dict[str, list[Row]] = {}
    for resource in scene.problem.resources:
        member = scene.problem.site[resource.site].member
        if resource.id in by_resource and (members is None or member in members):
            row = Row(resource, lanes(by_resource[resource.id]))
            rows.setdefault(member, []).append(row)
    return [
        Group(member, tuple(rows[member.id]))
        for member in scene.problem.members
        if member.id in rows
    ]


def lanes(assignments: Iterable[Assignment]) -> tuple[tuple[Assignment, ...], ...]:
    """`assignments`, sorted by when they begin, dealt into as few lanes as needed."""
    found: list[list[Assignment]] = []
    for assignment in assignments:
        for lane in found:
            if lane[-1].end <= assignment.setup:
                lane.append(assignment)
                break
        else:
            found.append([assignment])
    return tuple(map(tuple, found))


def assignments_of(found: Sequence[Group]) -> list[Assignment]:
    """Everything that the rows of some groups hold."""
    return [a for g in found for row in g.rows for lane in row.lanes for a in lane]


def _within(assignment: Assignment, begin: float, end: float) -> bool:
    """Whether some of it is inside; work without duration may lie on the edge."""
    if assignment.start == assignment.end and begin <= assignment.end <= end:
        return True
    return assignment.setup < end and assignment.end > begin


def _check_members(scene: Scene, members: Collection[str] | None) -> None:
    for member in members or ():
        if member not in scene.problem.member:
            raise InputError(
                f"gantt: there is no member {member!r} in the problem; "
                "name members by their id"
            )
