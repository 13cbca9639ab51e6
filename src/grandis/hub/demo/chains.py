"""Some offers that were computed and sent, and a plan that was published."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from grandis.hub.chains.documents.offer import document_of
from grandis.hub.chains.domain import making, plans, quotations, rivals, runs, standing
from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import Plan, Quotation, Workings
from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.opportunities import Asked, times_of
from grandis.hub.market.enums import State
from grandis.hub.market.models import CallOff, Opportunity

#: With a limit of steps the demo's plan is the same each time it is built.
STEPS = 40
#: What was won longer ago than this has been delivered.
IN_WORK = timedelta(days=60)
ALONE = "It has no machine for the first step, and no time for the whole lot."


def offer(asked: Asked, coordinator: Viewer, today: date) -> None:
    """Quote an opportunity, send the offer and have it answered, as its line says."""
    quotation = quotations.quote(asked.opportunity, by=coordinator)
    values = Workings.objects.get(quotation=quotation).values
    said = dict.fromkeys(rivals.asked(values, 0), quotations.AloneSaid(Alone.NO, ALONE))
    quotations.answer_alone(quotation, by=coordinator, said=said)
    then = _as_it_was(asked, quotation.language, values, today)
    quotations.send_document(
        quotation,
        by=coordinator,
        version=quotation.version,
        document=_document(quotation, then),
    )
    if asked.line["offer"] == "accepted":
        quotations.accept(quotation, by=asked.asker)
        then["decided_at"] = times_of(asked.line, today)["ended_at"]
    Quotation.objects.filter(pk=quotation.pk).update(**then)


def _as_it_was(
    asked: Asked, language: str, values: dict[str, Any], today: date
) -> dict[str, Any]:
    """What a quotation says of its time, were it made when the line says."""
    moment = times_of(asked.line, today)["quoted_at"]
    day = timezone.localdate(moment)
    return {
        "made_at": moment,
        "sent_at": moment,
        "valid_until": day + standing.VALID_FOR,
        "assumptions": standing.assumptions_in(language, values, day),
    }


def _document(quotation: Quotation, then: dict[str, Any]) -> bytes:
    """The document as it was sent then."""
    row = Quotation.objects.select_related(
        "opportunity__cluster", "opportunity__part"
    ).get(pk=quotation.pk)
    row.state = QuotationState.SENT
    for name, value in then.items():
        setattr(row, name, value)
    return document_of(row, list(CallOff.objects.filter(opportunity=row.opportunity)))


def plan(coordinator: Viewer, today: date, seed: int) -> Plan:
    """Plan what was won and is not delivered yet, and tell the members."""
    assert coordinator.cluster is not None
    asked = Opportunity.objects.filter(
        cluster=coordinator.cluster,
        state=State.WON,
        ended_at__gt=timezone.now() - IN_WORK,
    )
    run = plans.ask_for_plan(
        coordinator.cluster,
        by=coordinator,
        title=f"Firm orders of {today.isoformat()}",
        opportunities=[each.key for each in asked],
        steps=STEPS,
        seed=seed,
    )
    begun = runs.begin(run.key)
    assert begun is not None
    making.make(begun, runs.Reporter(begun))  # at once: the worker is not there yet
    made = Plan.objects.select_related("run__cluster").get(run=run)
    return plans.publish(made, by=coordinator)
