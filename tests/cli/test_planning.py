"""`grandis plan`, from a problem file to the best plan found."""

import json
from typing import get_args

import msgspec
import pytest
from distributed import LocalCluster
from tests.cli.workshop import PLAN, PROBLEM

from grandis.cli import inputs
from grandis.cli.summary import as_object, headline, no_plan
from grandis.planning import CallOff, Plan, check, read_plan, write_problem
from grandis.planning.instances import Format
from grandis.planning.problem import Objective

#: Two jobs of two operations on two machines, each of its own length; the
#: shortest schedule does both jobs at once, the longer one in 3 + 4 ticks.
INSTANCE = "2 2 1\n2 1 1 3 1 2 4\n2 1 2 2 1 1 3\n"


@pytest.fixture
def variant(tmp_path):
    """The problem with these fields changed, in a file."""

    def variant(**fields):
        path = tmp_path / "variant.json"
        write_problem(msgspec.structs.replace(PROBLEM, **fields), path)
        return path

    return variant


def test_it_tells_what_is_taken_and_why_the_rest_is_not(run, problem_file):
    result = run("plan", problem_file)

    assert result.exit_code == 0
    first, *lines = result.stdout.splitlines()
    assert first.startswith("Surplus EUR 600.00 with 1 of 2 opportunities, found in ")
    assert lines == [
        "No plan is better: this is proven.",
        "",
        "Taken  Name         Finish (UTC)      Late  Surplus EUR",
        "caps   Bottle caps  2026-03-02 20:00  -          600.00",
        "",
        "lids  Lids: refused",
        "    The price of EUR 300.00 does not pay for the cheapest chain, which costs"
        " EUR",
        "    350.00 even with the network to itself: EUR 50.00 too little.",
    ]


def test_programs_get_one_object(run, problem_file):
    told = json.loads(run("plan", problem_file, "--json").stdout)

    assert list(told) == [
        *("status", "objective", "bound", "gap", "seconds", "taken", "refused")
    ]
    assert told["status"] == "optimal"
    assert told["objective"] == told["bound"] == 60_000
    assert told["gap"] == 0
    assert told["taken"] == ["caps"]
    (refused,) = told["refused"]
    assert refused["opportunity"] == "lids"
    assert refused["code"] == "price_below_cost"
    assert refused["values"]["price"] == 30_000


def test_the_plan_that_it_writes_passes_the_check(run, problem_file, tmp_path):
    path = tmp_path / "plan.json"

    run("plan", problem_file, "-o", path)

    assert check(PROBLEM, read_plan(path)) == ()
    assert read_plan(path).taken == PLAN.taken


def test_pictures_and_a_page_are_written_on_request(run, problem_file, tmp_path):
    page, folder = tmp_path / "plan.html", tmp_path / "pictures"

    result = run("plan", problem_file, "--svg", folder, "--report", page)

    assert result.exit_code == 0
    assert "Bottle caps" in page.read_text()
    assert "does not pay" in page.read_text()
    assert len(list(folder.glob("*.svg"))) == 3


def test_equal_seeds_and_steps_give_equal_plans(run, problem_file, tmp_path):
    plans = []
    for name in ("one.json", "two.json"):
        limits = ("--steps", 50, "--seed", 7)
        run("plan", problem_file, *limits, "-o", tmp_path / name)
        plans.append(read_plan(tmp_path / name))

    one, two = (msgspec.structs.replace(plan, seconds=0) for plan in plans)
    assert one == two
    assert one.seed == 7


def test_it_announces_how_long_it_will_search(run, problem_file):
    by_time = run("plan", problem_file, "--seconds", 1.5)
    by_steps = run("plan", problem_file, "--steps", 50)

    assert by_time.stderr.startswith(
        "Planning 2 opportunities over 2 resources for 1.5"
    )
    assert "for 50 steps;" in by_steps.stderr


def test_public_instances_are_planned_in_ticks(run, tmp_path):
    path = tmp_path / "instance.fjs"
    path.write_text(INSTANCE)

    result = run("plan", path)

    assert result.stdout.startswith("Makespan 7 ticks with 2 of 2 opportunities")
    assert result.stdout.splitlines()[3:5] == [
        "Taken  Name  Finish  Late",
        "J1                7  -",
    ]


def test_another_objective_can_be_aimed_for(run, problem_file):
    result = run("plan", problem_file, "--objective", "makespan")

    assert result.stdout.startswith("Makespan 2026-03-02 20:00 UTC with 2 of 2")


def test_lateness_is_told_in_days(run, variant):
    caps = PROBLEM.opportunities[0]
    late = msgspec.structs.replace(caps, call_offs=(CallOff("all", due=0),))

    result = run("plan", variant(opportunities=(late,)))

    assert "2026-03-02 20:00  1 day       600.00" in result.stdout


def test_what_is_impossible_ends_with_1_and_a_sentence(run, variant, tmp_path):
    caps = PROBLEM.opportunities[0]
    hopeless = (CallOff("all", due=2, latest=2),)
    path = variant(
        objective="makespan",
        opportunities=(msgspec.structs.replace(caps, call_offs=hopeless),),
    )

    result = run("plan", path, "-o", tmp_path / "plan.json", "--json")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("grandis: no plan is possible")
    told = json.loads(result.stdout)
    assert told["status"] == "infeasible"
    assert told["objective"] is None
    assert told["gap"] is None
    assert read_plan(tmp_path / "plan.json").status == "infeasible"


def test_a_plan_that_was_not_found_is_not_called_impossible():
    plan = Plan("unknown", "makespan", value=0, bound=12, seconds=3.0)

    assert no_plan(plan).startswith("no plan was found in 3.0 seconds")
    assert as_object(plan, ())["objective"] is None


def test_what_is_not_proven_is_said():
    better = msgspec.structs.replace(PLAN, status="feasible", bound=66_000)

    assert headline(PROBLEM, better).splitlines()[1] == (
        "Not proven to be the best: none is better than EUR 660.00 (10.0 % more)."
    )


def test_less_is_said_where_less_is_better():
    problem = msgspec.structs.replace(PROBLEM, objective="weighted_tardiness")
    plan = Plan("feasible", "weighted_tardiness", value=10, bound=8, seconds=1.0)

    assert headline(problem, plan).splitlines()[1] == (
        "Not proven to be the best: none is better than 8 ticks (20.0 % less)."
    )


def test_the_choices_are_those_of_the_library():
    assert get_args(Format) == inputs.FORMATS
    assert get_args(Objective) == inputs.OBJECTIVES


def test_a_dask_scheduler_lends_its_workers(run, problem_file):
    with LocalCluster(
        n_workers=1, threads_per_worker=3, processes=False, dashboard_address=None
    ) as cluster:
        result = run("plan", problem_file, "--dask", cluster.scheduler_address)
    assert result.exit_code == 0
    assert f"{cluster.scheduler_address}: 3 workers" in result.stderr
    assert "No plan is better: this is proven." in result.stdout


def test_a_dask_scheduler_that_does_not_answer_is_wrong_input(run, problem_file):
    result = run("plan", problem_file, "--dask", "tcp://127.0.0.1:9")
    assert result.exit_code == 2
    assert "no Dask scheduler answers at 'tcp://127.0.0.1:9'" in result.stderr
