"""A quotation is computed, priced and kept."""

import json
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.hub.chains.quotations.scene import CAP, ask, draft

from grandis.hub.chains.domain import quotations
from grandis.hub.chains.domain.computing import compute
from grandis.hub.chains.domain.pricing import priced_by
from grandis.hub.chains.domain.workings import chain_of
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.models import Workings
from grandis.hub.chains.telling.amounts import rounded
from grandis.hub.chains.telling.reasons import sentence
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.market.domain.rates import set_rate
from grandis.hub.members.domain import calendars, resources
from grandis.hub.members.enums import Process
from grandis.hub.members.models import Load, ResourceRate


def test_it_stores_ranges_with_the_price_between_them(quotation):
    assert quotation.unit_low < quotation.unit_price < quotation.unit_high
    assert quotation.once_low < quotation.once_price < quotation.once_high
    assert quotation.delivery_low <= quotation.delivery <= quotation.delivery_high
    assert quotation.valid_until == timezone.localdate() + timedelta(days=30)
    assert quotation.state == QuotationState.DRAFT


@pytest.mark.parametrize(
    ("piece", "pieces"),
    [(12.0, 1), (1.0, 1), (0.2, 100), (0.004, 1000), (0.0001, 1000)],
)
def test_a_small_part_is_priced_by_the_hundred_or_the_thousand(piece, pieces):
    assert priced_by(piece) == pieces


def test_a_price_has_no_more_digits_than_it_knows():
    assert rounded(123_456, 3) == 123_000
    assert rounded(12.4, 3) == 12
    assert rounded(0.4, 3) == 0


def test_no_work_begins_before_the_next_full_hour(
    cast, opportunity, works, monkeypatch
):
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    monkeypatch.setattr(
        timezone, "now", lambda: datetime.combine(monday, time(9, 20), UTC)
    )

    found = compute(opportunity, by=cast.viewer(cast.rasa)).values

    starts = [w["start"] for r in found["routes"] for w in r["delivery"]["work"]]
    assert min(map(datetime.fromisoformat, starts)) >= datetime.combine(
        monday, time(10), UTC
    )
    assert {start[-6:] for start in starts} <= {"+02:00", "+03:00"}  # Vilnius


def test_it_measures_the_machines_time(quotation):
    workings = Workings.objects.get(quotation=quotation)

    assert workings.milliseconds > 0


def test_the_first_delivery_is_the_lot_that_is_quoted(cast, works):
    day = timezone.localdate() + timedelta(days=100)
    rows = [{"due": day + timedelta(days=n), "quantity": 30_000 + n} for n in (0, 9)]

    computed = compute(ask(cast, call_offs=rows), by=cast.viewer(cast.rasa))

    assert computed.values["quantity"] == 30_000
    assert computed.values["part"]["due"] == day.isoformat()


def test_money_is_in_the_customers_currency_at_the_dated_rate(cast, works):
    rasa = cast.viewer(cast.rasa)
    today = timezone.localdate()
    set_rate(
        cast.cluster,
        by=rasa,
        currency="DKK",
        day=today,
        per_euro=Decimal("7.46"),
        source="A bank",
    )
    euro = draft(cast, ask(cast))
    crowns = draft(cast, ask(cast, currency="DKK"))

    assert crowns.rate_day == today
    assert euro.rate_day is None
    assert crowns.once_low / euro.once_low == pytest.approx(7.46, rel=0.01)


def test_without_a_rate_one_sentence_says_where_to_enter_it(cast, works):
    with pytest.raises(Broken, match="no exchange rate of SEK"):
        draft(cast, ask(cast, currency="SEK"))


def test_a_date_that_has_passed_is_refused_in_one_sentence(cast, works):
    past = [{"due": timezone.localdate() - timedelta(days=3), "quantity": 1000}]

    with pytest.raises(Broken, match="agree on a new date"):
        compute(ask(cast, call_offs=past), by=cast.viewer(cast.rasa))


def test_a_part_that_nobody_can_make_is_refused_with_the_reason(cast, works):
    tube = CAP | {"shape": "constant_section", "length": 2000, "width": 40}

    with pytest.raises(Broken, match=r"cannot make this part\. .*does this"):
        compute(ask(cast, part=tube | {"mass": 900}), by=cast.viewer(cast.rasa))


def test_a_cluster_without_resources_is_told_to_ask_its_members(cast):
    with pytest.raises(Broken, match="No member"):
        compute(ask(cast), by=cast.viewer(cast.rasa))


def test_only_the_coordinator_quotes(cast, opportunity):
    for person in (cast.ona, cast.carl, cast.stranger):
        with pytest.raises(Refused):
            compute(opportunity, by=cast.viewer(person))


def test_a_member_that_is_left_out_is_not_asked(cast, opportunity):
    kamstuna, detalinga = (
        cast.organisation(each).key for each in (cast.ona, cast.darius)
    )

    found = compute(opportunity, by=cast.viewer(cast.rasa), without=[kamstuna]).values

    assert chain_of(found["routes"][0]) == [detalinga]
    assert found["without"] == [kamstuna]


def routes_with(cast, **policy):
    """The chains of members of a quotation under the customer's conditions."""
    asked = ask(cast, policy=policy)
    values = compute(asked, by=cast.viewer(cast.rasa)).values
    return [set(chain_of(r)) for r in values["routes"] if "delivery" in r]


