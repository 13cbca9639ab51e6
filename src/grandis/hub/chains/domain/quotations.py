"""The life of a quotation: made, offered, sent, accepted or declined.

Computing takes seconds and drawing the document one: both happen before the verb
that stores their result, so that nobody else's change waits for them.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.chains import rules
from grandis.hub.chains.documents.offer import document_of
from grandis.hub.chains.domain import pricing, rivals, standing
from grandis.hub.chains.domain.announcing import announce
from grandis.hub.chains.domain.computing import Computed, compute
from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import AloneAnswer, Quotation, Workings
from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.domain import opportunities
from grandis.hub.market.domain.rates import EURO, rate_on
from grandis.hub.market.enums import Ending, State
from grandis.hub.market.models import Opportunity
from grandis.hub.market.rules import may_quote

#: What the coordinator may say otherwise than it was computed.
OFFERED = frozenset(
    {"unit_price", "once_price", "delivery", "valid_until", "language", "terms"}
    | {"assumptions"}
)


class AloneSaid(NamedTuple):
    """Whether a member could have bid alone, and why the coordinator thinks so."""

    answer: Alone
    reason: str


def quote(
    opportunity: Opportunity, *, by: Viewer, without: Collection[str] = ()
) -> Quotation:
    """Compute a quotation and store it as a draft."""
    return store(
        opportunity, by=by, computed=compute(opportunity, by=by, without=without)
    )


@verb
def store(opportunity: Opportunity, *, by: Viewer, computed: Computed) -> Quotation:
    """Keep what was computed as the newest draft, at today's rate."""
    require(may_quote(by, opportunity), by, "quote this")
    today = timezone.localdate()
    rate = rate_on(opportunity.cluster, opportunity.currency, today)
    before = Quotation.objects.filter(opportunity=opportunity)
    for draft in before.filter(state=QuotationState.DRAFT):
        edit(draft, version=None, state=QuotationState.REPLACED)
    newest = before.aggregate(newest=Max("revision"))["newest"] or 0
    language = opportunity.language
    quotation = Quotation(
        opportunity=opportunity,
        revision=newest + 1,
        language=language,
        currency=opportunity.currency,
        per_euro=rate.per_euro,
        rate_day=None if opportunity.currency == EURO else rate.day,
        valid_until=today + standing.VALID_FOR,
        terms=standing.terms_in(language),
        assumptions=standing.assumptions_in(language, computed.values, today),
        **pricing.offered(computed.values, 0, rate.per_euro),
    )
    clean(quotation)
    quotation.save()
    Workings.objects.create(
        quotation=quotation,
        values=computed.values,
        milliseconds=computed.milliseconds,
    )
    _record_inside(
        quotation, "made", by, revision=newest + 1, milliseconds=computed.milliseconds
    )
    return quotation


@verb
def choose(
    quotation: Quotation, *, by: Viewer, route: int, version: int | None = None
) -> Quotation:
    """Offer another of the routes: its price, its dates, its chain of members."""
    _require_draft(quotation, by)
    workings = Workings.objects.get(quotation=quotation)
    if not 0 <= route < len(workings.values["routes"]):
        raise Broken(_("Choose one of the routes of this quotation."))
    if route == workings.route:
        return quotation
    current = Quotation.objects.get(pk=quotation.pk)
    found = pricing.offered(workings.values, route, current.per_euro)
    edit(quotation, version=version, **found)
    workings.route = route
    workings.save(update_fields=["route"])
    AloneAnswer.objects.filter(quotation=quotation).delete()
    _record_inside(quotation, "route_chosen", by, route=route + 1)
    return quotation


@verb
def answer_alone(
    quotation: Quotation, *, by: Viewer, said: Mapping[str, AloneSaid]
) -> Quotation:
    """Record whether members of the chain, by their keys, could have bid alone."""
    _require_draft(quotation, by)
    workings = Workings.objects.get(quotation=quotation)
    asked = set(rivals.asked(workings.values, workings.route))
    members = Organisation.objects.filter(cluster=by.cluster, key__in=asked & {*said})
    rows = AloneAnswer.objects.filter(quotation=quotation)
    before = {row.member_id: row for row in rows}
    for member in members:
        answer, reason = said[member.key]
        row = before.get(member.pk) or AloneAnswer(quotation=quotation, member=member)
        _say_alone(row, by, answer, reason.strip())
    return quotation


