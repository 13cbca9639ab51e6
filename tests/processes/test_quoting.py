import msgspec
import pytest
from tests.processes.cluster import cluster

from grandis.processes import Figure, quote, walk
from grandis.processes.archetypes import CANISTER, CASES, CRATE, HOOD, HOUSING
from grandis.processes.figures import FromEntry, FromFormula, FromRow, entered
from grandis.processes.formulas import FORMULAS
from grandis.processes.quoting import price_route, source_text, uncertainty
from grandis.processes.tables import table

NETWORK = cluster()
MEMBERS = {facts.id for facts in NETWORK.members}


def figures_in(value):
    """Every figure anywhere in a record."""
    if isinstance(value, Figure):
        yield from walk(value)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from figures_in(getattr(value, field))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from figures_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from figures_in(item)


def assert_traced(figure):
    """A formula has inputs; a leaf is a row with a status or an entry."""
    source = figure.source
    if isinstance(source, FromFormula):
        assert source.id in FORMULAS
        assert figure.inputs
    elif isinstance(source, FromRow):
        found = table(source.file.removesuffix(".csv"))[source.id]
        assert found.status()
        assert source.status in found.cells.values()
        assert not figure.inputs
    else:
        assert isinstance(source, FromEntry)
        assert source.by == "customer" or source.by in MEMBERS
        assert source.field
        assert not figure.inputs
    assert source_text(figure)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.part.name}-{case.volume}"
)
def test_every_figure_traces_to_a_formula_a_row_or_an_entry(case):
    quotation = quote(case.made, NETWORK)

    seen = 0
    for figure in figures_in(quotation):
        assert_traced(figure)
        assert figure.low <= figure.expected <= figure.high
        seen += 1
    assert seen > 100


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.part.name}-{case.volume}"
)
def test_the_cluster_can_make_every_part_or_says_what_it_lacks(case):
    quotation = quote(case.made, NETWORK)

    assert quotation.routes or quotation.graph.missing
    prices = [route.unit.expected for route in quotation.routes]
    assert prices == sorted(prices)


def test_a_route_adds_up_its_cheapest_members():
    quotation = quote(msgspec.structs.replace(CANISTER, yearly_volume=20_000), NETWORK)

    (route,) = quotation.routes
    steps = {step.id: step.cheapest for step in quotation.graph.steps}
    once = sum(steps[s].price.expected for s in ("design", "make blow mould"))
    lot = sum(steps[s].price.expected for s in ("blow", "packing"))
    assert route.once.expected == pytest.approx(once)
    assert route.lot.expected == pytest.approx(lot)
    assert route.unit.expected == pytest.approx((lot + once) / 20_000)
    assert route.members == ("B", "I", "A")


def test_work_is_the_longest_chain_of_hours():
    quotation = quote(msgspec.structs.replace(CANISTER, yearly_volume=20_000), NETWORK)

    hours = sum(step.cheapest.hours.expected for step in quotation.graph.steps)
    assert quotation.routes[0].work.expected == pytest.approx(hours)


def test_one_line_says_what_dominates_the_uncertainty():
    routes = quote(HOUSING_2000, NETWORK).routes

    (route,) = [route for route in routes if route.branches == ("steel mould",)]
    assert route.uncertainty.code == "dominates"
    assert "same mould, several toolmakers" in route.uncertainty.sentence
    assert route.uncertainty.values["share"] > 40


def test_a_row_dominates_its_own_figure():
    steps = {step.id: step for step in quote(HOUSING_2000, NETWORK).graph.steps}

    steel = uncertainty(steps["make steel mould"].cheapest.price)

    assert "mould.quote-dispersion" in steel.sentence


HOUSING_2000 = msgspec.structs.replace(HOUSING, yearly_volume=2000)


def test_a_smaller_lot_can_be_asked_for():
    assert quote(HOUSING_2000, NETWORK, quantity=500).quantity == 500
    assert quote(HOUSING_2000, NETWORK).quantity == 2000


def test_progress_is_told():
    told = []

    quote(HOUSING_2000, NETWORK, on_progress=told.append)

    assert told == ["processes", "machines", "routes"]


def test_a_part_beyond_the_cluster_says_why():
    clean = msgspec.structs.replace(CRATE, yearly_volume=5000, clean_room="ISO 7")

    quotation = quote(clean, NETWORK)

    assert quotation.routes == ()
    assert any("clean room ISO 7" in r.sentence for r in quotation.graph.missing)


def test_alternatives_are_offered_when_they_are_not_much_dearer():
    hood = msgspec.structs.replace(HOOD, yearly_volume=5000)

    branches = [route.branches for route in quote(hood, NETWORK).routes]

    assert ("thermoforming",) in branches
    assert ("injection_moulding", "steel mould") in branches
    assert ("injection_moulding", "aluminium, then steel") in branches


@pytest.mark.parametrize(
    ("target", "code"),
    [(1000.0, "target_met"), (None, None), (0.01, "target_missed")],
)
def test_it_says_whether_the_target_price_is_met(target, code):
    part = msgspec.structs.replace(HOUSING_2000, target_price=target)

    said = quote(part, NETWORK).target

    assert (said and said.code) == code


def test_a_target_within_the_range_is_open():
    unit = quote(HOUSING_2000, NETWORK).routes[0].unit
    part = msgspec.structs.replace(HOUSING_2000, target_price=unit.expected)

    assert quote(part, NETWORK).target.code == "target_open"


def test_a_planned_route_costs_what_its_machines_and_trips_do():
    quotation = quote(HOUSING_2000, NETWORK)
    route = quotation.routes[0]
    step = next(s for s in quotation.graph.steps if s.id == "packing")
    dearest = max(step.options, key=lambda option: option.price.expected)
    trips = entered(120, "EUR", "cluster", "links of the planning problem")

    planned = price_route(
        quotation.graph,
        route.branches,
        quotation.part,
        2000,
        {"packing": dearest.machine},
        trips,
    )

    more = dearest.price.expected - step.cheapest.price.expected + 120
    assert planned.lot.expected == pytest.approx(route.lot.expected + more)
    assert dearest.member in planned.members
    assert source_text(trips).startswith("entered by the cluster")


def test_one_route_stands_alone():
    hood = msgspec.structs.replace(HOOD, yearly_volume=5000)
    graph = quote(hood, NETWORK).graph

    for branches in graph.routes():
        alone = graph.along(branches)
        ids = {step.id for step in alone.steps}
        assert alone.routes() == ((),)
        assert ids == {step.id for step in graph.steps_of(branches)}
        assert all(set(step.after) <= ids for step in alone.steps)
        assert set(alone.tools) == {s.makes for s in alone.steps if s.makes}