def test_every_chain_keeps_the_customers_conditions(cast, works):
    kamstuna, detalinga = (
        cast.organisation(each).key for each in (cast.ona, cast.darius)
    )
    resources.add_resource(
        works.darius["press"].site,
        by=cast.viewer(cast.darius),
        name="Packers",
        process=Process.PACKING,
    )

    apart = routes_with(cast, apart=[[kamstuna, detalinga]])
    with_both = routes_with(cast, required=[kamstuna, detalinga])

    assert apart
    assert all(chain == {detalinga} for chain in apart)
    assert with_both
    assert all(chain == {kamstuna, detalinga} for chain in with_both)


def test_conditions_that_no_chain_keeps_are_said(cast, works):
    with pytest.raises(Broken, match="No chain of members meets"):
        routes_with(cast, largest_share=10)


def test_a_member_that_is_wanted_and_has_left_is_said(cast, works):
    with pytest.raises(Broken, match="wants a member that does not belong"):
        routes_with(cast, required=["neverthere12"])


def test_a_new_quotation_replaces_the_draft_before_it(cast, opportunity, quotation):
    again = draft(cast, opportunity)
    quotation.refresh_from_db()

    assert again.revision == 2
    assert quotation.state == QuotationState.REPLACED


def test_what_is_kept_tells_neither_loads_nor_rates_nor_machines(
    cast, opportunity, works
):
    found = compute(opportunity, by=cast.viewer(cast.rasa))
    text = json.dumps(found.values, ensure_ascii=False)

    assert "43.21" not in text
    for row in (*works.ona.values(), *works.darius.values()):
        assert row.name not in text
        assert row.published or row.key not in text


@pytest.mark.usefixtures("_one_moment")
def test_rates_without_consent_change_nothing(cast, opportunity):
    rasa = cast.viewer(cast.rasa)
    before = compute(opportunity, by=rasa).values

    ResourceRate.objects.update(hourly_cents=999_900)

    assert compute(opportunity, by=rasa).values == before


@pytest.mark.usefixtures("_one_moment")
def test_a_rate_with_consent_is_used(cast, opportunity, works):
    rasa = cast.viewer(cast.rasa)
    before = compute(opportunity, by=rasa).values["routes"][0]

    for row in (works.ona["press"], works.darius["press"]):
        owner = cast.ona if row == works.ona["press"] else cast.darius
        rate = ResourceRate.objects.get(resource=row)
        resources.set_rate(
            row,
            by=cast.viewer(owner),
            hourly_cents=90_000,
            consent=True,
            version=rate.version,
        )
    found = compute(opportunity, by=rasa).values
    after = found["routes"][0]

    assert found["figures"][after["lot"]]["expected"] > 0
    assert after != before


@pytest.mark.usefixtures("_one_moment")
def test_a_load_moves_dates_and_is_not_told(cast, opportunity, works):
    rasa = cast.viewer(cast.rasa)
    before = compute(opportunity, by=rasa).values
    tools = works.darius["tools"]
    today = timezone.localdate()
    Load.objects.filter(resource=tools).delete()
    calendars.add_load(
        tools,
        by=cast.viewer(cast.darius),
        first_day=today,
        last_day=today + timedelta(days=60),
        hours=700,
    )

    after = compute(opportunity, by=rasa).values
    late = after["routes"][0]["delivery"]["expected"]

    assert late > before["routes"][0]["delivery"]["expected"]
    assert after["steps"] == before["steps"]


@pytest.mark.parametrize("published", [True, False])
def test_a_limit_is_told_of_published_machines_only(
    cast, opportunity, works, published
):
    press = works.darius["press"]
    press.limits = press.limits | {"clamp": 7.0}
    press.published = published
    press.save()

    found = compute(opportunity, by=cast.viewer(cast.rasa)).values
    (answer,) = (
        member
        for step in found["steps"]
        if step["process"] == "injection_moulding"
        for member in step["members"]
        if member["member"] == cast.organisation(cast.darius).key
    )
    clamp = next(r for r in answer["reasons"] if r["code"] == "clamp")

    assert answer["answer"] == "no"
    assert ("limit" in clamp["values"]) is published
    assert sentence(clamp).startswith("Clamping force")


def test_the_journal_tells_only_the_office_what_was_made(cast, quotation):
    entry = JournalEntry.objects.filter(kind="quotation.made").latest("index")

    assert entry.audience == Audience.OWN
    assert entry.organisation == cast.organisation(cast.rasa)
    assert set(entry.body) == {"actor", "revision", "milliseconds"}


def test_another_route_brings_its_price(cast, works):
    rasa = cast.viewer(cast.rasa)
    press = works.ona["press"]
    press.limits = press.limits | {"shot": 30.0, "clamp": 600.0}
    press.save()
    small = CAP | {"yearly_volume": 8_000, "lot_size": 4_000}
    quotation = quotations.quote(ask(cast, part=small), by=rasa)
    routes = Workings.objects.get(quotation=quotation).values["routes"]
    before = quotation.once_price

    assert len(routes) > 1
    quotations.choose(quotation, by=rasa, route=1)

    assert quotation.once_price != before
    with pytest.raises(Broken, match="Choose one of the routes"):
        quotations.choose(quotation, by=rasa, route=99)
