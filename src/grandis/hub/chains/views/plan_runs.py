"""Pages on which plans are asked for, and seen to be made."""

from typing import Any

from django.contrib import messages
from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grandis.hub.chains.domain import plans, runs
from grandis.hub.chains.enums import OVER, RunState
from grandis.hub.chains.forms.plans import NewPlanForm
from grandis.hub.chains.models import Plan, PlanRun
from grandis.hub.chains.telling import plans as telling
from grandis.hub.core import heartbeats
from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import carry_out, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404
from grandis.hub.market.enums import State
from grandis.hub.market.models import Opportunity

#: Opportunities that are offered at once; filters lead to the others.
LISTED = 250
#: Seconds after which a page without JavaScript may be loaded again.
AGAIN = 2
read_and_send = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@for_roles(Role.COORDINATOR)
def plan_list(request: HubRequest, cluster: str) -> HttpResponse:
    """All plan runs, the newest first."""
    viewer = request.viewer
    assert viewer.cluster is not None
    runs.report_dead(viewer.cluster)
    page = page_of(request, see(viewer, PlanRun).defer("trail", "asked"))
    found = see(viewer, Plan).filter(run__in=[run.pk for run in page])
    made = {plan.run_id: plan for plan in found.defer("values")}
    lines = [(run, made.get(run.pk)) for run in page]
    return render(request, "chains/plan_list.html", {"page": page, "lines": lines})


@read_and_send
@for_roles(Role.COORDINATOR)
def new_plan(request: HubRequest, cluster: str) -> HttpResponse:
    """Choose opportunities and ask for a plan of them."""
    viewer = request.viewer
    states = [s for s in plans.PLANNABLE if s in request.GET.getlist("state")]
    rows = _plannable(request, states or list(plans.PLANNABLE))
    chosen = request.GET.getlist("opportunity") or [row.key for row in rows]
    form = NewPlanForm(
        sent(request),
        choices=[(row.key, _choice(row)) for row in rows],
        initial={
            "title": _("Plan of %(day)s") % {"day": timezone.localdate().isoformat()},
            "opportunities": chosen,
        },
    )
    if run := carry_out(form, viewer, plans.ask_for_plan, viewer.cluster):
        return redirect("chains:plan", cluster, run.key)
    context = {
        "form": form,
        "states": [(s.value, s.label, s in states) for s in plans.PLANNABLE],
        "text": request.GET.get("text", ""),
        "any": bool(rows),
        "many": len(rows) == LISTED,
    }
    return render(request, "chains/plan_new.html", context)


def _plannable(request: HubRequest, states: list[State]) -> list[Opportunity]:
    """The opportunities that a plan may hold; those asked for, if any are.

    What was won and whose deliveries are all over is none of them.
    """
    rows = see(request.viewer, Opportunity).filter(state__in=states, part__isnull=False)
    rows = rows.annotate(last=Max("call_offs__due")).exclude(
        state=State.WON, last__lt=timezone.localdate()
    )
    if text := request.GET.get("text", "").strip():
        rows = rows.filter(Q(title__icontains=text) | Q(reference__icontains=text))
    chosen = request.GET.getlist("opportunity")
    if chosen:
        rows = rows.filter(key__in=chosen)
    return list(rows.order_by("state", "title", "pk")[:LISTED])


def _choice(row: Opportunity) -> str:
    told = {"title": row.title, "state": row.get_state_display()}
    return _("%(title)s (%(state)s)") % told


@require_GET
@for_roles(Role.COORDINATOR)
def progress(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """How a run stands: the part of its page that is asked for again and again."""
    found = run_of(request, run)
    if not request.htmx:
        return redirect("chains:plan", cluster, run)
    if found.state in OVER:
        answer = HttpResponse(status=286)  # htmx: ask no more
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "chains/plan_progress.html", standing(request, found))


def waiting(request: HubRequest, run: PlanRun) -> HttpResponse:
    """The page of a run that has no plan: not yet, or not any more."""
    return render(request, "chains/plan_run.html", standing(request, run))


def run_of(request: HubRequest, key: str) -> PlanRun:
    """A run by its key; one whose worker is gone is reported failed first."""
    assert request.viewer.cluster is not None
    runs.report_dead(request.viewer.cluster)
    return seen_or_404(
        request.viewer, see(request.viewer, PlanRun).select_related("cluster"), key=key
    )


def standing(request: HubRequest, run: PlanRun) -> dict[str, Any]:
    """How a run stands."""
    beat = heartbeats.last_beat(heartbeats.WORKER)
    return {
        "run": run,
        "is_over": run.state in OVER,
        "percent": round(100 * run.progress),
        "again": AGAIN,
        "no_worker": run.state == RunState.WAITING
        and not (beat and heartbeats.is_alive(beat)),
        "failure": telling.failure(run.failure) if run.failure else "",
        "left_out": left_out(request, run),
    }


def left_out(request: HubRequest, run: PlanRun) -> list[tuple[str, str, str]]:
    """Opportunities that could not be put to the planner: key, title, why."""
    codes = run.asked.get("made", {}).get("left_out", {})
    if not codes:
        return []
    rows = see(request.viewer, Opportunity).filter(key__in=codes)
    return [(row.key, row.title, telling.why_not(codes[row.key])) for row in rows]


@require_POST
@for_roles(Role.COORDINATOR)
def cancel(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Stop a run."""
    found = run_of(request, run)
    plans.cancel(found, by=request.viewer)
    messages.success(request, _("The run is cancelled."))
    return redirect("chains:plan", cluster, run)
