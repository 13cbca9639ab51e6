"""Pages that show a plan: pictures, table, reasons, and two plans side by side."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from grandis.hub.chains.drawing.gantt import Gantt
from grandis.hub.chains.drawing.timetable import Bar, Window, timetable
from grandis.hub.chains.models import PlanRun
from grandis.hub.chains.seeing import (
    Kept,
    Step,
    choices_of,
    kept_of,
    kept_or_404,
    kept_plans,
)
from grandis.hub.chains.telling import plans as telling
from grandis.hub.chains.views import plan_runs
from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.views.lists import ROWS
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity

#: Opportunities that a page names because they are not taken.
MOST_TOLD = 100
#: Weeks that a chart can be zoomed to; 0 is all of the plan.
ZOOMS = (0, 2, 4, 8, 13, 26)


@require_GET
@for_roles(Role.COORDINATOR)
def plan(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """A plan as a Gantt chart; the state of its run while there is none."""
    found = plan_runs.run_of(request, run)
    kept = kept_of(request.viewer, found)
    if kept is None:
        return plan_runs.waiting(request, found)
    window = _window(request, kept)
    table = timetable(kept.shown, window, kept.zone)
    picture = ""
    if table:
        picture = Gantt(
            table, kept.zone, kept.numbers, _teller(kept, cluster)
        ).picture()
    context = _context(kept, "gantt") | {
        "picture": picture,
        "table": table,
        "window": window,
        "zooms": _zooms(table.begin.date() if table else None, window),
        "moves": _moves(window, table.begin.date()) if table else [],
    }
    return render(request, "chains/plan_gantt.html", context)


def _window(request: HubRequest, kept: Kept) -> Window:
    """What the address asks to see; what cannot be read asks for nothing."""
    asked = request.GET
    member = asked.get("member", "")
    weeks = asked.get("weeks", "")
    page = asked.get("page", "")
    try:
        first = date.fromisoformat(asked.get("from", ""))
    except ValueError:
        first = None
    if first and not 1990 < first.year < 2200:
        first = None
    return Window(
        first=first,
        weeks=int(weeks) if weeks in map(str, ZOOMS[1:]) else None,
        member=member if member in dict(kept.members) else "",
        page=int(page) if page.isdecimal() and 0 < int(page[:6]) < 1_000 else 1,
    )


def _zooms(begin: date | None, window: Window) -> list[tuple[int, str, bool]]:
    """How closely one can look: weeks, words, and whether it is so now."""
    named = [(weeks, _("%(n)s weeks") % {"n": weeks}) for weeks in ZOOMS[1:]]
    return [
        (weeks, name, (window.weeks or 0) == weeks)
        for weeks, name in [(0, _("All")), *named]
    ]


def _moves(window: Window, begin: date) -> list[tuple[str, str]]:
    """The ways to earlier and to later, when not all is shown."""
    if not window.weeks:
        return []
    by = timedelta(weeks=window.weeks)
    return [
        (_("Earlier"), (begin - by + timedelta(days=1)).isoformat()),
        (_("Later"), (begin + by + timedelta(days=1)).isoformat()),
    ]


def _teller(kept: Kept, cluster: str) -> Any:
    """What a bar says and where it leads."""
    by_step = {(s.opportunity.id, s.id): s for s in kept.steps()}
    members = {name: key for key, name in kept.members}
    here = reverse("chains:plan", args=[cluster, kept.run.key])

    def tell(bar: Bar) -> tuple[str, str]:
        if not bar.opportunity:
            return bar.step, f"{here}?member={members.get(bar.step, '')}"
        step = by_step[bar.opportunity, bar.step]
        args = [cluster, kept.run.key, bar.opportunity]
        return kept.sentence(step), reverse("chains:plan_chain", args=args)

    return tell


def _context(kept: Kept, here: str) -> dict[str, Any]:
    return {"kept": kept, "run": kept.run, "plan": kept.plan, "here": here}


@require_GET
@for_roles(Role.COORDINATOR)
def table(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """A plan as a table, the earliest step first."""
    kept = kept_or_404(request, run)
    member = request.GET.get("member", "")
    steps = kept.steps(member=member if member in dict(kept.members) else "")
    page = Paginator(steps, ROWS).get_page(request.GET.get("page"))
    context = _context(kept, "table") | {"page": page, "member": member}
    return render(request, "chains/plan_table.html", context)


@require_GET
@for_roles(Role.COORDINATOR)
def chain(
    request: HubRequest, cluster: str, run: str, opportunity: str
) -> HttpResponse:
    """The chain of one opportunity: a map, its steps, and who else could have."""
    from grandis.planning import chain_map

    kept = kept_or_404(request, run)
    if opportunity not in kept.numbers:
        raise Http404("not in this plan")
    picture = chain_map(
        *kept.drawn,
        str(kept.numbers[opportunity]),
        only=lambda _assignment: True,
        language=telling.language(kept.run.cluster.time_zone),
    )
    row = see(request.viewer, Opportunity).filter(key=opportunity).first()
    context = _context(kept, "chain") | {
        "picture": mark_safe(picture),
        "opportunity": kept.shown.problem.opportunity[opportunity],
        "row": row,
        "steps": kept.steps(opportunity),
        "others": _others(request, kept, opportunity),
        "assumed": telling.assumptions(_made(kept, "assumed").get(opportunity, [])),
        "risk": next(
            (r for r in _risks(kept) if r["opportunity"].id == opportunity), None
        ),
    }
    return render(request, "chains/plan_chain.html", context)


def _made(kept: Kept, what: str) -> dict[str, Any]:
    made: dict[str, Any] = kept.run.asked.get("made", {})
    return made.get(what) or {}


def _others(request: HubRequest, kept: Kept, opportunity: str) -> list[tuple[str, str]]:
    """Members that are not in the chain, and whether they could have been."""
    told = {
        reason["member"]: telling.could(reason["code"])
        for reason in kept.plan.values["reasons"]
        if reason["opportunity"] == opportunity and reason["member"]
    }
    names = see(request.viewer, Organisation).filter(key__in=told).order_by("name")
    return [(each.name, told[each.key]) for each in names]


def _risks(kept: Kept) -> list[dict[str, Any]]:
    """How sure each opportunity's date is."""
    opportunities = kept.shown.problem.opportunity
    return [
        {
            "opportunity": opportunities[each["key"]],
            "percent": round(100 * each["on_time"]),
            "planned": kept.time(each["planned"]),
            "by": kept.time(min(each["by"], kept.shown.problem.horizon)),
        }
        for each in kept.plan.values["risk"]["opportunities"]
        if each["key"] in opportunities
    ]


