"""How long a machine takes to change from one work to the next."""

from collections.abc import Iterable

from grandis.planning.problem import Change, Changeover, Setup, Step


def changeover(table: Changeover, before: Step | Setup, after: Step) -> int:
    """Ticks from what stands on the machine to what a step needs."""
    ticks = table.tool if _differ(before.tool, after.tool) else 0
    return ticks + max(
        _purge(table.material, table.materials, before.material, after.material),
        _purge(table.colour, table.colours, before.colour, after.colour),
    )


def longest(table: Changeover) -> int:
    """More ticks than this no changeover takes."""
    purges = (c.duration for c in (*table.materials, *table.colours))
    return table.tool + max(table.material, table.colour, *purges)


def _differ(before: str | None, after: str | None) -> bool:
    return bool(before and after and before != after)


def _purge(
    general: int, exceptions: Iterable[Change], before: str | None, after: str | None
) -> int:
    if not _differ(before, after):
        return 0
    for change in exceptions:
        if (change.before, change.after) == (before, after):
            return change.duration
    return general
