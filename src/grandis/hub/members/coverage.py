"""The value-chain matrix: which member serves which stage, how deep, and gaps.

Counted from published resources, expertise and research offers that the viewer
may see; the same for everybody inside the cluster.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from django.db.models import Count, QuerySet

from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.members.enums import Stage
from grandis.hub.members.find.asking import Member
from grandis.hub.members.find.search import members_of
from grandis.hub.members.models import Expertise, ResearchOffer, Resource

Gap = Literal["nobody", "one", ""]


class Cell(NamedTuple):
    """What one member has for one stage."""

    stage: Stage
    organisation: Member
    resources: int
    expertise: int

    @property
    def depth(self) -> int:
        """How many resources, expertise and offers together."""
        return self.resources + self.expertise


@dataclass(frozen=True)
class Row:
    """One stage: a cell for each member, in the order of the matrix' members."""

    stage: Stage
    cells: tuple[Cell, ...]

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """The depth of each cell."""
        return tuple(cell.depth for cell in self.cells)

    @cached_property
    def serving(self) -> tuple[Member, ...]:
        """The members that serve the stage."""
        cells = zip(self.cells, self.depths, strict=True)
        return tuple(cell.organisation for cell, depth in cells if depth)

    @property
    def depth(self) -> int:
        """The depth of all members together."""
        return sum(self.depths)

    @property
    def gap(self) -> Gap:
        """``nobody`` serves the stage, or ``one`` member alone does."""
        if not self.serving:
            return "nobody"
        return "one" if len(self.serving) == 1 else ""


@dataclass(frozen=True)
class Coverage:
    """The eight stages × the members in the order of their names."""

    members: tuple[Member, ...]
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The stages that nobody serves, or one member alone."""
        return tuple(row for row in self.rows if row.gap)

    @cached_property
    def greatest(self) -> int:
        """The greatest depth of a cell, for the picture's scale."""
        return max((depth for row in self.rows for depth in row.depths), default=0)


def coverage(viewer: Viewer) -> Coverage:
    """The matrix of the viewer's cluster."""
    members = members_of(viewer)
    resources = _counted(see(viewer, Resource).filter(published=True))
    expertise = _counted(see(viewer, Expertise)) + _counted(see(viewer, ResearchOffer))
    rows = (
        Row(
            stage,
            tuple(
                Cell(
                    stage,
                    each,
                    resources.get((each.pk, stage), 0),
                    expertise.get((each.pk, stage), 0),
                )
                for each in members
            ),
        )
        for stage in Stage
    )
    return Coverage(members, tuple(rows))


def _counted(
    rows: "QuerySet[Resource] | QuerySet[Expertise] | QuerySet[ResearchOffer]",
) -> Counter[tuple[int, str]]:
    counted = (
        rows.order_by().values_list("organisation", "stage").annotate(n=Count("pk"))
    )
    return Counter({(pk, stage): n for pk, stage, n in counted})
