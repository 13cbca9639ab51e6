"""A kept plan as its pages take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import count
from math import ceil
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from msgspec.structs import replace

from grandis.hub.chains.bridge.back import Shown, read_shown
from grandis.hub.chains.enums import REAL
from grandis.hub.chains.models import Plan, PlanRun
from grandis.hub.chains.telling.plans import stage
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core.http import HubRequest
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.planning import Begun, CallOff, Opportunity, Taken
from grandis.planning import Step as PlannedStep
from grandis.planning.plan import Assignment

#: What names its opportunity.
Record = TypeVar("Record", Begun, Taken, Assignment)


@dataclass(frozen=True)
class Step:
    """A planned step in the words of a page."""

    opportunity: Opportunity
    number: int
    id: str
    name: str
    stage: str
    resource: str
    member: str
    member_key: str
    start: datetime
    end: datetime


class Choice(NamedTuple):
    """A plan that a trade-off offers: its number, and what it is good for."""

    number: int
    value: int
    done: datetime
    percent: int
    taken: int


def choices_of(plan: Plan) -> list[Choice]:
    """The plans that a trade-off offers; none, if it is not one."""
    return [
        Choice(
            number,
            point["value"],
            datetime.fromisoformat(point["finish"]),
            round(100 * point["on_time"]),
            point["taken"],
        )
        for number, point in enumerate(plan.values.get("front", ()), 1)
    ]


@dataclass(frozen=True)
class Kept:
    """A plan, its run, and what the coordinator may see of it."""

    plan: Plan
    run: PlanRun
    zone: ZoneInfo

    @cached_property
    def shown(self) -> Shown:
        return read_shown(self.plan.values)

    @cached_property
    def drawn(self) -> Shown:
        """The same for pictures: numbers for keys, the rest in the reader's words."""
        problem, plan = self.shown
        numbers = {key: str(number) for key, number in self.numbers.items()}

        def spoken(step: PlannedStep) -> PlannedStep:
            name = step_name(step.name or step.id)[:100]
            return replace(step, name=name, stage=stage(step.stage))

        def delivery(lot: int, call_off: CallOff) -> CallOff:
            return replace(call_off, id=_("lot %(lot)s") % {"lot": lot})

        def numbered(record: Record) -> Record:
            return replace(record, opportunity=numbers[record.opportunity])

        opportunities = tuple(
            replace(
                o,
                id=numbers[o.id],
                steps=tuple(map(spoken, o.steps)),
                call_offs=tuple(map(delivery, count(1), o.call_offs)),
            )
            for o in problem.opportunities
        )
        begun = tuple(map(numbered, problem.begun))
        return Shown(
            replace(problem, opportunities=opportunities, begun=begun),
            replace(
                plan,
                taken=tuple(map(numbered, plan.taken)),
                assignments=tuple(map(numbered, plan.assignments)),
            ),
        )

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each opportunity taken, as pictures show it."""
        return {o.id: n for n, o in enumerate(self.shown.problem.opportunities, 1)}

    @cached_property
    def chains(self) -> list[tuple[int, Opportunity]]:
        """The opportunities taken, with their numbers."""
        return list(enumerate(self.shown.problem.opportunities, 1))

    @property
    def is_real(self) -> bool:
        """Whether it can be carried out; what could be cannot."""
        return self.run.kind in REAL

    @property
    def is_published(self) -> bool:
        return self.plan.is_published

    @property
    def gap(self) -> float:
        """How far the value may be from the best at most, in percent of it.

        Rounded up to tenths: only what is proven to be the best has a gap of 0.
        """
        short = abs(self.plan.bound - self.plan.value)
        return ceil(1000 * short / max(1, abs(self.plan.value))) / 10

    @property
    def members(self) -> list[tuple[str, str]]:
        """The members at work, by key and name."""
        problem = self.shown.problem
        return sorted(
            ((m.id, m.name) for m in problem.members), key=lambda each: each[1]
        )

    def time(self, tick: int) -> datetime:
        """The moment of a tick."""
        return self.shown.problem.grid.time(tick)

    def name_of(self, member: str) -> str:
        """The name of a member at work."""
        found = self.shown.problem.member.get(member)
        return found.name if found else member

    def steps(self, opportunity: str = "", member: str = "") -> list[Step]:
        """The planned steps, the earliest first."""
        problem = self.shown.problem
        found = [
            a
            for a in self.shown.plan.assignments
            if opportunity in ("", a.opportunity)
            and member in ("", problem.member_of(a.resource))
        ]
        return [self._step(a) for a in sorted(found, key=lambda a: (a.start, a.end))]

    def _step(self, a: Assignment) -> Step:
        problem = self.shown.problem
        member = problem.member[problem.member_of(a.resource)]
        opportunity = problem.opportunity[a.opportunity]
        (step,) = (s for s in opportunity.steps if s.id == a.step)
        return Step(
            opportunity,
            self.numbers[a.opportunity],
            step.id,
            step_name(step.name or step.id),
            step.stage,
            problem.resource[a.resource].name,
            member.name,
            member.id,
            self.time(a.start),
            self.time(a.end),
        )

    def sentence(self, step: Step) -> str:
        """A step in one sentence, as a picture says it."""
        told = {
            "opportunity": step.opportunity.name,
            "step": step.name,
            "resource": step.resource,
            "member": step.member,
            "begin": self.when(step.start),
            "end": self.when(step.end),
        }
        sentence = _(
            "%(opportunity)s: %(step)s, %(resource)s (%(member)s), %(begin)s to %(end)s"
        )
        return sentence % told

    def when(self, moment: datetime) -> str:
        """A moment on the cluster's clock."""
        return date_format(localtime(moment, self.zone), "j M Y H:i")


def kept_of(viewer: Viewer, run: PlanRun) -> Kept | None:
    """The plan that a run has found; None when there is none."""
    plan = see(viewer, Plan).filter(run=run.pk).first()
    return Kept(plan, run, ZoneInfo(run.cluster.time_zone)) if plan else None


def kept_or_404(request: HubRequest, key: str) -> Kept:
    """The plan of a run by the run's key."""
    run = see(request.viewer, PlanRun).select_related("cluster").filter(key=key).first()
    kept = kept_of(request.viewer, run) if run else None
    if kept is None:
        raise Http404("no plan here")
    return kept


def kept_plans(viewer: Viewer, besides: Plan) -> Mapping[str, Any]:
    """The titles of the other plans by the keys of their runs, the newest first."""
    rows = see(viewer, Plan).exclude(pk=besides.pk).order_by("-made_at")
    return dict(rows.values_list("run__key", "run__title")[:50])
