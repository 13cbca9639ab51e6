"""A plan made by hand, where it does not matter how it was found."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from tests.cast import Cast
from tests.hub.chains.plans.cluster import ask_for

from grandis.hub.chains.bridge import back
from grandis.hub.chains.domain import feeds, plans
from grandis.hub.chains.enums import RunKind, RunState
from grandis.hub.chains.models import (
    CalendarFeed,
    HandOver,
    Plan,
    PlanRun,
    RunSecret,
    Work,
)
from grandis.hub.market.models import Opportunity
from grandis.planning import (
    Assignment,
    CallOff,
    Grid,
    Link,
    Member,
    Option,
    Problem,
    Resource,
    Site,
    Step,
    Taken,
)
from grandis.planning import Opportunity as PlannedOpportunity
from grandis.planning import Plan as Planned
from grandis.planning.files import plan_to_json, problem_to_json

SECRET = "a-secret-that-only-a-calendar-knows"


@dataclass
class Handmade:
    """A run that waits, plans in several states, and a calendar."""

    waiting: PlanRun
    draft: Plan
    front: Plan
    published: Plan
    opportunity: Opportunity
    feed: CalendarFeed


def handmade(cast: Cast) -> Handmade:
    """Kamštūna moulds a cap, the institute tests it."""
    rasa, ona = cast.viewer(cast.rasa), cast.viewer(cast.ona)
    opportunity = ask_for(rasa, "Cap for Carl", customer=cast.organisation(cast.carl))
    waiting = plans.ask_for_plan(
        cast.cluster, by=rasa, title="Waiting", opportunities=[opportunity.key]
    )
    draft = kept(cast, opportunity, "Draft")
    published = plans.publish(kept(cast, opportunity, "Published"), by=rasa)
    front = offering(kept(cast, opportunity, "Front"))
    feed = feeds.make_feed(ona.organisation, by=ona, secret=SECRET)
    return Handmade(waiting, draft, front, published, opportunity, feed)


def kept(cast: Cast, opportunity: Opportunity, title: str) -> Plan:
    """A plan of one opportunity as the worker keeps it."""
    run = plans.ask_for_plan(
        cast.cluster,
        by=cast.viewer(cast.rasa),
        title=title,
        opportunities=[opportunity.key],
    )
    problem, plan = planned(cast, opportunity)
    values = {
        **back.shown_json(back.shown_of(problem, plan)),
        "status": "optimal",
        "reasons": back.reasons_of(problem, plan, 0),
        "risk": {
            "futures": 10,
            "on_time": 0.9,
            "opportunities": [
                {"key": opportunity.key, "on_time": 0.9, "planned": 80, "by": 90}
            ],
            "delays": [],
        },
        "asked": [opportunity.key],
    }
    PlanRun.objects.filter(pk=run.pk).update(state=RunState.DONE, progress=1)
    RunSecret.objects.create(
        run=run, problem=problem_to_json(problem), plan=plan_to_json(plan)
    )
    made = Plan.objects.create(run=run, value=50_000, bound=50_000, values=values)
    shown = back.read_shown(values)
    parts = {
        opportunity.key: {
            "material": "pp-homo",
            "shape": "open",
            "size": [60, 60, 25],
            "pieces": 20_000,
        }
    }
    Work.objects.bulk_create(back.works_of(made, shown, parts))
    for each in back.hand_overs_of(made, shown):
        each.save()
    return Plan.objects.select_related("run__cluster").get(pk=made.pk)


def offering(plan: Plan) -> Plan:
    """The same plan as what a trade-off has found, with nothing else to choose."""
    point = {
        "value": plan.value,
        "finish": timezone.now().isoformat(),
        "on_time": 0.9,
        "taken": 1,
    }
    PlanRun.objects.filter(pk=plan.run.pk).update(kind=RunKind.FRONT)
    Work.objects.filter(plan=plan).delete()
    HandOver.objects.filter(plan=plan).delete()
    secret = RunSecret.objects.get(run=plan.run)
    secret.front = b"[" + bytes(secret.plan or b"") + b"]"
    secret.save()
    plan.values["front"] = [point]
    plan.save()
    return plan


def planned(cast: Cast, opportunity: Opportunity) -> tuple[Problem, Planned]:
    """A problem with two steps at two members, and its plan."""
    one, other = (cast.organisation(each) for each in (cast.ona, cast.milda))
    start = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    problem = Problem(
        horizon=24 * 60,
        members=(Member(one.key, one.name), Member(other.key, other.name)),
        sites=(Site("kaunas", one.key, "Kaunas"), Site("lab", other.key, "Lab")),
        resources=(
            Resource("press", "kaunas", "Press", "injection_moulding"),
            Resource("bench", "lab", "Bench", "prototyping"),
        ),
        opportunities=(
            PlannedOpportunity(
                opportunity.key,
                (
                    Step("mould (steel)", (Option("press", 40, 900),), stage="tooling"),
                    Step(
                        "inspection",
                        (Option("bench", 8, 100),),
                        after=("mould (steel)",),
                    ),
                ),
                opportunity.title,
                51_000,
                call_offs=(CallOff("lot", 24 * 30),),
            ),
        ),
        grid=Grid(f"{start + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}", 60),
        links=(Link("kaunas", "lab", 12, 4_500), Link("lab", "kaunas", 12, 4_500)),
    )
    assignments = (
        Assignment(opportunity.key, "mould (steel)", "press", 8, 8, 48, 900),
        Assignment(opportunity.key, "inspection", "bench", 72, 72, 80, 100),
    )
    taken = (Taken(opportunity.key),)
    value = 51_000 - 900 - 100 - 4_500
    return problem, Planned("feasible", "surplus", value, value, taken, assignments)
