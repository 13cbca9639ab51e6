"""From a customer's enquiry to published work: the loop that the cluster lives on.

A customer asks on the public page in Lithuanian. The coordinator quotes, answers,
sends the document, plans it with the demo's other work and publishes the plan. The
customer sees the offer and nothing else; a member its own work and nothing else.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from tests.browser.conftest import SCREENSHOTS

from grandis.hub.market.forms.asking import LEAST

#: From the customer's "send" to the finished document, at most.
MOST_INTERACTIONS = 12
#: Milliseconds that a search for a plan, or its worker, may keep the test waiting.
PATIENCE = 240_000
TITLE = "Dozavimo dangtelis, 38 mm"
CUSTOMER = "rima.pirkeja@example.org"
ANSWERS = {
    "title": TITLE,
    "length": "38",
    "width": "38",
    "height": "20",
    "wall": "1,8",
    "mass": "6",
    "yearly_volume": "200000",
    "deliveries": f"{timezone.localdate() + timedelta(weeks=21)} 40000",
    "name": "Rima Pirkėja",
    "company": "UAB Pirkėja",
    "email": CUSTOMER,
}


@dataclass
class Counted:
    """The coordinator's page, and how often the coordinator did something."""

    page: object
    interactions: int = 0

    def click(self, role, name):
        """Click what a person would."""
        self.on(self.page.get_by_role(role, name=name, exact=True).first.click)

    def on(self, act, *arguments):
        self.interactions += 1
        act(*arguments)


def test_an_enquiry_becomes_an_offer_and_planned_work(
    visit, hub, keep, violations, record_property
):
    customer = visit("/c/plastics/ask/", language="lt")
    ask(customer, keep)
    confirm(customer, hub, keep)

    office = Counted(visit("/c/plastics/", role="Coordinator"))
    document, computed = quote(office, keep)
    record_property("the quotation was", computed)
    record_property("interactions from enquiry to document", office.interactions)
    assert office.interactions <= MOST_INTERACTIONS
    assert document.startswith(b"%PDF-")
    (SCREENSHOTS / "test_enquiry_to_plan-offer.pdf").write_bytes(document)

    plan(office.page, keep)
    assert violations(office.page) == []
    the_customer_sees_the_offer_and_nothing_else(customer, hub, keep)
    a_member_sees_its_own_work_and_nothing_else(visit, office.page, keep)


def ask(page, keep):
    """Fill in the form on the public page, check it, send it."""
    assert page.locator("html").get_attribute("lang") == "lt"
    closed = page.locator("details.more:not([open]) > summary")
    while closed.count():
        closed.first.click()
    for name, answer in ANSWERS.items():
        page.locator(f"[name={name}]").fill(answer)
    page.locator("[name=material]").select_option("pp-homo")
    page.locator("[name=shape][value=open]").check()
    page.locator("[name=design][value=ready]").check()
    page.locator("[name=two_sided]").select_option("true")
    page.locator("[name=language]:not(button)").select_option("lt")
    keep(page, "1-enquiry")
    page.wait_for_timeout(1000 * (LEAST + 1))  # no person fills it in as fast
    page.locator("main form .button").first.click()
    page.locator("button[name=checked]").click()
    page.wait_for_url(re.compile("/ask/sent/"))


def confirm(page, hub, keep):
    """Follow the link that was mailed, and confirm."""
    page.goto(link_in(letters(hub)[-1]))
    assert page.get_by_role("heading", level=1).inner_text() == TITLE
    page.locator("main form .button").first.click()
    keep(page, "2-confirmed")


def letters(hub):
    """The letters that the customer has got, the oldest first."""
    folder = hub.installation.folder / "mail"
    files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime)
    found = [
        email.message_from_string(text.strip(), policy=email.policy.default)
        for file in files
        for text in file.read_text().split("-" * 79)
        if text.strip()
    ]
    return [each.get_content() for each in found if each["To"] == CUSTOMER]


