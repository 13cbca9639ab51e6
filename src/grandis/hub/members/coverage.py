"""The value-chain matrix: which member serves which stage, how deep, and gaps.

Counted from published resources, expertise and research offers that the viewer
may see; the same for everybody inside the cluster.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from django.db.models import Count, QuerySet

from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.members.enums import Stage
from grandis.hub.members.find.search import members_of
from grandis.hub.members.models import Expertise, ResearchOffer, Resource

Gap = Literal["nobody", "one", ""]


class Cell(NamedTuple):
    """What one member has for one stage."""

    stage: Stage
    organisation: Organisation
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
    def serving(self) -> tuple[Organisation, ...]:
        """The members that serve the stage."""
        return tuple(cell.organisation for cell in self.cells if cell.depth)

    @property
    def depth(self) -> int:
        """The depth of all members together."""
        return sum(cell.depth for cell in self.cells)

    @property
    def gap(self) -> Gap:
        """``nobody`` serves the stage, or ``one`` member alone does."""
        if not self.serving:
            return "nobody"
        return "one" if len(self.serving) == 1 else ""


@dataclass(frozen=True)
class Coverage:
    """The eight stages × the members in the order of their names."""

    members: tuple[Organisation, ...]
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> tuple[Row, ...]:
        """The stages that nobody serves, or one member alone."""
        return tuple(row for row in self.rows if row.gap)

    @property
    def greatest(self) -> int:
        """The greatest depth of a cell, for the picture's scale."""
        return max((c.depth for row in self.rows for c in row.cells), default=0)


def coverage(viewer: Viewer) -> Coverage:
    """The matrix of the viewer's cluster."""
    members = members_of(viewer)
    resources = _counted(see(viewer, Resource).filter(published=True))
    expertise = _counted(see(viewer, Expertise)) + _counted(see(viewer, ResearchOffer))
    rows = (
        Row(
            stage,
            tuple(
                Cell(stage, each, resources[each.pk, stage], expertise[each.pk, stage])
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
