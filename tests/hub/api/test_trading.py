"""A program goes the way from an enquiry to a published plan."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.hub.api.programs import Program
from tests.hub.chains.plans.cluster import CAP, equip
from tests.hub.market.asking import PDF

from grandis.hub.api.enums import Scope
from grandis.hub.chains.domain import making, runs
from grandis.hub.chains.models import Plan, PlanRun
from grandis.hub.market.models import Opportunity


@pytest.fixture
def works(cast):
    """A member that can make caps."""
    return equip(cast.viewer(cast.ona), "Kaunas", 54.9, 23.9)


def a_cap(**more):
    due = (timezone.localdate() + timedelta(weeks=14)).isoformat()
    part = {name: value for name, value in CAP.items() if name != "name"}
    return {
        "title": "Dosing cap",
        "part": part,
        "call_offs": [{"due": due, "quantity": 20_000}],
        **more,
    }


def test_a_program_quotes_and_the_customer_accepts(cast, works, program):
    carl, rasa = program(cast.carl), program(cast.rasa)
    asked = carl.post("opportunities", a_cap(reference="4711")).json()
    one = f"opportunities/{asked['key']}"
    assert (asked["state"], asked["source"]) == ("received", "interface")
    assert asked["part"]["mass"] == CAP["mass"]

    made = rasa.post(f"{one}/quotations", {})
    offer = f"quotations/{made.json()['key']}"
    assert made.status_code == 201
    assert made.json()["unit_low"] <= made.json()["unit_high"]
    assert carl.get(offer).status_code == 404
    workings = rasa.get(f"{offer}/workings").json()
    assert workings["values"]["routes"]

    price = made.json()["unit_price"] + 1
    changed = rasa.patch(offer, {"unit_price": price}, If_Match=made["ETag"])
    assert changed.json()["unit_price"] == price
    assert rasa.post(f"{offer}/send").json()["state"] == "sent"
    assert carl.get(offer).json()["unit_price"] == price
    assert carl.get(f"{offer}/document").content.startswith(b"%PDF-")
    assert carl.get(f"{offer}/workings").status_code == 404
    assert carl.post(f"{offer}/accept").json()["state"] == "accepted"
    assert carl.get(one).json()["state"] == "won"


def test_a_program_asks_for_a_plan_and_members_see_their_own_work(cast, works, program):
    rasa, ona = program(cast.rasa), program(cast.ona)
    key = rasa.post("opportunities", a_cap()).json()["key"]
    asked = {"title": "Spring", "opportunities": [key], "steps": 20}
    run = rasa.post("plan-runs", asked).json()
    assert (run["state"], run["progress"]) == ("waiting", 0)

    begun = runs.begin(run["key"])
    making.make(begun, runs.Reporter(begun))
    done = rasa.get(f"plan-runs/{run['key']}").json()
    assert (done["state"], done["progress"]) == ("done", 1)

    plan = rasa.get("plans").json()["items"][0]
    assert plan["bound"] >= plan["value"] > 0
    whole = rasa.get(f"plans/{plan['key']}")
    assert whole.json()["values"]["plan"]["assignments"]
    assert ona.get("works").json()["total"] == 0
    published = rasa.post(f"plans/{plan['key']}/publish", If_Match=whole["ETag"])
    assert published.json()["published_at"]

    own = ona.get("works").json()["items"]
    assert {each["member"] for each in own} == {cast.organisation(cast.ona).key}
    assert program(cast.darius).get("works").json()["total"] == 0
    assert ona.get(f"plans/{plan['key']}").status_code == 404
    rasa.post(f"plans/{plan['key']}/withdraw", If_Match=published["ETag"])
    assert ona.get("works").json()["total"] == 0
    assert Plan.objects.get().withdrawn_at


def test_a_program_asks_what_else_could_be_and_takes_it(cast, dealt, program):
    rasa, one = program(cast.rasa), f"plans/{dealt.plan.key}"
    dealt.plan.values["front"] = [
        {"value": 1, "finish": "2027-03-04T00:00:00Z", "on_time": 0.9, "taken": 1}
    ]
    dealt.plan.save()
    taken = rasa.post(f"{one}/take", {"choice": 1, "title": "Fastest"}).json()
    assert (taken["kind"], taken["title"]) == ("choice", "Fastest")
    choices = rasa.post(f"{one}/choices", {"title": "Faster"}).json()
    assert (choices["kind"], choices["seconds"]) == ("front", 60)

    gone = {"event": "cancelled", "opportunity": dealt.asked.customers.key}
    late = {**gone, "event": "step_late", "step": "inspection", "hours": 8}
    run = rasa.post(f"{one}/replan", {"title": "Again", "events": [gone, late]}).json()
    assert PlanRun.objects.get(key=run["key"]).asked["events"] == [gone, late]


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"event": "cancelled", "opportunity": "abcdefghjkmn"}, "opportunity"),
        ({"event": "step_late", "step": "sanding", "hours": 8}, "step"),
        ({"event": "machine_down", "resource": "mill"}, "resource"),
        ({"event": "machine_down", "last_day": "2027-01-01"}, "last_day"),
        (
            {
                "event": "machine_down",
                "first_day": "2020-03-01",
                "last_day": "2020-03-02",
            },
            "last_day",
        ),
    ],
)
def test_only_what_stands_in_a_plan_can_happen_to_it(
    cast, dealt, program, event, field
):
    whole = {"resource": "press", "first_day": "2027-03-01", "last_day": "2027-03-09"}
    if event["event"] != "machine_down":
        whole = {"opportunity": dealt.asked.customers.key}
    asked = {"title": "Again", "events": [whole | event]}
    answer = program(cast.rasa).post(f"plans/{dealt.plan.key}/replan", asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_program_says_where_a_tool_stands(cast, dealt, program):
    rasa = program(cast.rasa)
    path = f"opportunities/{dealt.mould.opportunity.key}/tool"
    site = dealt.mould.site.key
    assert rasa.get(path).json() == {"site": site, "ready_on": None}
    rasa.put(path, {"site": site, "ready_on": "2027-02-01"})
    assert rasa.get(path).json() == {"site": site, "ready_on": "2027-02-01"}
    assert rasa.delete(path).status_code == 204
    assert rasa.get(path).status_code == 404
    assert program(cast.carl).get(path).status_code == 404
    nowhere = rasa.put(path, {"site": "abcdefghjkmn"})
    assert (nowhere.status_code, nowhere.json()["field"]) == (422, "site")


def test_a_program_reads_what_the_cluster_lacks(cast, works, program):
    rasa = program(cast.rasa)
    part = a_cap()["part"] | {"certificates": ["ISO 13485"], "target_price": 0.5}
    lost = rasa.post("opportunities", a_cap(part=part)).json()["key"]
    ended = {"state": "declined", "ending": "capability"}
    rasa.post(f"opportunities/{lost}/end", ended)
    (gap,) = rasa.get("spotting").json()["gaps"]
    assert gap["opportunities"] == {lost: "Dosing cap"}
    assert gap["look_for"] == "Look for Injection moulding with ISO 13485."


def test_files_are_kept_once_and_come_back_as_they_were(cast, program, as_):
    carl = program(cast.carl)
    key = carl.post("opportunities", a_cap()).json()["key"]
    path = f"opportunities/{key}/attachments"
    file = SimpleUploadedFile("drawing.pdf", PDF)
    added = carl.upload(path, file, Idempotency_Key="1")
    assert added.status_code == 201
    assert carl.upload(path, file, Idempotency_Key="1").json() == added.json()
    assert carl.upload(path, file).json() == added.json()

    answer = carl.get(f"attachments/{added.json()['key']}/content")
    assert answer["Content-Disposition"] == 'attachment; filename="drawing.pdf"'
    assert answer.content == PDF
    page = SimpleUploadedFile("page.html", b"<script>")
    refused = carl.upload(path, page)
    assert (refused.status_code, refused.json()["field"]) == (422, "drawings")


def test_an_idea_is_a_draft_until_it_is_handed_in(cast, program):
    ona, rasa = program(cast.ona), program(cast.rasa)
    asked = ona.post("opportunities", a_cap()).json()
    path = f"opportunities/{asked['key']}"
    assert asked["state"] == "draft"
    assert rasa.get(path).status_code == 404
    assert ona.post(f"{path}/receive").json()["state"] == "received"
    assert rasa.get(path).status_code == 200


def test_an_opportunity_is_changed_by_its_version_and_revised_by_its_customer(
    cast, program
):
    carl, rasa = program(cast.carl), program(cast.rasa)
    asked = carl.post("opportunities", a_cap())
    path = f"opportunities/{asked.json()['key']}"
    part = asked.json()["part"] | {"mass": 15.0}
    del part["name"]
    changed = rasa.patch(path, {"part": part}, If_Match=asked["ETag"])
    late = rasa.patch(path, {"title": "Lid"}, If_Match=asked["ETag"])
    revised = carl.post(f"{path}/revisions", {"title": "Larger cap"}).json()

    assert changed.json()["part"]["mass"] == 15
    assert (late.status_code, late.json()["current"]) == (412, changed.json())
    assert revised["revises"] == asked.json()["key"]
    assert revised["part"]["mass"] == 15
    assert revised["call_offs"] == asked.json()["call_offs"]
    assert rasa.get(path).json()["ending"] == "revised"


def test_lists_can_be_narrowed(cast, dealt, program):
    rasa = program(cast.rasa)
    told = rasa.get("opportunities?state=declined").json()
    assert {item["key"] for item in told["items"]} == {dealt.ended.key}
    carl = cast.organisation(cast.carl).key
    told = rasa.get(f"opportunities?customer={carl}&title=carl").json()
    assert {item["key"] for item in told["items"]} == {dealt.asked.customers.key}
    sent = rasa.get("quotations?state=sent").json()["items"]
    assert {item["key"] for item in sent} == {dealt.sent.key}
    works = rasa.get(f"works?plan={dealt.plan.key}").json()["items"]
    assert {item["key"] for item in works} == {dealt.works["ona"].key}


def test_lists_hold_what_a_role_sees_and_nothing_else(cast, dealt, program):
    asked = dealt.asked
    everything = {
        asked.public: {"rasa"},
        asked.customers: {"rasa", "carl"},
        asked.offices: {"rasa"},
        asked.idea: {"ona", "petras"},
        asked.handed_in: {"rasa", "darius"},
        asked.unconfirmed: set(),
        dealt.sent: {"rasa", "carl"},
        dealt.draft: {"rasa"},
        dealt.works["ona"]: {"rasa", "ona", "petras"},
        dealt.works["darius"]: {"rasa"},
        dealt.hand_over: {"rasa", "ona", "petras", "milda"},
    }
    paths = ("opportunities", "quotations", "works", "hand-overs", "plans", "plan-runs")
    seen = {
        name: {
            item["key"]
            for path in paths
            for item in program(getattr(cast, name)).get(path).json()["items"]
        }
        for name in ("rasa", "ona", "petras", "darius", "milda", "carl", "tomas")
    }

    for row, readers in everything.items():
        assert {name for name, keys in seen.items() if row.key in keys} == readers
    assert seen["tomas"] == set()


def test_a_list_takes_the_same_queries_for_one_row_and_for_many(
    cast, dealt, program, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("grandis.hub.api.v1.security.Rate.STEP", 1000)
    rasa = program(cast.rasa)
    rasa.get("me")  # notes the token's use
    for path in ("opportunities", "quotations", "works", "hand-overs", "plans"):
        for limit in (1, 200):
            with django_assert_max_num_queries(5):
                rasa.get(f"{path}?limit={limit}")


def test_each_part_of_the_work_needs_its_own_scope(cast, dealt, program):
    asking = program(cast.rasa, Scope.READ, Scope.PLANS_READ)
    assert asking.get("opportunities").status_code == 403
    assert asking.get("quotations").status_code == 403
    assert asking.get("exchange-rates").status_code == 200
    assert asking.get("plans").status_code == 200
    refused = asking.post(f"plan-runs/{dealt.run.key}/cancel")
    assert "plans:write" in refused.json()["detail"]


def test_nobody_without_a_token_reads_anything(cast, dealt):
    for path in ("opportunities", "quotations", "plans", "exchange-rates"):
        assert Program().get(path).status_code == 401
    assert Opportunity.objects.exists()