def link_in(letter):
    """The private link in a letter."""
    return re.search(r"http://\S+/track/\S+", letter).group()


def quote(office, keep):
    """From the enquiry to the document that went out; says how long it took."""
    page = office.page
    office.click("link", "Opportunities")
    office.click("link", TITLE)
    keep(page, "3-enquiry-of-the-coordinator")
    office.click("button", "Quote")
    page.wait_for_url(re.compile("/quotations/"))
    computed = page.get_by_text("Computed in").inner_text()
    keep(page, "4-quotation")
    office.click("link", "Write the offer")
    for field in page.locator("fieldset fieldset:not(:has(input:checked))").all():
        office.on(field.locator("input[value=no]").check)
    for reason in page.locator("[name^=why_]").all():
        if not reason.input_value():
            office.on(reason.fill, "No time for the whole lot.")
    office.click("button", "Check and send")
    office.click("button", "Send the offer")
    keep(page, "5-offer-sent")
    link = page.get_by_role("link", name="Document (PDF)").get_attribute("href")
    office.interactions += 1  # a click that downloads
    return page.request.get(link).body(), computed


def plan(page, keep):
    """Plan it with what is offered and in work, look at it, publish it."""
    page.goto("/c/plastics/plans/new/?state=quoted&state=won")
    in_work = {each["opportunity"] for each in listed(page, "works")}
    won = {each["key"] for each in listed(page, "opportunities?state=won")}
    for delivered in won - in_work:
        box = page.locator(f"[name=opportunities][value='{delivered}']")
        if box.count():  # what is long delivered is not even offered
            box.uncheck()
    page.locator("[name=title]").fill("With the new enquiry")
    page.locator("[name=seconds]").fill("10")
    page.get_by_role("button", name="Make the plan").click()
    keep(page, "6-plan-run")
    # The page tells by itself how far the run is, and shows the plan when it is there.
    publish = page.get_by_role("link", name="Publish to the members")
    publish.wait_for(timeout=PATIENCE)
    keep(page, "7-gantt")
    assert page.locator("main svg rect").count() > 10
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.locator(".chain-map svg").wait_for()
    keep(page, "8-chain-map")
    publish.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("The plan is published.").wait_for()


def the_customer_sees_the_offer_and_nothing_else(page, hub, keep):
    confirming, offering = letters(hub)[0], letters(hub)[-1]
    page.goto(link_in(offering))
    assert page.locator("a[href$='offer.pdf']").count() == 1
    told = page.content()
    assert "Kamšt" not in told
    keep(page, "9-offer-of-the-customer")
    page.goto(link_in(confirming))
    assert page.locator("a[href$='offer.pdf']").count() == 1
    for path in ("opportunities/", "plans/", "work/", "gaps/"):
        page.goto(f"/c/plastics/{path}")
        assert TITLE not in page.content()
        assert "/account/login/" in page.url


def a_member_sees_its_own_work_and_nothing_else(visit, office, keep):
    page = visit("/c/plastics/work/", role="Member")
    own = listed(page, "works")
    ((me, plan),) = {(each["member"], each["plan"]) for each in own}
    everybody = listed(office, f"works?plan={plan}")
    assert own == [each for each in everybody if each["member"] == me]
    rows = page.locator("table:has(caption:text-is('Steps')) tbody tr")
    assert rows.count() == len(own)
    others = {each["resource"] for each in everybody if each["member"] != me}
    told = page.content()
    assert others
    assert not [name for name in others if name in told]
    assert TITLE not in told
    assert "Pirkėja" not in told
    assert page.goto("/c/plastics/plans/").status in (403, 404)
    page.goto("/c/plastics/work/")
    keep(page, "10-work-of-a-member")


def listed(page, what):
    """What the interface for programs lists for the person of a page."""
    sign = "&" if "?" in what else "?"
    answer = page.request.get(f"/api/v1/clusters/plastics/{what}{sign}limit=200")
    return answer.json()["items"]
