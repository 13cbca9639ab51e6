"""Opportunities, quotations and a published plan, for programs to ask about.

The plan's rows are written as its run would leave them: what an operation answers to
whom does not hang on how good a plan is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from tests.cast import Cast
from tests.hub.chains.plans.handmade import planned
from tests.hub.market.asking import CAP, Asked, ask

from grandis.hub.chains.bridge import back
from grandis.hub.chains.enums import QuotationState, RunState
from grandis.hub.chains.models import (
    AloneAnswer,
    HandOver,
    Plan,
    PlanRun,
    Quotation,
    Work,
    Workings,
)
from grandis.hub.market.domain import opportunities, rates, tools
from grandis.hub.market.enums import Ending, Source, State
from grandis.hub.market.models import ExchangeRate, Opportunity, StandingTool
from grandis.hub.members.models import Site

START = datetime(2027, 3, 1, 6, tzinfo=UTC)
#: One route with one step that nobody else could do.
WORKINGS = {
    "part": CAP,
    "missing_in_part": [],
    "quantity": 5_000,
    "routes": [{"steps": ["moulding"], "members": ["abcdefghijkm"]}],
    "steps": [{"id": "moulding", "process": "injection_moulding", "members": []}],
    "figures": {},
}


@dataclass
class Dealt:
    """The rows by a name each; quotations are for Carl's opportunity."""

    asked: Asked
    ended: Opportunity
    sent: Quotation
    draft: Quotation
    mould: StandingTool
    rate: ExchangeRate
    run: PlanRun
    plan: Plan
    works: dict[str, Work]  # Ona's published, Darius's not
    hand_over: HandOver


def deal(cast: Cast) -> Dealt:
    """Bring everything in."""
    asked, rasa = ask(cast), cast.viewer(cast.rasa)
    row = asked.customers
    opportunities.mark_quoted(row, by=rasa)
    ended = opportunities.end(
        asked.offices, by=rasa, state=State.DECLINED, ending=Ending.UNSUITABLE
    )
    sent = _quotation(row, 1, QuotationState.SENT, document=b"%PDF-1.7 as sent")
    draft = _quotation(row, 2, QuotationState.DRAFT)
    AloneAnswer.objects.create(
        quotation=draft, member=cast.organisation(cast.ona), answer="no", reason="Few."
    )
    run = PlanRun.objects.create(
        cluster=cast.cluster,
        title="Spring",
        state=RunState.DONE,
        progress=1,
        asked={"opportunities": [row.key]},
    )
    plan = _plan(cast, row, run, published=True)
    hidden = _plan(cast, row, _other(cast), published=False)
    return Dealt(
        asked=asked,
        ended=ended,
        sent=sent,
        draft=draft,
        mould=_mould(cast),
        rate=rates.set_rate(
            cast.cluster,
            by=rasa,
            currency="DKK",
            day=date(2026, 11, 2),
            per_euro=Decimal("7.46"),
            source="National bank",
        ),
        run=run,
        plan=plan,
        works={
            "ona": _work(plan, row, cast.organisation(cast.ona)),
            "darius": _work(hidden, row, cast.organisation(cast.darius)),
        },
        hand_over=HandOver.objects.create(
            plan=plan,
            opportunity=row,
            giver=cast.organisation(cast.ona),
            taker=cast.organisation(cast.milda),
            step="moulding",
            to_step="inspection",
            leaves=START,
            arrives=START + timedelta(days=1),
        ),
    )


def _quotation(row, revision, state, document=None) -> Quotation:
    quotation = Quotation.objects.create(
        opportunity=row,
        revision=revision,
        state=state,
        quantity=5_000,
        unit_low=90,
        unit_price=110,
        unit_high=140,
        valid_until=timezone.localdate() + timedelta(days=60),
        sent_at=timezone.now() if document else None,
        document=document,
    )
    Workings.objects.create(quotation=quotation, values=WORKINGS, milliseconds=5)
    return quotation


def _mould(cast) -> StandingTool:
    """Carl's own mould for another cap, at Kamštūna."""
    rasa, ona = cast.viewer(cast.rasa), cast.organisation(cast.ona)
    cap = opportunities.enter(
        cast.cluster,
        by=rasa,
        source=Source.COORDINATOR,
        title="Cap from a mould",
        part=CAP | {"tool": "Mould 7"},
        customer=cast.organisation(cast.carl),
    )
    works = Site.objects.create(organisation=ona, name="Mould shop", town="Kaunas")
    tools.place_tool(cap, by=rasa, site=works)
    return StandingTool.objects.select_related("opportunity", "site").get(
        opportunity=cap
    )


def _other(cast) -> PlanRun:
    return PlanRun.objects.create(
        cluster=cast.cluster, title="Summer", state=RunState.RUNNING, progress=0.4
    )


def _plan(cast, row, run, *, published) -> Plan:
    shown = back.shown_json(back.shown_of(*planned(cast, row)))
    return Plan.objects.create(
        run=run,
        value=100_000,
        bound=120_000,
        values={**shown, "reasons": []},
        published_at=timezone.now() if published else None,
    )


def _work(plan, row, member) -> Work:
    return Work.objects.create(
        plan=plan,
        opportunity=row,
        member=member,
        step="moulding",
        stage="injection_moulding",
        resource="Press 1",
        resource_key="abcdefghijkm",
        start=START,
        end=START + timedelta(hours=30),
    )
