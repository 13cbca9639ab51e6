"""`kill -9` of the worker during a plan run: its successor ends what it began."""

import json
import os
import signal
import subprocess

from tests.installation import group_of, wait_until

ASKING = """
import json
import django; django.setup()
from tests.cast import find
from tests.hub.chains.plans.cluster import ask_for, equip
from grandis.hub.chains.domain import plans
cast = find()
rasa = cast.viewer(cast.rasa)
equip(cast.viewer(cast.ona), "Kaunas", 54.9, 23.9)
equip(cast.viewer(cast.darius), "Panevezys", 55.7, 24.4)
keys = [ask_for(rasa, f"Cap {n}").key for n in range(3)]
made = [
    plans.ask_for_plan(
        cast.cluster, by=rasa, title=title, opportunities=keys, steps=64
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


def look(installation):
    told = installation.python("-c", LOOKING)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def worker(installation):
    return installation.popen(
        "-m", "grandis.hub.manage", "worker", stderr=subprocess.DEVNULL
    )


def test_a_killed_worker_leaves_no_run_hanging(installation):
    asked = installation.python("-c", ASKING)
    assert asked.returncode == 0, asked.stderr

    with group_of(worker(installation)) as first:
        wait_until(lambda: "running" in look(installation)["states"], 200)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    with group_of(worker(installation)):
        wait_until(lambda: look(installation)["states"] == ["done", "done"], 200)

    told = look(installation)
    assert told["attempts"] == [2, 1]
    assert told["values"][0] == told["values"][1] > 0
