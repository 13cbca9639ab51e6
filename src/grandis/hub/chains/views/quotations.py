"""Quotations as the coordinator works on them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grandis.hub.chains.domain import quotations as domain
from grandis.hub.chains.domain.announcing import addressees
from grandis.hub.chains.domain.computing import compute
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.forms.quotations import OfferForm, QuoteForm, RouteForm
from grandis.hub.chains.models import AloneAnswer, Quotation, Workings
from grandis.hub.chains.views.quotation_bars import range_bars
from grandis.hub.chains.views.quotation_page import Told, names_of
from grandis.hub.chains.views.seen_quotations import seen_quotations
from grandis.hub.core.enums import MEMBERS, Role
from grandis.hub.core.errors import Broken, Conflict
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.views.acting import ask_to_check, carry_out, is_checked, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import see, seen_or_404
from grandis.hub.market.enums import OPEN
from grandis.hub.market.models import Opportunity

TONES: dict[str, str] = {
    QuotationState.SENT: "info",
    QuotationState.ACCEPTED: "good",
    QuotationState.DECLINED: "bad",
}
either = require_http_methods(["GET", "HEAD", "POST"])


@either
@for_roles(Role.COORDINATOR)
def quote(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Quote an opportunity: first the machine's work, then its result is stored."""
    viewer = request.viewer
    rows = see(viewer, Opportunity).select_related("cluster")
    opportunity = seen_or_404(viewer, rows, key=key)
    form = QuoteForm(sent(request), members=_members(viewer))
    if form.is_valid():
        try:
            computed = compute(
                opportunity, by=viewer, without=form.cleaned_data["without"]
            )
        except Broken as broken:
            form.add_error(None, str(broken))
        else:
            made = carry_out(form, viewer, domain.store, opportunity, computed=computed)
            if made is not None:
                return redirect("chains:quotation", cluster, made.key)
    shown = {"form": form, "opportunity": opportunity}
    return render(request, "chains/quotation_new.html", shown)


def _members(viewer: Viewer) -> dict[str, str]:
    rows = see(viewer, Organisation).filter(role__in=MEMBERS, left_at=None)
    return dict(rows.order_by("name").values_list("key", "name"))


def workbench(request: HubRequest, quotation: Quotation) -> HttpResponse:
    """All that is known of a quotation: prices, who can, why not, what is assumed."""
    viewer = request.viewer
    workings = seen_or_404(viewer, Workings, quotation=quotation)
    told = Told(viewer, quotation, workings)
    answers = see(viewer, AloneAnswer).filter(quotation=quotation)
    others = seen_quotations(viewer).filter(opportunity=quotation.opportunity)
    shown = {
        "quotation": quotation,
        "opportunity": quotation.opportunity,
        "told": told,
        "routes": told.routes,
        "bars": range_bars(quotation, told.routes),
        "answers": answers.select_related("member").order_by("member__name"),
        "revisions": others.exclude(pk=quotation.pk).order_by("-revision")[:20],
        "is_draft": quotation.state == QuotationState.DRAFT,
        "may_quote": quotation.opportunity.state in OPEN,
        "tone": TONES.get(quotation.state, "neutral"),
    }
    return render(request, "chains/quotation.html", shown)


@require_POST
@for_roles(Role.COORDINATOR)
def choose(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Offer another of the routes."""
    viewer = request.viewer
    quotation = _own(viewer, key)
    form = RouteForm(request.POST)
    if carry_out(form, viewer, domain.choose, quotation) is not None:
        messages.success(request, _("This route is offered now."))
    else:
        wrong = [text for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(map(str, wrong)))
    return redirect("chains:quotation", cluster, key)


@either
@for_roles(Role.COORDINATOR)
def offer(request: HubRequest, cluster: str, key: str) -> HttpResponse:
    """Write the offer, and send it after a last look."""
    viewer = request.viewer
    quotation = _own(viewer, key)
    if quotation.state != QuotationState.DRAFT:
        messages.info(request, _("This quotation is no draft any more."))
        return redirect("chains:quotation", cluster, key)
    form = _offer_form(request, viewer, quotation)
    if request.method == "POST":
        if form.is_to_be_sent and (check := _check(request, form, quotation)):
            return check
        if (is_checked(request) or not form.is_to_be_sent) and (
            kept := carry_out(form, viewer, domain.offer, quotation)
        ):
            return _kept_or_sent(request, form, kept, cluster)
    shown = {"form": form, "quotation": quotation, "opportunity": quotation.opportunity}
    return render(request, "chains/quotation_offer.html", shown)


def _offer_form(request: HubRequest, viewer: Viewer, quotation: Quotation) -> OfferForm:
    workings = seen_or_404(viewer, Workings, quotation=quotation)
    rows = see(viewer, AloneAnswer).filter(quotation=quotation)
    return OfferForm(
        sent(request),
        row=quotation,
        values=workings.values,
        route=workings.route,
        answers={row.member.key: row for row in rows.select_related("member")},
        names=names_of(viewer, workings.values),
    )


def _check(
    request: HubRequest, form: OfferForm, quotation: Quotation
) -> HttpResponse | None:
    """The page on which the offer is looked at before it goes out."""
    if not form.is_valid():
        return None
    people = [each.email for each in addressees(quotation.opportunity)]
    goes = _("There is no e-mail address: hand the document over yourself.")
    if people:
        goes = _("It goes to %(addresses)s.") % {"addresses": ", ".join(people)}
    return ask_to_check(
        request,
        form,
        title=_("Check the offer"),
        warning=" ".join([*form.outside(), goes]),
        action=_("Send the offer"),
    )


def _kept_or_sent(
    request: HubRequest, form: OfferForm, kept: Quotation, cluster: str
) -> HttpResponse:
    if not form.is_to_be_sent:
        messages.success(request, _("The offer is saved as a draft."))
        return redirect("chains:quotation", cluster, kept.key)
    if kept.state == QuotationState.DRAFT:  # else it was sent by a double click
        try:
            domain.send(kept, by=request.viewer)
        except Broken as broken:
            messages.error(request, str(broken))
            return redirect("chains:quotation_offer", cluster, kept.key)
        except Conflict:
            said = _("Somebody else has just changed this offer; look at it again.")
            messages.error(request, said)
            return redirect("chains:quotation_offer", cluster, kept.key)
    messages.success(request, _("The offer is sent."))
    return redirect("chains:quotation", cluster, kept.key)


def _own(viewer: Viewer, key: str) -> Quotation:
    return seen_or_404(viewer, seen_quotations(viewer), key=key)
