"""The requests about opportunities, quotations and plans, as `cases` has the others."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cast import Cast
from tests.hub.api.case import COORDINATOR, OWNER, SIGNED_IN, Broken, Case, Step
from tests.hub.api.dealt import Dealt
from tests.hub.market.asking import CAP, PDF

ASKS = COORDINATOR | {"customer"}
#: Those who ask and offer for their organisation.
TRADES = COORDINATOR | {"customer", "member", "competitor", "research"}


def trading_cases(cast: Cast, dealt: Dealt) -> dict[str, Case]:
    """The cases by operation id."""
    return (
        _of_opportunities(dealt)
        | _of_tools(dealt)
        | _of_files(dealt)
        | _of_rates()
        | _of_quotations(cast, dealt)
        | _of_plans(dealt)
    )


def _of_opportunities(dealt: Dealt) -> dict[str, Case]:
    row = dealt.asked.customers
    one, idea = f"opportunities/{row.key}", f"opportunities/{dealt.asked.idea.key}"
    public = f"opportunities/{dealt.asked.public.key}/enquirer"
    new = {"title": "Cap", "part": CAP, "call_offs": [_delivery()]}
    owners = {"member", "production"}
    return {
        "list_opportunities": Case("GET", "opportunities"),
        "read_opportunity": Case("GET", one, ASKS, ASKS),
        "read_enquirer": Case("GET", public, COORDINATOR, COORDINATOR),
        "enter_opportunity": Case("POST", "opportunities", TRADES, body=new),
        "change_opportunity": Case(
            "PATCH", one, COORDINATOR, ASKS, {"reference": "R-1"}, version=row.version
        ),
        "receive_opportunity": Step("POST", f"{idea}/receive", OWNER, owners),
        "revise_opportunity": Case(
            "POST", f"{one}/revisions", ASKS, ASKS, {"call_offs": [_delivery()]}
        ),
        "end_opportunity": Step(
            "POST", f"{one}/end", ASKS, ASKS, {"state": "lost", "ending": "price"}
        ),
    }


def _delivery() -> dict[str, Any]:
    return {"due": date(2027, 5, 3).isoformat(), "quantity": 10_000}


def _of_tools(dealt: Dealt) -> dict[str, Case]:
    tool = f"opportunities/{dealt.mould.opportunity.key}/tool"
    place = {"site": dealt.mould.site.key, "ready_on": "2027-02-01"}
    return {
        "read_tool": Case("GET", tool, COORDINATOR, COORDINATOR),
        "place_tool": Case("PUT", tool, COORDINATOR, ASKS, place),
        "take_tool_back": Case("DELETE", tool, COORDINATOR, ASKS),
    }


def _of_files(dealt: Dealt) -> dict[str, Case]:
    row = dealt.asked.customers
    of_it = f"opportunities/{row.key}/attachments"
    one = f"attachments/{row.attachments.get().key}"
    file = SimpleUploadedFile("other.pdf", PDF + b"another")
    return {
        "list_attachments": Case("GET", of_it, ASKS, ASKS),
        "add_attachment": Case("POST", of_it, ASKS, ASKS, file=file),
        "read_attachment": Case("GET", one, ASKS, ASKS),
        "download_attachment": Case("GET", f"{one}/content", ASKS, ASKS),
        "remove_attachment": Case("DELETE", one, COORDINATOR, ASKS),
    }


def _of_rates() -> dict[str, Case]:
    one = "exchange-rates/DKK/2026-11-02"
    new = {"per_euro": 7.45, "source": "National bank"}
    return {
        "list_exchange_rates": Case("GET", "exchange-rates"),
        "read_exchange_rate": Case("GET", one),
        "set_exchange_rate": Case("PUT", one, COORDINATOR, body=new),
    }


def _of_quotations(cast: Cast, dealt: Dealt) -> dict[str, Case]:
    sent, draft = (f"quotations/{each.key}" for each in (dealt.sent, dealt.draft))
    version = dealt.draft.version
    said = {"member": cast.organisation(cast.ona).key, "answer": "no", "reason": "Few"}
    until = (timezone.localdate() + timedelta(days=9)).isoformat()
    ended = f"opportunities/{dealt.ended.key}/quotations"
    office = (COORDINATOR, COORDINATOR)
    return {
        "list_quotations": Case("GET", "quotations"),
        "read_quotation": Case("GET", sent, ASKS, ASKS),
        "read_document": Case("GET", f"{sent}/document", ASKS, ASKS),
        "read_workings": Case("GET", f"{sent}/workings", *office),
        "list_alone_answers": Case("GET", f"{draft}/alone-answers", *office),
        # What has ended is not quoted: nobody waits for a computation here.
        "quote_opportunity": Broken("POST", ended, *office, body={}),
        "change_offer": Case("PATCH", draft, *office, {"valid_until": until}, version),
        "choose_route": Case("PUT", f"{draft}/route", *office, {"route": 0}, version),
        "answer_alone": Case(
            "PUT", f"{draft}/alone-answers", *office, {"answers": [said]}
        ),
        "send_quotation": Broken("POST", f"{sent}/send", COORDINATOR, ASKS),
        "accept_quotation": Step("POST", f"{sent}/accept", {"customer"}, ASKS),
        "decline_quotation": Step(
            "POST", f"{sent}/decline", {"customer"}, ASKS, {"reason": "price"}
        ),
    }


def _of_plans(dealt: Dealt) -> dict[str, Case]:
    run, plan = f"plan-runs/{dealt.run.key}", f"plans/{dealt.plan.key}"
    work = f"works/{dealt.works['ona'].key}"
    new = {"title": "Spring", "opportunities": [dealt.asked.customers.key]}
    office, at_work = (COORDINATOR, COORDINATOR), COORDINATOR | {"member", "production"}
    version = dealt.plan.version
    gone = [{"event": "cancelled", "opportunity": dealt.asked.customers.key}]
    more = {"change": "new_machine", "resource": "press", "name": "Press 2"}
    return {
        "replan": Case(
            "POST", f"{plan}/replan", *office, {"title": "Again", "events": gone}
        ),
        "what_if": Case(
            "POST", f"{plan}/what-if", *office, {"title": "More", "what_if": more}
        ),
        "look_for_choices": Case(
            "POST", f"{plan}/choices", *office, {"title": "Faster"}
        ),
        # This plan is not one of several to choose from.
        "take_choice": Broken(
            "POST", f"{plan}/take", *office, {"choice": 1, "title": "Fastest"}
        ),
        "read_spotting": Case("GET", "spotting", COORDINATOR, SIGNED_IN),
        "list_plan_runs": Case("GET", "plan-runs"),
        "read_plan_run": Case("GET", run, *office),
        "ask_for_plan": Case("POST", "plan-runs", COORDINATOR, SIGNED_IN, new),
        "cancel_plan_run": Step("POST", f"{run}/cancel", *office),
        "list_plans": Case("GET", "plans"),
        "read_plan": Case("GET", plan, *office),
        "publish_plan": Step("POST", f"{plan}/publish", *office, version=version),
        "withdraw_plan": Step("POST", f"{plan}/withdraw", *office, version=version),
        "list_works": Case("GET", "works"),
        "read_work": Case("GET", work, at_work, at_work),
        "list_hand_overs": Case("GET", "hand-overs"),
    }
