"""`grandis quote`: the answer to an enquiry, and to a wrong one."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import msgspec
import pytest
from tests.cli.test_running import Terminal
from tests.processes.cluster import CERTIFICATES, problem

from grandis.cli.running import REWRITE
from grandis.delivering import (
    ID,
    due_as_asked,
    planning_problem,
    refuse_misfit,
    with_deliveries,
)
from grandis.errors import InputError
from grandis.planning import CallOff, check
from grandis.planning.search.driver import compile_kernels
from grandis.processes import network_json, quote, read_network, read_part
from grandis.processes.demo import demo_network

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
START = "2026-03-02T00:00:00Z"
HOUSING = {
    "name": "housing",
    "material": "abs",
    "shape": "open",
    "length": "120 mm",
    "width": "80 mm",
    "height": "40 mm",
    "wall": "2 mm",
    "mass": "55 g",
    "two_sided": True,
    "yearly_volume": 20_000,
    "lot_size": 5000,
    "secondary": ["assembly"],
}


def cluster(**changes):
    """The test cluster with dates and one existing mould, as JSON values."""
    dated = {
        **problem(),
        "grid": {"start": START, "minutes": 60},
        "tools": [{"id": "T-17", "site": "B1"}],
    }
    return network_json(demo_network({**dated, **changes}, CERTIFICATES))


NETWORK = cluster()


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    """The first call on a fresh machine says that it compiles; not here."""
    compile_kernels()


@pytest.fixture
def quoted(run, tmp_path):
    """`grandis quote` for a part, by its changes, in a network."""

    def quoted(*options, network=NETWORK, **changes):
        part = {k: v for k, v in (HOUSING | changes).items() if v is not None}
        part_file, network_file = tmp_path / "part.json", tmp_path / "network.json"
        part_file.write_text(json.dumps(part))
        network_file.write_text(json.dumps(network))
        return run("quote", part_file, "--network", network_file, *options)

    return quoted


def planned(network=NETWORK, zone=UTC, **changes):
    """The quotation with deliveries, and the plans behind it."""
    known = read_network(network)
    part = read_part(HOUSING | changes)
    free = planning_problem(known, "network")
    return with_deliveries(quote(part, known), free, zone=zone)


# --- the answer -----------------------------------------------------------


def test_the_answer_has_price_date_route_and_members_at_the_top(quoted):
    result = quoted()

    top = result.stdout.split("Routes")[0]
    assert result.exit_code == 0
    assert result.stderr == ""
    for label in ("price", "delivered", "route", "members", "range"):
        assert f"\n    {label} " in top


def test_the_object_has_every_figure_once_by_its_id(quoted):
    values = json.loads(quoted("--json").stdout)

    assert values["format"] == "grandis-quotation"
    for route in values["routes"]:
        assert values["figures"][route["lot"]]["unit"] == "EUR"
        delivery = route["delivery"]
        assert delivery["low"] <= delivery["expected"] <= delivery["high"]
        assert [work["step"] for work in delivery["work"]]


def test_the_transport_of_a_plan_is_in_its_price(quoted):
    values = json.loads(quoted("--json").stdout)
    figures = values["figures"]

    for route in values["routes"]:
        inputs = {each["name"]: each for each in figures[route["lot"]]["inputs"]}
        trips = figures[inputs["transport"]["figure"]]
        assert trips["source"]["by"] == "cluster"
        # Every way between two members of this cluster costs 90 EUR.
        assert trips["expected"] % 90 == 0
        assert (trips["expected"] > 0) == (len(route["members"]) > 1)


def test_nothing_of_loads_closures_and_rates_is_told(quoted):
    booked = [
        {**r, "load": [{"start": 4444, "end": 5555}], "closed": [[6666, 7777]]}
        for r in problem()["resources"]
    ]
    network = cluster(resources=booked)
    for machine in network["machines"]:
        machine["rate"] = 77.77

    for options in ([], ["--json"]):
        said = quoted(*options, network=network).stdout
        assert not {"4444", "5555", "6666", "7777", "77.77"} & set(said.split())
        assert "77.77" not in said
        assert '"load"' not in said
        assert said == quoted(*options, network=cluster()).stdout


def test_what_machines_are_booked_for_moves_the_date():
    free, _ = planned()
    booked = [
        {**r, "load": [{"start": 0, "end": 1000}]} for r in problem()["resources"]
    ]

    busy, _ = planned(cluster(resources=booked))

    assert busy.routes[0].delivery.low > free.routes[0].delivery.high


def test_every_plan_keeps_every_rule_and_is_as_the_delivery_says():
    quotation, plans = planned()

    for route, each in zip(quotation.routes, plans, strict=True):
        assert check(each.problem, each.plan) == ()
        assert each.route is route
        ends = max(a.end for a in each.plan.assignments)
        assert (
            route.delivery.expected == f"{each.problem.grid.time(ends):%Y-%m-%dT%H:%MZ}"
        )
        assert {w.member for w in route.delivery.work} == set(route.members)


@pytest.mark.parametrize("volume", [60, 2000, 40_000])
def test_dates_and_prices_nest(volume):
    quotation, _ = planned(yearly_volume=volume, lot_size=volume)

    assert quotation.routes
    for route in quotation.routes:
        delivery = route.delivery
        assert delivery.low <= delivery.expected <= (delivery.high or "9")
        assert route.unit.low <= route.unit.expected <= route.unit.high


def test_routes_in_time_come_before_cheaper_ones():
    early, _ = planned()
    dates = sorted(route.delivery.expected[:10] for route in early.routes)
    assert dates[0] < dates[-1]

    quotation, _ = planned(due=dates[0])

    late = [route.delivery.expected[:10] > dates[0] for route in quotation.routes]
    assert late == sorted(late)
    assert False in late
    assert True in late


def test_with_time_to_spare_the_cheapest_members_are_chosen():
    soon, _ = planned()
    spare, _ = planned(due="2027-03-01")

    for branches, route in {r.branches: r for r in spare.routes}.items():
        (other,) = [r for r in soon.routes if r.branches == branches]
        assert route.lot.expected <= other.lot.expected + 0.01


@pytest.mark.parametrize("due", ["2099-12-31", "9999-12-31"])
def test_a_date_after_the_planners_time_is_no_limit(due):
    quotation, plans = planned(due=due)

    assert quotation.routes[0].delivery.expected < due
    (call_off,) = plans[0].problem.opportunity[ID].call_offs
    assert isinstance(call_off, CallOff)
    assert call_off.due <= plans[0].problem.horizon


def test_a_route_that_cannot_be_planned_comes_last_without_a_date(quoted):
    result = quoted(network=cluster(horizon=5))

    assert result.exit_code == 0
    assert "delivered   after 2026-03-02, where the time planned ends" in result.stdout
    assert "steps " not in result.stdout


def test_an_existing_tool_is_used_where_it_stands():
    quotation, plans = planned(tool="T-17")

    steps = {step.id for step in quotation.graph.steps}
    assert not any(step.startswith("make") for step in steps)
    assert plans[0].plan is not None


def test_a_part_nobody_can_make_ends_with_status_1(quoted):
    result = quoted(clean_room="ISO 7")

    assert result.exit_code == 1
    assert "the cluster cannot make it" in result.stdout
    assert "clean room ISO 7" in result.stdout


def test_the_target_is_held_against_the_planned_price(quoted):
    assert "EUR is met" in quoted(target_price="50 EUR").stdout
    assert "% under the range" in quoted(target_price="0.01 EUR").stdout


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_answered_by_the_demo_cluster(run, tmp_path, path):
    run("demo", "--network", tmp_path / "network.json")

    result = run("quote", path, "--network", tmp_path / "network.json")

    assert result.exit_code == 0
    assert "    delivered   2026-" in result.stdout


def test_a_terminal_shows_what_is_being_done(tmp_path):
    part_file, network_file = tmp_path / "part.json", tmp_path / "network.json"
    part_file.write_text(json.dumps(HOUSING))
    network_file.write_text(json.dumps(NETWORK))

    with Terminal("quote", part_file, "--network", network_file) as terminal:
        status, printed = terminal.end()

    assert status == 0
    for doing in ("processes", "machines", "routes", "dates of route 1 of"):
        assert f"{REWRITE}{doing}" in terminal.seen
    assert terminal.seen.endswith(REWRITE)
    assert printed.startswith("housing: ")


def test_times_are_told_in_the_zone_that_is_asked_for():
    there, _ = planned(zone=ZoneInfo("Europe/Vilnius"))
    here, _ = planned()

    moments = [
        [datetime.fromisoformat(route.delivery.expected) for route in each.routes]
        for each in (there, here)
    ]
    assert moments[0] == moments[1]
    assert here.routes[0].delivery.expected.endswith("Z")
    assert there.routes[0].delivery.expected[-6:] in ("+02:00", "+03:00")


def test_a_day_is_over_at_midnight_of_the_zone():
    _, plans = planned()

    here, there = (
        due_as_asked(plans[0].problem, "2026-06-30", zone).opportunities[0].call_offs[0]
        for zone in (UTC, ZoneInfo("Europe/Vilnius"))
    )
    assert here.due - there.due == 3  # hours, in summer


def test_what_is_still_today_here_may_have_passed_there():
    late = cluster(grid={"start": "2026-03-02T22:30:00Z", "minutes": 60})
    free = planning_problem(read_network(late), "network")
    part = read_part(HOUSING | {"due": "2026-03-02"})

    refuse_misfit(part, free, "part")
    with pytest.raises(InputError, match="2026-03-02 is before 2026-03-03"):
        refuse_misfit(part, free, "part", ZoneInfo("Europe/Vilnius"))


# --- pictures -------------------------------------------------------------


def test_the_pictures_show_the_first_route(quoted, tmp_path):
    folder = tmp_path / "pictures"

    result = quoted("--svg", folder)

    assert sorted(path.name for path in folder.iterdir()) == ["chain.svg", "gantt.svg"]
    assert "2 pictures" in result.stderr
    for path in folder.iterdir():
        text = "".join(ElementTree.fromstring(path.read_text()).itertext())
        assert "ASM" in text
        assert "due" not in text


def test_the_pictures_show_the_date_that_the_customer_asked_for(quoted, tmp_path):
    quoted("--svg", tmp_path / "pictures", due="2026-06-30")

    text = (tmp_path / "pictures/chain.svg").read_text()
    assert "due 30 Jun 2026" in text


def test_the_pictures_do_not_depend_on_loads_later_on(quoted, tmp_path):
    booked = [
        {**r, "load": [{"start": 8000, "end": 9000}]} for r in problem()["resources"]
    ]

    for name, network in (("free", NETWORK), ("busy", cluster(resources=booked))):
        quoted("--svg", tmp_path / name, network=network)

    for picture in ("gantt.svg", "chain.svg"):
        free, busy = (tmp_path / name / picture for name in ("free", "busy"))
        assert free.read_text() == busy.read_text()


def test_without_a_plan_there_are_no_pictures(quoted, tmp_path):
    result = quoted("--svg", tmp_path / "none", network=cluster(horizon=5))

    assert "no pictures" in result.stderr
    assert list((tmp_path / "none").iterdir()) == []


# --- wrong input ----------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wall": "50 mm"}, ["wall of 50 mm is thicker than the envelope"]),
        ({"thickest_wall": "1 mm"}, ["thinner than the nominal wall"]),
        ({"projected_area": "9600 mm2"}, []),
        (
            {"projected_area": "9600 cm2"},
            ["larger than the envelope", "did you mean 96"],
        ),
        ({"material": "ABBS"}, ["'ABBS' is unknown", "did you mean abs"]),
        ({"material": None}, ["missing 'material' (decides processes"]),
        ({"mass": None}, ["missing 'mass' or 'volume' (decides material"]),
        ({"yearly_volume": None}, ["missing 'yearly_volume' (decides the process"]),
        ({"mass": "55 kg"}, ["mass of 55000 g is more than", "did you mean 55 g?"]),
        ({"length": "120 furlongs"}, ["length", "furlongs"]),
        ({"length": "-3 mm"}, ["length"]),
        ({"lenght": "120 mm"}, ["no field 'lenght'", "did you mean 'length'?"]),
        ({"shape": "round"}, ["shape"]),
        ({"due": "31.03.2026"}, ["is not a date; write it as 2027-03-31"]),
        ({"due": "20260331"}, ["is not a date; write it as 2027-03-31"]),
        ({"name": ""}, ["name"]),
        ({"name": 200 * "x"}, ["name"]),
        ({"due": "2026-03-01"}, ["due 2026-03-01 is before 2026-03-02"]),
        ({"tool": "T-71"}, ["tool 'T-71' does not stand at any site", "T-17"]),
        ({"lot_size": 50_000}, ["a lot of 50000 is more than"]),
        ({"certificates": ["ISO 9002"]}, ["certificates"]),
    ],
)
def test_a_wrong_part_is_refused_in_one_sentence(quoted, changes, words):
    result = quoted(**changes)

    if not words:
        assert result.exit_code == 0
        return
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("grandis: ")
    assert result.stderr.count("\n") == 1
    assert "part.json" in result.stderr
    for each in words:
        assert each in result.stderr


def test_a_value_outside_the_formulas_is_said_and_no_number_made_up(quoted):
    result = quoted(
        "--json",
        material="abs",
        length="19 m",
        width="19 m",
        height="3 m",
        wall="2.9 m",
        mass="500 t",
        yearly_volume=1,
        lot_size=1,
        secondary=[],
    )

    values = json.loads(result.stdout)
    assert result.exit_code == 1
    assert values["routes"] == []
    assert any(
        reason["code"] in ("outside", "size", "wall_thick")
        for process in values["processes"]
        for reason in process["reasons"]
    )


def stranger(network):
    machines = [{**m, "id": f"Z-{m['id']}"} for m in network["machines"]]
    return {**network, "machines": machines}


def moved(network):
    machines = [{**m, "member": "A"} for m in network["machines"]]
    return {**network, "machines": machines}


@pytest.mark.parametrize(
    ("network", "words"),
    [
        ([], "holds no network"),
        ({}, "is not a network file of version 1"),
        ({**NETWORK, "problem": {}}, "holds no planning problem"),
        ({**NETWORK, "problem": {"horizon": 9}}, "problem"),
        (network_json(demo_network(problem(), CERTIFICATES)), "names no start"),
        (stranger(NETWORK), "'Z-A-IM-01' is no resource of its problem"),
        (moved(NETWORK), "belongs to 'A', its resource to 'B'"),
        ({**NETWORK, "machines": NETWORK["machines"][:1] * 2}, "is there 2 times"),
    ],
)
def test_a_wrong_network_is_refused_in_one_sentence(quoted, network, words):
    result = quoted(network=network)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "network.json" in result.stderr
    assert words in result.stderr


def test_files_that_are_not_there_are_named(run, tmp_path):
    result = run("quote", tmp_path / "none.json", "--network", tmp_path / "no.json")

    assert result.exit_code == 2
    assert "none.json: cannot be read" in result.stderr


def test_a_file_nested_too_deeply_is_refused(run, tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000)

    result = run("quote", path, "--network", path)

    assert result.exit_code == 2
    assert "deep.json: is not JSON" in result.stderr


def test_a_name_cannot_steer_the_terminal(quoted):
    assert "\x1b" not in quoted(name="cap\x1b[2J").stdout


def test_a_network_must_be_named(run, tmp_path):
    assert run("quote", tmp_path / "none.json").exit_code == 2


def test_dates_are_of_the_network_and_never_of_today():
    quotation, _ = planned()

    first = date.fromisoformat(quotation.routes[0].delivery.low[:10])
    assert date(2026, 3, 2) <= first <= date(2026, 12, 31)


def test_the_quotation_of_a_plan_can_be_read_again():
    quotation, _ = planned()

    route = quotation.routes[0]
    again = msgspec.convert(msgspec.to_builtins(route), type(route))

    assert again == route


def test_every_figure_of_a_planned_quotation_traces_to_its_source(quoted):
    values = json.loads(quoted("--json").stdout)

    members = {member["id"] for member in problem()["members"]}
    for figure in values["figures"].values():
        source = figure["source"]
        assert figure["inputs"] or source["kind"] != "formula"
        if source["kind"] == "entry":
            assert source["by"] in {"customer", "cluster", *members}
        if source["kind"] == "row":
            assert source["status"]
