"""Large plans on a Dask scheduler, and here when it does not answer."""

import pytest
from distributed import LocalCluster
from tests.planning.midsize import midsize
from tests.planning.test_spreading_dask import free_address

from grandis.hub.chains.domain.spreading import WORKERS, place_for
from grandis.planning import check, solve

LARGE = midsize(orders=480)
HERE = {"workers": WORKERS, "executor": None}


@pytest.fixture(scope="module")
def scheduler():
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_a_large_plan_is_made_on_the_scheduler_of_the_settings(scheduler, settings):
    settings.DASK = scheduler
    found = []
    with place_for(LARGE, steps=None) as place:
        assert place["workers"] == 1
        plan = solve(
            LARGE,
            seconds=30,
            on_progress=lambda progress: found.append(progress.value),
            cancel=lambda: any(found),
            **place,
        )
    assert check(LARGE, plan) == ()
    assert plan.taken


@pytest.mark.parametrize(
    ("problem", "steps"),
    [(midsize(), None), (LARGE, 64)],
    ids=["small", "with a step limit"],
)
def test_other_plans_stay_here(problem, steps, scheduler, settings):
    settings.DASK = scheduler
    with place_for(problem, steps) as place:
        assert place == HERE


def test_without_a_scheduler_plans_are_made_here():
    with place_for(LARGE, steps=None) as place:
        assert place == HERE


def test_a_scheduler_that_does_not_answer_is_done_without(settings, caplog):
    settings.DASK = free_address()
    with place_for(LARGE, steps=None) as place:
        assert place == HERE
    assert f"no Dask scheduler answers at '{settings.DASK}'" in caplog.text
