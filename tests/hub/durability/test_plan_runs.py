"""Plan runs at one or two workers: all end, each is done once, even by `kill -9`."""

import json
import os
import signal
import subprocess
from itertools import pairwise

from tests.installation import group_of, wait_until

ASKING = """
import json, sys
import django; django.setup()
from tests.cast import find
from tests.hub.chains.plans.cluster import ask_for, equip
from grandis.hub.chains.domain import plans
opportunities, weeks, limits = json.loads(sys.argv[1])
cast = find()
rasa = cast.viewer(cast.rasa)
equip(cast.viewer(cast.ona), "Kaunas", 54.9, 23.9)
equip(cast.viewer(cast.darius), "Panevezys", 55.7, 24.4)
keys = [ask_for(rasa, f"Cap {n}", weeks=weeks).key for n in range(opportunities)]
made = [
    plans.ask_for_plan(
        cast.cluster, by=rasa, title=title, opportunities=keys, **limits
    ).key
    for title in ("One", "Other")
]
print(json.dumps(made))
"""

LOOKING = """
import json
import django; django.setup()
from grandis.hub.chains.models import Plan, PlanRun
runs = PlanRun.objects.order_by("pk")
print(json.dumps({
    "states": [run.state for run in runs],
    "attempts": [run.attempts for run in runs],
    "values": [plan.value for plan in Plan.objects.order_by("run__pk")],
}))
"""

#: Weeks in which not all can be made: then no search ends before its time.
TOO_SOON = 4
#: Looks at the runs again and again until both are over, as pages do.
WATCHING = """
import json, time
from pathlib import Path
import django; django.setup()
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from grandis.hub.chains.models import PlanRun
third = Path(settings.DATA) / "worker-3.lock"
seen, joined, until = [], False, time.monotonic() + 300
while time.monotonic() < until:
    runs = PlanRun.objects.order_by("pk")
    rows = list(runs.values_list("state", "progress", "value", "bound"))
    seen.append(rows)
    joined |= third.exists() and {row[0] for row in rows} == {"running"}
    if {row[0] for row in rows} <= {"done", "failed"}:
        break
    time.sleep(0.1)
workers = list(DBTaskResult.objects.values_list("worker_ids", flat=True))
print(json.dumps({"seen": seen, "joined": joined, "workers": workers}))
"""


def ask(installation, opportunities, weeks, **limits):
    told = json.dumps([opportunities, weeks, limits])
    asked = installation.python("-c", ASKING, told)
    assert asked.returncode == 0, asked.stderr


def look(installation):
    return told_by(installation, LOOKING)


def told_by(installation, program):
    told = installation.python("-c", program)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def worker(installation):
    return installation.popen(
        "-m", "grandis.hub.manage", "worker", stderr=subprocess.DEVNULL
    )


def test_a_killed_worker_leaves_no_run_hanging(installation):
    ask(installation, 3, 14, steps=64)

    with group_of(worker(installation)) as first:
        wait_until(lambda: "running" in look(installation)["states"], 200)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    with group_of(worker(installation)):
        wait_until(lambda: look(installation)["states"] == ["done", "done"], 200)

    told = look(installation)
    assert sorted(told["attempts"]) == [1, 2]
    assert told["values"][0] == told["values"][1] > 0


def test_two_workers_do_two_runs_at_once_and_each_once(installation):
    with group_of(worker(installation)), group_of(worker(installation)):
        wait_until((installation.folder / "worker-2.lock").exists)
        ask(installation, 8, TOO_SOON, seconds=30)
        watcher = installation.popen("-c", WATCHING, stdout=subprocess.PIPE)
        with group_of(watcher), group_of(worker(installation)):
            told = json.loads(watcher.communicate()[0])

    found = look(installation)
    assert found["states"] == ["done", "done"]
    assert found["attempts"] == [1, 1]
    assert len(found["values"]) == 2
    assert len({name for (name,) in told["workers"]}) == 2
    assert told["joined"]  # a third, which left the runs of the others alone
    for one in zip(*told["seen"], strict=True):
        assert_it_only_goes_forward(one)


def assert_it_only_goes_forward(rows):
    """Progress and the best value never fall, the bound never rises, none goes."""
    for before, after in pairwise(rows):
        assert before[1] <= after[1]
        for was, now, sign in zip(before[2:], after[2:], (1, -1), strict=True):
            assert was is None or sign * was <= sign * now
