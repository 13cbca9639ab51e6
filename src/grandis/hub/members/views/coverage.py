"""The value chain: which member serves which stage, how deep, and where nobody does."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.coverage import Coverage, Row
from grandis.hub.members.coverage import coverage as covered_by
from grandis.hub.members.views.addresses import page_of_member
from grandis.hub.members.views.directory import page_of_list

#: As many squares a cell of the picture has; more entries look the same.
DEEPEST = 5


@require_GET
def coverage(request: HubRequest, cluster: str) -> HttpResponse:
    """The matrix as a picture and a table, and its gaps in words."""
    matrix = covered_by(request.viewer)
    page = page_of_list(request, matrix.members)
    first, last = max(page.start_index() - 1, 0), page.end_index()
    context = {
        "matrix": matrix,
        "page": page,
        "rows": [_drawn(request.viewer, row, first, last) for row in matrix.rows],
        "columns": [
            {"label": m.name, "link": page_of_member(cluster, m.key)}
            for m in matrix.members[first:last]
        ],
        "deepest": max(1, min(DEEPEST, matrix.greatest)),
        "gaps": list(gaps(matrix)),
    }
    return render(request, "members/coverage.html", context)


def gaps(matrix: Coverage) -> Iterator[tuple[str, bool]]:
    """Each gap as a sentence, and whether nobody serves the stage at all."""
    for row in matrix.gaps:
        said = {"stage": str(row.stage.label)}
        if row.gap == "nobody":
            yield _("%(stage)s: nobody serves this stage.") % said, True
        else:
            said["member"] = row.serving[0].name
            yield _("%(stage)s: only %(member)s serves this stage.") % said, False


def public_chain(viewer: Viewer) -> dict[str, Any] | None:
    """What a cluster's public page shows: the stages and who agreed to be shown."""
    matrix = covered_by(viewer)
    if not matrix.members:
        return None
    return {"matrix": matrix, "slug": viewer.cluster.slug if viewer.cluster else ""}


def _drawn(viewer: Viewer, row: Row, first: int, last: int) -> dict[str, Any]:
    assert viewer.cluster is not None
    directory = reverse("members:directory", args=[viewer.cluster.slug])
    return {
        "label": row.stage.label,
        "link": f"{directory}?stage={row.stage.value}",
        "depths": [min(DEEPEST, depth) for depth in row.depths[first:last]],
    }
