"""Two members that compete on every machine: what one keeps to itself stays there.

The same competitor reads everything it can reach twice, before and after the other
has changed its rates, loads and calendar. The answers are the same to the byte,
whatever the hub computes from those secrets in between: quotations for the customer,
plans that are not published, gaps.
"""

import re
import zipfile
from datetime import time, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from tests.hub.chains.plans.cluster import ask_for, equip
from tests.hub.chains.plans.conftest import STEPS, made

from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import Work
from grandis.hub.members.domain import calendars, resources
from grandis.planning.files import problem_from_json

#: What differs from one answer to the next, whatever is in it.
VARYING = re.compile(
    rb'(csrfmiddlewaretoken" value|name="once" value|nonce)="?[^"]*"?'
    rb'|name="once"[^>]*>|"csrfToken":"[^"]*"'
)
#: Where the crawl begins; from there it follows every link of its own cluster.
ENTRANCES = ("/c/plastics/", "/c/plastics/work/", "/c/plastics/plans/", "/api/v1/")
#: What programs can list.
LISTS = (
    *("organisations", "profiles", "sites", "resources", "certificates", "rates"),
    *("shifts", "closures", "loads", "figures", "find", "coverage", "opportunities"),
    *("quotations", "plan-runs", "plans", "works", "hand-overs", "journal", "me"),
)
MOST_PAGES = 80
LINK = re.compile(rb'(?:href|hx-get|action)="(/c/plastics/[^"#]*|/api/v1/[^"#]*)"')
#: Not followed: what does something, what tells of one's own reading, and the proofs
#: and the export of the journal, which are about the size of the whole tree.
LEFT = re.compile(rb"sign|logout|access|personal|/journal/(\d|export)|checkpoint")


@pytest.fixture
def rivals(cast):
    """Two members with the same machines and hours, and three opportunities."""
    rasa = cast.viewer(cast.rasa)
    ona = equip(cast.viewer(cast.ona), "Kaunas", 54.9, 23.9)
    equip(cast.viewer(cast.darius), "Panevezys", 55.7, 24.4)
    asked = [ask_for(rasa, f"Cap {n} for Carl", weeks=12 + n) for n in range(3)]
    return cast, rasa, ona, asked


def told_by(content: bytes) -> bytes:
    """What an answer tells; of a workbook its sheets, not when it was made."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(BytesIO(content)) as book:
        names = sorted(set(book.namelist()) - {"docProps/core.xml"})
        return b"".join(book.read(name) for name in names)


def everything(client: Client) -> dict[str, tuple[int, bytes]]:
    """Every answer that a reader can reach by links, without what always varies."""
    seen: dict[str, tuple[int, bytes]] = {}
    ahead = [*ENTRANCES, *(f"/api/v1/clusters/plastics/{each}" for each in LISTS)]
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        if address in seen:
            continue
        answer = client.get(address)
        content = told_by(answer.getvalue())
        seen[address] = answer.status_code, VARYING.sub(b"", content)
        if answer.get("Content-Type", "").startswith("text/html"):
            ahead += [
                link.decode().replace("&amp;", "&")
                for link in LINK.findall(content)
                if not LEFT.search(link)
            ]
    return seen


def plan_all(cast, rasa, asked, title):
    run = plans.ask_for_plan(
        cast.cluster,
        by=rasa,
        title=title,
        opportunities=[each.key for each in asked],
        steps=STEPS,
    )
    return made(run)[1]


def change_secrets(cast, ona):
    """Double the rate, fill the press for two months, close it, work nights."""
    by = cast.viewer(cast.ona)
    today = timezone.localdate()
    resources.set_rate(ona["press"], by=by, hourly_cents=98_765, consent=True)
    calendars.add_load(
        ona["press"],
        by=by,
        first_day=today,
        last_day=today + timedelta(days=60),
        hours=600,
    )
    calendars.add_closure(
        ona["press"],
        by=by,
        first_day=today + timedelta(days=70),
        last_day=today + timedelta(days=90),
    )
    calendars.add_shift(
        ona["press"], by=by, weekdays=[5, 6], start=time(0), end=time(12)
    )


def test_a_rivals_secrets_change_nothing_that_one_sees(rivals, as_):
    cast, rasa, ona, asked = rivals
    client = as_(cast.darius)
    before = everything(client)
    first = plan_all(cast, rasa, asked, "Before")
    change_secrets(cast, ona)
    second = plan_all(cast, rasa, asked, "After")

    after = everything(client)

    assert before.keys() == after.keys()
    assert len(before) > 10
    assert {a for a in before if before[a] != after[a]} == set()
    # and yet the secrets counted: the planner knew that the press is booked
    booked = [
        problem_from_json(bytes(plan.run.secret.problem))
        .resource[ona["press"].key]
        .load
        for plan in (first, second)
    ]
    assert not booked[0]
    assert booked[1]


def test_only_a_published_plan_with_own_work_is_seen(rivals, as_):
    cast, rasa, _ona, asked = rivals
    client = as_(cast.darius)
    before = everything(client)
    plan = plan_all(cast, rasa, asked, "Published")
    plans.publish(plan, by=rasa)
    mine = Work.objects.filter(plan=plan, member=cast.organisation(cast.darius))

    after = everything(client)

    changed = {a for a in before if before[a] != after.get(a)}
    assert bool(changed) == mine.exists()


def test_errors_and_forbidden_pages_do_not_tell_either(rivals, as_):
    cast, rasa, ona, asked = rivals
    client = as_(cast.darius)
    press = ona["press"].key
    key = cast.organisation(cast.ona).key
    addresses = [
        f"/c/plastics/company/{key}/{kind}/" for kind in ("loads", "rates", "shifts")
    ] + [f"/c/plastics/company/{key}/resources/{press}/"]
    plan = plan_all(cast, rasa, asked, "Hidden")
    addresses += [
        f"/c/plastics/plans/{plan.run.key}/",
        "/c/plastics/plans/nothere/",
        f"/c/plastics/plans/{plan.run.key}/plan.json",
    ]
    before = [client.get(each) for each in addresses]
    change_secrets(cast, ona)
    after = [client.get(each) for each in addresses]
    for one, other in zip(before, after, strict=True):
        assert one.status_code == other.status_code in (403, 404)
        assert VARYING.sub(b"", one.content) == VARYING.sub(b"", other.content)