def _say_alone(row: AloneAnswer, by: Viewer, answer: Alone, reason: str) -> None:
    if row.pk and (row.answer, row.reason) == (answer, reason):
        return
    member = row.member
    if not reason:
        raise Broken(
            _("Say why %(name)s could or could not have bid alone.")
            % {"name": member.name},
            field=f"why_{member.key}",
        )
    row.answer, row.reason, row.answered_at = answer, reason, timezone.now()
    row.save()
    _record_inside(
        row.quotation, "alone_answered", by, member=member.key, answer=answer
    )


@verb
def offer(
    quotation: Quotation,
    *,
    by: Viewer,
    version: int | None = None,
    said: Mapping[str, AloneSaid] | None = None,
    **changes: Any,
) -> Quotation:
    """Say what is offered: price, dates, validity, terms, language.

    Texts that stand as they were made are made anew in another language.
    """
    _require_draft(quotation, by)
    if strange := changes.keys() - OFFERED:
        raise TypeError(f"an offer does not say {', '.join(sorted(strange))}")
    current = Quotation.objects.get(pk=quotation.pk)
    language = changes.get("language", current.language)
    if language != current.language:
        changes = {**changes, **_in_language(current, changes, language)}
    valid_until = changes.get("valid_until", current.valid_until)
    if valid_until < timezone.localdate():
        raise Broken(_("It must be valid for today at least."), field="valid_until")
    if changed := edit(quotation, version=version, **changes):
        _record_inside(quotation, "offer_changed", by, fields=sorted(changed))
    if said:
        answer_alone(quotation, by=by, said=said)
    return quotation


def _in_language(
    current: Quotation, changes: Mapping[str, Any], language: str
) -> dict[str, Any]:
    values = Workings.objects.get(quotation=current).values
    day = timezone.localdate(current.made_at)
    texts: dict[str, Any] = {}
    if changes.get("terms", current.terms) == standing.terms_in(current.language):
        texts["terms"] = standing.terms_in(language)
    made = standing.assumptions_in(current.language, values, day)
    if changes.get("assumptions", current.assumptions) == made:
        texts["assumptions"] = standing.assumptions_in(language, values, day)
    return texts


def send(quotation: Quotation, *, by: Viewer) -> Quotation:
    """Draw the document and send the offer to the customer."""
    version, document = drawn(quotation, by=by, to_send=True)
    return send_document(quotation, by=by, version=version, document=document)


def drawn(
    quotation: Quotation, *, by: Viewer, to_send: bool = False
) -> tuple[int, bytes]:
    """The document of a draft as it stands, and the version that it was drawn of.

    It says that it is a draft, unless it is drawn to be sent.
    """
    with trusted():
        current = Quotation.objects.select_related(
            *("opportunity__cluster", "opportunity__customer", "opportunity__issuer"),
            *("opportunity__part", "opportunity__enquirer"),
        ).get(pk=quotation.pk)
        require(may_quote(by, current.opportunity), by, "draw this document")
        deliveries = list(current.opportunity.call_offs.all())
    if to_send:
        current.state = QuotationState.SENT
    return current.version, document_of(current, deliveries)


@verb
def send_document(
    quotation: Quotation, *, by: Viewer, version: int, document: bytes
) -> Quotation:
    """Send an offer; `document` was drawn of it as it stood in that `version`.

    The offer that went out before is replaced. The customer hears of it by e-mail.
    """
    _require_draft(quotation, by)
    _require_fair(quotation)
    opportunity = _opportunity_of(quotation)
    now = timezone.now()
    if quotation.valid_until < timezone.localdate(now):
        raise Broken(_("The validity has ended; choose a later day."))
    for older in Quotation.objects.filter(
        opportunity=opportunity, state=QuotationState.SENT
    ):
        edit(older, version=None, state=QuotationState.REPLACED)
    edit(
        quotation,
        version=version,
        state=QuotationState.SENT,
        sent_at=now,
        document=document,
    )
    opportunities.mark_quoted(opportunity, by=by)
    _record(quotation, opportunity, "sent", by, revision=quotation.revision)
    letters = announce(quotation, opportunity, by=by)
    transaction.on_commit(letters)
    return quotation


