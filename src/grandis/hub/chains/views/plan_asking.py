"""Pages that ask for something about a plan, and that publish and withdraw it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grandis.hub.chains.domain import plans
from grandis.hub.chains.enums import RunKind
from grandis.hub.chains.forms.plans import ReplanForm, Timed, Titled, WhatIfForm
from grandis.hub.chains.models import Work
from grandis.hub.chains.seeing import Kept, choices_of, kept_or_404
from grandis.hub.chains.views.plan_runs import read_and_send
from grandis.hub.core.enums import Role
from grandis.hub.core.forms import EditForm
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.acting import carry_out, done, sent
from grandis.hub.core.views.doors import for_roles
from grandis.hub.core.visibility import see


@read_and_send
@for_roles(Role.COORDINATOR)
def replan(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Change a plan as little as need be after something has happened."""
    kept = kept_or_404(request, run)
    title = _("%(title)s, replanned")
    opportunity = request.GET.get("opportunity", "")
    form = ReplanForm(
        sent(request),
        shown=kept.shown,
        opportunity=opportunity if opportunity in kept.numbers else "",
        initial=_titled(kept, title),
    )
    text = _("What has begun stays; as few steps as possible change.")
    return _ask(request, kept, form, RunKind.REPLAN, _("Replan"), text)


@read_and_send
@for_roles(Role.COORDINATOR)
def what_if(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Plan the same with something different."""
    kept = kept_or_404(request, run)
    title = _("What if, for %(title)s")
    form = WhatIfForm(sent(request), shown=kept.shown, initial=_titled(kept, title))
    text = _("The plan itself stays as it is.")
    return _ask(request, kept, form, RunKind.WHAT_IF, _("What if"), text)


@read_and_send
@for_roles(Role.COORDINATOR)
def front(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Several plans that trade value for time or risk."""
    kept = kept_or_404(request, run)
    title = _("Choices for %(title)s")
    form = Timed(sent(request), initial=_titled(kept, title) | {"seconds": 60})
    text = _("Nine searches share the time: faster, or with more reserve.")
    return _ask(request, kept, form, RunKind.FRONT, _("Show what to choose from"), text)


@read_and_send
@for_roles(Role.COORDINATOR)
def take(request: HubRequest, cluster: str, run: str, choice: int) -> HttpResponse:
    """Go on with one of the plans that a trade-off offers, after a look at it."""
    kept = kept_or_404(request, run)
    point = next((c for c in choices_of(kept.plan) if c.number == choice), None)
    if point is None:
        raise Http404("no such plan to choose")
    title = _("%(title)s, plan %(number)s") % {
        "title": kept.run.title,
        "number": choice,
    }
    form = Titled(sent(request), initial={"title": title[:120]})
    taken = carry_out(form, request.viewer, plans.take, kept.plan, choice=choice)
    if taken:
        return redirect("chains:plan", cluster, taken.key)
    page = {"kept": kept, "run": kept.run, "form": form, "point": point}
    return render(request, "chains/plan_take.html", page)


def _titled(kept: Kept, title: str) -> dict[str, Any]:
    return {"title": (title % {"title": kept.run.title})[:120]}


def _ask(
    request: HubRequest, kept: Kept, form: Timed, kind: RunKind, title: str, text: str
) -> HttpResponse:
    made = carry_out(form, request.viewer, plans.ask_again, kept.plan, kind=kind)
    if made:
        return redirect("chains:plan", kept.run.cluster.slug, made.key)
    page = {"kept": kept, "run": kept.run, "form": form, "ask": title, "text": text}
    return render(request, "chains/plan_ask.html", page)


@read_and_send
@for_roles(Role.COORDINATOR)
def publish(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Tell the members concerned their own work, once it has been checked."""
    kept = kept_or_404(request, run)
    form = EditForm(sent(request), row=kept.plan)
    if done(form, request.viewer, plans.publish, kept.plan):
        messages.success(request, _("The plan is published."))
        return redirect("chains:plan", cluster, run)
    told = see(request.viewer, Work).filter(plan=kept.plan.pk).order_by()
    names = sorted(set(told.values_list("member__name", flat=True)))
    count = ngettext(
        "%(n)s member will see its own work and the hand-overs next to it.",
        "%(n)s members will each see their own work and the hand-overs next to it.",
        len(names),
    )
    page = {
        "title": _("Publish “%(title)s”?") % {"title": kept.run.title},
        "text": count % {"n": len(names)},
        "consequences": [
            *names,
            _("An earlier plan with one of the same opportunities is withdrawn."),
        ],
        "confirm": _("Publish"),
    }
    return _confirm(request, kept, form, page)


@read_and_send
@for_roles(Role.COORDINATOR)
def withdraw(request: HubRequest, cluster: str, run: str) -> HttpResponse:
    """Take a published plan back."""
    kept = kept_or_404(request, run)
    form = EditForm(sent(request), row=kept.plan)
    if done(form, request.viewer, plans.withdraw, kept.plan):
        messages.success(request, _("The plan is withdrawn."))
        return redirect("chains:plan", cluster, run)
    page = {
        "title": _("Withdraw “%(title)s”?") % {"title": kept.run.title},
        "text": _("The members see it no more."),
        "confirm": _("Withdraw"),
    }
    return _confirm(request, kept, form, page)


def _confirm(
    request: HubRequest, kept: Kept, form: EditForm, page: dict[str, Any]
) -> HttpResponse:
    back = reverse("chains:plan", args=[kept.run.cluster.slug, kept.run.key])
    return render(request, "ui/confirm.html", page | {"form": form, "cancel": back})