@require_GET
@for_roles(Role.COORDINATOR)
def reasons(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Why some are not taken, what was assumed, and how sure the dates are."""
    kept = kept_or_404(request, run)
    refused = [r for r in kept.plan.values["reasons"] if not r["member"]][:MOST_TOLD]
    rows = see(request.viewer, Opportunity).filter(
        key__in=[r["opportunity"] for r in refused]
    )
    titles = {row.key: row.title for row in rows}
    context = _context(kept, "reasons") | {
        "refused": [
            (r["opportunity"], titles[r["opportunity"]], telling.why_not(r["code"]))
            for r in refused
            if r["opportunity"] in titles
        ],
        "left_out": plan_runs.left_out(request, kept.run)[:MOST_TOLD],
        "assumed": _assumed(kept),
        "page": Paginator(_risks(kept), ROWS).get_page(request.GET.get("page")),
        "on_time": round(100 * kept.plan.values["risk"]["on_time"]),
        "futures": kept.plan.values["risk"]["futures"],
        "front": choices_of(kept.plan),
    }
    return render(request, "chains/plan_reasons.html", context)


def _assumed(kept: Kept) -> list[tuple[str, int]]:
    """What was assumed, and of how many opportunities."""
    codes = Counter(code for each in _made(kept, "assumed").values() for code in each)
    return [(telling.assumptions([code])[0], n) for code, n in codes.most_common()]


# --------------------------------------------------------------------- comparing


@dataclass(frozen=True)
class Moved:
    """A step that is elsewhere or at another time, or only in one of two plans."""

    before: Step | None
    after: Step | None

    @property
    def step(self) -> Step:
        found = self.after or self.before
        assert found is not None
        return found


@require_GET
@for_roles(Role.COORDINATOR)
def compare(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """What moved from another plan to this one, and what that costs."""
    kept = kept_or_404(request, run)
    others = kept_plans(request.viewer, kept.plan)
    chosen = request.GET.get("with", "")
    if not chosen and kept.run.base_id:
        base = see(request.viewer, PlanRun).filter(plan=kept.run.base_id)
        chosen = base.values_list("key", flat=True).first() or ""
    context = _context(kept, "compare") | {"others": others, "chosen": chosen}
    if chosen:
        other = kept_or_404(request, chosen)
        moved = list(_moved(other, kept))
        context |= {
            "other": other,
            "moved": Paginator(moved, ROWS).get_page(request.GET.get("page")),
            "gained": _only_in(kept, other),
            "dropped": _only_in(other, kept),
            "difference": kept.plan.value - other.plan.value,
        }
    return render(request, "chains/plan_compare.html", context)


def _moved(before: Kept, after: Kept) -> Iterator[Moved]:
    """Steps of opportunities in both plans that are not where and when they were."""
    both = before.numbers.keys() & after.numbers.keys()
    old, new = (
        {(s.opportunity.id, s.id): s for s in each.steps() if s.opportunity.id in both}
        for each in (before, after)
    )
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was and now and _place(was) == _place(now):
            continue
        yield Moved(was, now)


def _place(step: Step) -> tuple[Any, ...]:
    return step.member_key, step.resource, step.start, step.end


def _only_in(one: Kept, other: Kept) -> list[str]:
    """The names of the opportunities that only one of two plans takes."""
    return [o.name for _n, o in one.chains if o.id not in other.numbers]
