"""Plan runs in the background: begun, told of, cancelled, survived."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.hub.chains.plans.conftest import STEPS, made

from grandis.cli import main
from grandis.hub.chains.domain import making, plans, runs
from grandis.hub.chains.enums import RunState
from grandis.hub.chains.models import Plan, PlanRun, Work
from grandis.hub.core.management.commands.worker import take_up_again
from grandis.hub.core.models import JournalEntry
from grandis.planning import check, solve
from grandis.planning.files import plan_from_json, problem_from_json
from grandis.planning.incumbent import Progress


def ask(shop, title="Spring", **limits):
    return plans.ask_for_plan(
        shop.cast.cluster,
        by=shop.rasa,
        title=title,
        opportunities=[each.key for each in shop.asked],
        **limits or {"steps": STEPS},
    )


def secrets(run):
    return (
        problem_from_json(bytes(run.secret.problem)),
        plan_from_json(bytes(run.secret.plan)),
    )


def test_a_plan_in_the_hub_is_that_of_its_problem_seed_and_steps(planned):
    problem, plan = secrets(planned.run)
    alone = solve(problem, steps=STEPS, seed=planned.run.seed)
    assert check(problem, plan) == ()
    assert plan.taken_ids == {each.key for each in planned.asked}
    assert (plan.value, plan.bound) == (alone.value, alone.bound)
    assert (plan.taken, plan.assignments) == (alone.taken, alone.assignments)


def test_the_operators_file_passes_the_check_and_the_journal_tells(planned, tmp_path):
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    export = ["hub", "export-problem", planned.run.key, str(problem)]
    told = CliRunner().invoke(main, [*export, "--plan", str(plan)])
    assert told.exit_code == 0, told.stderr
    checked = CliRunner().invoke(main, ["check", str(problem), str(plan)])
    assert checked.exit_code == 0
    again = tmp_path / "again.json"
    limits = ["--steps", str(STEPS), "--seed", "0", "-o", str(again)]
    CliRunner().invoke(main, ["plan", str(problem), *limits])
    kept, anew = (plan_from_json(file.read_bytes()) for file in (plan, again))
    assert (kept.value, kept.assignments) == (anew.value, anew.assignments)
    entries = JournalEntry.objects.filter(kind="plan.exported")
    assert {entry.organisation.name for entry in entries} == {
        "Engineering association",
        "UAB Kamštūna",
        "UAB Detalinga",
    }


def test_an_unknown_run_is_not_exported(cast, tmp_path):
    asked = ["hub", "export-problem", "nothere", str(tmp_path / "file.json")]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 2
    assert not (tmp_path / "file.json").exists()


def test_asking_puts_it_before_the_worker(shop):
    run = ask(shop)
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [run.key]
    assert run.state == RunState.WAITING


def test_a_run_that_waits_is_cancelled_at_once_and_never_begun(shop):
    run = plans.cancel(ask(shop), by=shop.rasa)
    assert run.state == RunState.CANCELLED
    runs.carry_out(run.key, making.make)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (RunState.CANCELLED, 0)


def test_a_run_that_goes_on_is_cancelled_and_leaves_no_plan(shop):
    run = ask(shop)

    def cancelled_meanwhile(mine, reporter):
        plans.cancel(run, by=shop.rasa)
        reporter.tell()
        making.make(mine, reporter)

    begun = runs.begin(run.key)
    with pytest.raises(runs.Stopped):
        cancelled_meanwhile(begun, runs.Reporter(begun))
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert not Plan.objects.filter(run=run).exists()


def test_what_is_told_never_goes_backwards(shop):
    begun = runs.begin(ask(shop, seconds=10).key)
    seen = []
    first = runs.Reporter(begun)
    for value, bound, seconds in ((100, 900, 1), (50, 950, 2), (300, 800, 1.5)):
        first.searching(Progress(value, bound, seconds))
        first.tell()
        begun.refresh_from_db()
        seen.append((begun.progress, begun.value, -begun.bound))
    again = runs.Reporter(runs.begin(begun.key))
    again.searching(Progress(10, 990, 0.1))
    again.tell()
    begun.refresh_from_db()
    seen.append((begun.progress, begun.value, -begun.bound))
    for column in zip(*seen, strict=True):
        assert list(column) == sorted(column)


def test_a_killed_worker_is_succeeded_and_the_problem_stays(shop):
    run = ask(shop)
    dead = runs.begin(run.key)
    problem = making._problem(dead, runs.Reporter(dead))
    done, plan = made(run)
    assert done.attempts == 2
    assert secrets(done)[0] == problem
    with pytest.raises(runs.Stopped):  # should it come back to life
        runs.end(dead, RunState.DONE)
    assert Work.objects.filter(plan=plan).exists()


def test_the_worker_takes_up_what_it_was_doing_when_it_was_killed(shop):
    run = ask(shop)
    task = DBTaskResult.objects.get()
    task.claim("here")
    runs.begin(run.key)
    take_up_again({"here"})
    task.refresh_from_db()
    assert task.status == "READY"


def test_a_run_that_kills_its_workers_is_given_up(shop):
    run = ask(shop)
    for _ in range(runs.MOST_ATTEMPTS):
        assert runs.begin(run.key)
    assert runs.begin(run.key) is None
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "attempts")


def test_a_run_without_a_sign_of_life_is_reported_failed(shop, as_):
    run = ask(shop)
    runs.begin(run.key)
    long_ago = timezone.now() - runs.DEAD_AFTER - timedelta(seconds=1)
    PlanRun.objects.filter(pk=run.pk).update(beat_at=long_ago)
    address = reverse("chains:plan", args=["plastics", run.key])
    page = as_(shop.cast.rasa).get(address).content.decode()
    assert "The worker has stopped." in page


def test_the_page_tells_how_it_goes_and_then_loads_again(shop, as_):
    run = ask(shop)
    client = as_(shop.cast.rasa)
    progress = reverse("chains:plan_progress", args=["plastics", run.key])
    waiting = client.get(progress, headers={"HX-Request": "true"})
    assert "No worker is running" in waiting.content.decode()
    assert "hx-get" in waiting.content.decode()
    made(run)
    over = client.get(progress, headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (286, "true")


def test_an_error_is_reported_and_nothing_hangs(shop, monkeypatch):
    run = ask(shop)

    def breaks(_run, _reporter):
        raise ZeroDivisionError

    monkeypatch.setattr(runs.Reporter, "_tell", lambda self: None)
    runs.carry_out(run.key, breaks)
    run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, "error")


def test_won_opportunities_come_first(shop):
    from grandis.hub.market.domain import opportunities
    from grandis.hub.market.enums import Ending, State

    opportunities.mark_quoted(shop.asked[0], by=shop.rasa)
    opportunities.end(shop.asked[0], by=shop.rasa, state=State.WON, ending=Ending.PRICE)
    run, plan = made(ask(shop))
    problem, _plan = secrets(run)
    prices = {o.id: o.price for o in problem.opportunities}
    others = sum(p for key, p in prices.items() if key != shop.asked[0].key)
    assert prices[shop.asked[0].key] > others
    assert 0 < plan.value <= plan.bound < others