@verb
def accept(quotation: Quotation, *, by: Viewer) -> Quotation:
    """The customer takes the offer: the opportunity is won."""
    opportunity = _require_answerable(quotation, by)
    _decide(quotation, opportunity, by, QuotationState.ACCEPTED)
    opportunities.end(opportunity, by=by, state=State.WON, ending="")
    return quotation


@verb
def decline(
    quotation: Quotation, *, by: Viewer, reason: Ending | str, note: str = ""
) -> Quotation:
    """The customer does not take the offer, and says why."""
    opportunity = _require_answerable(quotation, by)
    if not reason:
        raise Broken(_("Say why; the cluster learns from it."), field="reason")
    told = {"declined_for": reason, "decline_note": note.strip()}
    _decide(quotation, opportunity, by, QuotationState.DECLINED, **told)
    opportunities.end(
        opportunity, by=by, state=State.LOST, ending=reason, note=note.strip()
    )
    return quotation


def _decide(
    quotation: Quotation,
    opportunity: Opportunity,
    by: Viewer,
    state: QuotationState,
    **told: Any,
) -> None:
    edit(quotation, version=None, state=state, decided_at=timezone.now(), **told)
    _record(quotation, opportunity, state.value, by, revision=quotation.revision)


def _require_answerable(quotation: Quotation, by: Viewer) -> Opportunity:
    opportunity = _opportunity_of(quotation)
    require(rules.may_answer(by, opportunity), by, "answer this offer")
    current = Quotation.objects.get(pk=quotation.pk)
    if current.state != QuotationState.SENT:
        raise Broken(_("This offer can no longer be answered."))
    if current.valid_until < timezone.localdate():
        raise Broken(_("This offer has expired; ask the cluster for a new one."))
    return opportunity


def _require_draft(quotation: Quotation, by: Viewer) -> None:
    require(may_quote(by, _opportunity_of(quotation)), by, "work on this quotation")
    if Quotation.objects.get(pk=quotation.pk).state != QuotationState.DRAFT:
        raise Broken(_("This quotation is no draft any more; make a new one."))


def _require_fair(quotation: Quotation) -> None:
    """Competitors quote together only where one of them could not alone."""
    workings = Workings.objects.get(quotation=quotation)
    pairs = rivals.rivals(workings.values, workings.route)
    rows = AloneAnswer.objects.filter(quotation=quotation).select_related("member")
    answers = {row.member.key: row.answer for row in rows}
    if any(key not in answers for pair in pairs for key in pair):
        raise Broken(
            _("Say first of each competing member whether it could have bid alone.")
        )
    names = {row.member.key: row.member.name for row in rows}
    for pair in rivals.clashes(pairs, answers):
        raise Broken(rivals.clash_sentence(pair, names))


def _opportunity_of(quotation: Quotation) -> Opportunity:
    return Opportunity.objects.select_related("cluster", "issuer", "customer").get(
        pk=quotation.opportunity_id
    )


def _record(
    quotation: Quotation, opportunity: Opportunity, what: str, by: Viewer, **body: Any
) -> None:
    """Write what went between cluster and customer; of the chain it tells nothing."""
    journal.record(
        f"quotation.{what}",
        by=by,
        subject=quotation,
        organisation=opportunity.issuer,
        cluster=opportunity.cluster,
        audience=Audience.COORDINATED,
        **body,
    )


def _record_inside(quotation: Quotation, what: str, by: Viewer, **body: Any) -> None:
    """Write what only the coordinator's office may read."""
    journal.record(
        f"quotation.{what}",
        by=by,
        subject=quotation,
        organisation=by.organisation,
        audience=Audience.OWN,
        **body,
    )
