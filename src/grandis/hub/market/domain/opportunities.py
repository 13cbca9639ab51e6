"""The life of an opportunity: entered, received, changed, quoted, ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit, touch
from grandis.hub.core.domain.verbs import require, verb
from grandis.hub.core.enums import MEMBERS, Audience, Role
from grandis.hub.core.errors import Broken, Conflict
from grandis.hub.core.models import CONFIRMED, Cluster, Organisation, new_key
from grandis.hub.core.viewer import Viewer
from grandis.hub.market import rules
from grandis.hub.market.domain import parts
from grandis.hub.market.enums import ENDED, OPEN, Ending, Source, State
from grandis.hub.market.models import (
    Attachment,
    CallOff,
    Enquirer,
    Opportunity,
    Part,
    StandingTool,
)

#: What a revision takes over from the opportunity that it replaces.
TAKEN_OVER = (
    *("title", "reference", "message", "country", "language", "currency"),
    *("incoterm", "incoterm_place", "policy", "late_cents_per_day", "answer_by"),
)


@verb
def enter(
    cluster: Cluster,
    *,
    by: Viewer,
    title: str,
    part: Mapping[str, Any],
    source: Source,
    entered: Mapping[str, Any] | None = None,
    customer: Organisation | None = None,
    call_offs: Iterable[Mapping[str, Any]] = (),
    enquirer: Mapping[str, Any] | None = None,
    enquiry: str = "",
    **fields: Any,
) -> Opportunity:
    """Bring an opportunity in.

    From a member it is a draft, from the public form it waits until the e-mail
    address is confirmed, from coordinator and customers it is received at once.
    """
    allowed = rules.may_enter(by, source) and by.cluster == cluster
    require(allowed, by, "bring an opportunity in")
    if by.role == Role.CUSTOMER:
        customer = by.organisation
    opportunity = Opportunity(
        cluster=cluster,
        issuer=_issuer(cluster, by),
        customer=customer,
        enquiry=enquiry or new_key(),
        title=title.strip(),
        source=source,
        state=_first_state(by),
        **fields,
    )
    if opportunity.state == State.RECEIVED:
        opportunity.received_at = timezone.now()
    _require_customer(opportunity)
    clean(opportunity)
    opportunity.save()
    parts.add_part(opportunity, part, entered or {})
    parts.set_call_offs(opportunity, call_offs)
    if enquirer:
        _add_enquirer(opportunity, enquirer)
    if opportunity.state != State.UNCONFIRMED:  # strangers do not fill the journal
        record(opportunity, "entered", by)
    return opportunity


def _issuer(cluster: Cluster, by: Viewer) -> Organisation:
    """Who invites for it: a member for its own idea, else the coordinator."""
    if by.role in MEMBERS:
        assert by.organisation is not None
        return by.organisation
    return Organisation.objects.get(
        cluster=cluster, role=Role.COORDINATOR, left_at=None
    )


def _first_state(by: Viewer) -> State:
    if by.role in MEMBERS:
        return State.DRAFT
    return State.UNCONFIRMED if by.role == Role.PUBLIC else State.RECEIVED


def _require_customer(opportunity: Opportunity) -> None:
    """A customer is a customer of the same cluster; an idea has none."""
    customer = opportunity.customer
    if customer is None:
        return
    if opportunity.issuer.role in MEMBERS:
        raise Broken(_("A member's own idea has no customer."), field="customer")
    known = Organisation.objects.filter(
        CONFIRMED, pk=customer.pk, cluster=opportunity.cluster, role=Role.CUSTOMER
    )
    if not known.exists():
        raise Broken(_("Choose a customer of this cluster."), field="customer")


def _add_enquirer(opportunity: Opportunity, who: Mapping[str, Any]) -> None:
    told = dict(who)
    told["email"] = str(told.get("email", "")).strip().lower()
    enquirer = Enquirer(opportunity=opportunity, **told)
    clean(enquirer)
    enquirer.save()


@verb
def receive(opportunity: Opportunity, *, by: Viewer) -> Opportunity:
    """Hand a draft in, so that the coordinator can work on it."""
    require(rules.issues(by, opportunity), by, "hand this in")
    if _state_of(opportunity) != State.DRAFT:
        raise Broken(_("This has been handed in already."))
    take_in(opportunity, by)
    return opportunity


def take_in(opportunity: Opportunity, by: Viewer) -> None:
    """Let an opportunity reach the coordinator; part of other verbs."""
    now = timezone.now()
    edit(opportunity, version=None, state=State.RECEIVED, received_at=now)
    record(opportunity, "received", by)


@verb
def change(
    opportunity: Opportunity,
    *,
    by: Viewer,
    version: int | None = None,
    part: Mapping[str, Any] | None = None,
    entered: Mapping[str, Any] | None = None,
    call_offs: Iterable[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Opportunity:
    """Change what is asked for, or how it is handled.

    What was quoted stays as it is: its part and deliveries change by a revision.
    """
    require(rules.may_change(by, opportunity), by, "change this opportunity")
    state = _state_of(opportunity)
    if state in ENDED:
        raise Broken(_("This opportunity has ended; it can no longer be changed."))
    changed = set(edit(opportunity, version=version, **fields))
    _require_customer(opportunity)
    found = set()
    if part is not None:
        found |= parts.change_part(opportunity, part, entered)
    if call_offs is not None and parts.set_call_offs(opportunity, call_offs):
        found.add("call_offs")
    if found:
        if state == State.QUOTED:
            raise Broken(_("A quotation went out for this part; revise it instead."))
        _count_up(opportunity, version, changed=bool(changed), wanted=fields)
    if changed or found:
        record(opportunity, "changed", by, fields=sorted(changed | found))
    return opportunity


def _count_up(
    opportunity: Opportunity,
    version: int | None,
    *,
    changed: bool,
    wanted: Mapping[str, Any],
) -> None:
    """One version counts for opportunity, part and call-offs together."""
    if changed:  # `edit` has looked, and counted
        return
    current = Opportunity.objects.get(pk=opportunity.pk)
    if version is not None and current.version != version:
        raise Conflict(current, wanted)
    touch(opportunity)
    opportunity.version = current.version + 1


@verb
def revise(
    opportunity: Opportunity,
    *,
    by: Viewer,
    part: Mapping[str, Any] | None = None,
    entered: Mapping[str, Any] | None = None,
    call_offs: Iterable[Mapping[str, Any]] | None = None,
    **fields: Any,
) -> Opportunity:
    """Replace an opportunity by a revision: what is not said stays as it was."""
    require(rules.may_revise(by, opportunity), by, "revise this opportunity")
    old = Opportunity.objects.select_related("issuer", "customer").get(
        pk=opportunity.pk
    )
    if old.state not in OPEN:
        raise Broken(_("Only what the cluster works on can be revised."))
    before = Part.objects.get(opportunity=old)
    new = Opportunity(
        **{name: getattr(old, name) for name in TAKEN_OVER} | fields,
        cluster_id=old.cluster_id,
        issuer=old.issuer,
        customer=old.customer,
        enquiry=old.enquiry,
        source=old.source,
        state=State.RECEIVED,
        received_at=timezone.now(),
        revises=old,
    )
    clean(new)
    new.save()
    parts.add_part(
        new,
        before.values if part is None else part,
        before.entered if part is None else entered or {},
    )
    parts.set_call_offs(new, _deliveries(old) if call_offs is None else call_offs)
    _bring_along(old, new)
    _close(old, by, State.DECLINED, Ending.REVISED, "", kind="revised")
    record(new, "entered", by)
    return new


def _deliveries(opportunity: Opportunity) -> list[dict[str, Any]]:
    rows = CallOff.objects.filter(opportunity=opportunity)
    return [dict(row) for row in rows.values("due", "latest", "quantity")]


def _bring_along(old: Opportunity, new: Opportunity) -> None:
    """The revision has the same enquirer and the same files, on disk once.

    Its tool stands where it stood, if it is the same one.
    """
    parts_of = Part.objects.filter(opportunity__in=(old, new))
    same_tool = len({part.values.get("tool") for part in parts_of}) == 1
    for model in (Enquirer, Attachment, *((StandingTool,) if same_tool else ())):
        for row in model._base_manager.filter(opportunity=old):
            row.pk, row.key, row.opportunity = None, new_key(), new
            row._state.adding = True
            row.save()


@verb
def mark_quoted(opportunity: Opportunity, *, by: Viewer) -> Opportunity:
    """A quotation went out; the time to the first one is what counts."""
    require(rules.may_quote(by, opportunity), by, "quote this")
    if _state_of(opportunity) not in OPEN:
        raise Broken(_("Only what the cluster works on can be quoted."))
    first = Opportunity.objects.get(pk=opportunity.pk).quoted_at or timezone.now()
    if edit(opportunity, version=None, state=State.QUOTED, quoted_at=first):
        record(opportunity, "quoted", by)
    return opportunity


@verb
def end(
    opportunity: Opportunity,
    *,
    by: Viewer,
    state: State,
    ending: Ending | str,
    note: str = "",
) -> Opportunity:
    """End an opportunity as won, lost or declined, with the reason."""
    require(rules.may_end(by, opportunity, State(state)), by, "end this opportunity")
    if _state_of(opportunity) in ENDED:
        raise Broken(_("This opportunity has ended already."))
    if state not in ENDED:
        raise Broken(_("Choose won, lost or declined."), field="state")
    if not ending and state != State.WON:
        raise Broken(_("Say why; the cluster learns from it."), field="ending")
    _close(opportunity, by, State(state), ending, note)
    return opportunity


def _close(
    opportunity: Opportunity,
    by: Viewer,
    state: State,
    ending: Ending | str,
    note: str,
    kind: str = "ended",
) -> None:
    edit(
        opportunity,
        version=None,
        state=state,
        ending=ending,
        ending_note=note,
        ended_at=timezone.now(),
    )
    record(opportunity, kind, by, state=state)


def _state_of(opportunity: Opportunity) -> str:
    """The state as it is now: verbs come one after the other."""
    return Opportunity.objects.values_list("state", flat=True).get(pk=opportunity.pk)


def record(opportunity: Opportunity, what: str, by: Viewer, **body: Any) -> None:
    """Write what happened: drafts are their issuer's alone, no others ever read it."""
    state = _state_of(opportunity)
    issuer = Organisation.objects.select_related("cluster").get(
        pk=opportunity.issuer_id
    )
    journal.record(
        f"opportunity.{what}",
        by=by,
        subject=opportunity,
        organisation=issuer,
        cluster=issuer.cluster,
        audience=Audience.OWN if state == State.DRAFT else Audience.COORDINATED,
        **body,
    )
