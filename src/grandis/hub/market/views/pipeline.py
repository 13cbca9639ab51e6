"""All opportunities on their way: as a table, as a board, and out."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import page_of
from grandis.hub.market.enums import State
from grandis.hub.market.forms.handling import FilterForm
from grandis.hub.market.pipeline.exporting import as_json, as_workbook
from grandis.hub.market.pipeline.rows import (
    FIRST_ORDER,
    counts_by_state,
    listed,
    said,
)
from grandis.hub.market.pipeline.speed import HEIGHT, WIDTH, speed_for
from grandis.hub.market.rules import trades
from grandis.hub.market.views.importing import XLSX
from grandis.hub.market.views.opening import asks_or_offers

#: No column of the board is longer; the table has all of them.
MOST_CARDS = 10
COLUMNS = (
    State.DRAFT,
    State.RECEIVED,
    State.QUOTED,
    State.WON,
    State.LOST,
    State.DECLINED,
)


@require_GET
@asks_or_offers
def table(request: HubRequest, cluster: str) -> HttpResponse:
    """The opportunities that the viewer sees, filtered and sorted."""
    viewer = request.viewer
    form = FilterForm(request.GET or None, viewer=viewer)
    wanted = form.cleaned_data if form.is_valid() else {}
    sort = request.GET.get("sort", FIRST_ORDER)
    kept = request.GET.copy()
    for name in ("sort", "page"):
        kept.pop(name, None)
    page = {
        "form": form,
        "page": page_of(request, said(listed(viewer, wanted, sort))),
        "is_filtered": any(wanted.values()),
        "may_enter": trades(viewer),
        "sort": sort,
        "kept": kept.urlencode(),
    }
    return render(request, "market/table.html", page)


@dataclass(frozen=True)
class Pile:
    """A column of the board: the newest of a state, and how many there are."""

    state: State
    cards: list[Any]
    number: int

    @property
    def hidden(self) -> int:
        return self.number - len(self.cards)


@require_GET
@for_roles(Role.COORDINATOR)
def board(request: HubRequest, cluster: str) -> HttpResponse:
    """The opportunities by their state, the newest of each."""
    viewer = request.viewer
    numbers, newest = counts_by_state(viewer), said(listed(viewer, {}))
    piles = [
        Pile(
            state,
            list(newest.filter(state=state)[:MOST_CARDS]) if state in numbers else [],
            numbers.get(state, 0),
        )
        for state in COLUMNS
        if state in numbers or state != State.DRAFT
    ]
    page = {
        "piles": piles,
        "speed": speed_for(viewer),
        "width": WIDTH,
        "height": HEIGHT,
        "now": timezone.now(),
    }
    return render(request, "market/board.html", page)


@require_GET
@asks_or_offers
def export(request: HubRequest, cluster: str, form: str) -> HttpResponse:
    """The filtered table as a spreadsheet or as JSON."""
    viewer = request.viewer
    asked = FilterForm(request.GET or None, viewer=viewer)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    rows = listed(viewer, wanted, request.GET.get("sort", FIRST_ORDER))
    name = f'attachment; filename="opportunities.{form}"'
    if form == "json":
        answer: HttpResponse = JsonResponse({"opportunities": as_json(rows)})
    else:
        answer = HttpResponse(as_workbook(rows), content_type=XLSX)
    answer["Content-Disposition"] = name
    return answer
